using FsCheck;
using FsCheck.Fluent;

namespace TaskCancellation.Core.Tests.Planning;

/// <summary>However a service moves between a plan and its execution: what is sent was planned, or allowed as new, and is what the filter addresses by then.</summary>
public sealed class PlanPropertyTests
{
    private static readonly Gen<TaskSnapshot> Tasks =
        from id in Gen.Choose(1, 8)
        from state in Gen.Elements(Enum.GetValues<TaskState>())
        from kind in Gen.Elements("k", "stubborn", "keep", "x")
        from start in Gen.Choose(0, 1)
        select Some.Task(id, state, kind) with { StartedAt = Some.Noon.AddSeconds(start) };

    private static readonly Gen<TaskSnapshot[]> Scenes = Tasks.ArrayOf().Select(tasks => tasks.DistinctBy(task => task.Id).ToArray());

    private static readonly Gen<TaskFilter> Filters = Gen.Elements(
        Some.Kinds("k"),
        Some.Kinds("k*", "stubborn"),
        new TaskFilter { States = [TaskState.Pending, TaskState.Unknown] },
        new TaskFilter { Ids = [1, 2, 3, 4] },
        new TaskFilter { Where = task => task.Id.Value is "2" or "4" or "6" },
        new TaskFilter { Kinds = ["k"], States = [TaskState.Running, TaskState.Succeeded] });

    private static readonly Gen<(TaskSnapshot[] Before, TaskSnapshot[] After, TaskFilter Filter, DriftPolicy Drift, bool Reuses)> Stories =
        from before in Scenes
        from after in Scenes
        from filter in Filters
        from drift in Gen.Elements(DriftPolicy.OnlyPlanned, DriftPolicy.FailOnDrift, DriftPolicy.AllowNew(1), DriftPolicy.AllowNew(9))
        from reuses in Gen.Elements(true, false)
        select (before, after, filter, drift, reuses);

    [Test]
    public void What_is_sent_was_planned_and_is_addressed() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Stories.ToArbitrary(), async story =>
    {
        var client = new ScriptedTaskClient();
        client.Can = client.Can with { ReusesIds = story.Reuses, ProtectedKinds = ["keep"], IdsPerRequest = 3, IdsPerListRequest = 2 };
        client.Tasks.AddRange(story.Before);
        var plan = await client.PlanAsync(story.Filter).ConfigureAwait(false);
        client.Tasks.Clear();
        client.Tasks.AddRange(story.After);
        try
        {
            var report = (await client.ExecuteAsync(plan, story.Drift).ConfigureAwait(false)).Accepted;
            if (!plan.Targets.Select(task => task.Id).SequenceEqual(report.Outcomes.Take(plan.Targets.Count).Select(outcome => outcome.Target.Id)))
            {
                return false;
            }
        }
        catch (PlanDriftException)
        {
            return client.Cancels.Count == 0;
        }

        var sent = client.Cancels.SelectMany(request => request.Targets).ToList();
        var mayBeNew = story.Drift.MaxNew ?? 0;
        return sent.Distinct().Count() == sent.Count
            && sent.All(target => IsAddressed(story.Filter, story.After.Single(task => task.Id == target.Id)))
            && sent.Count(target => !WasPlanned(story.Before, story.Filter, story.After.Single(task => task.Id == target.Id), story.Reuses)) <= mayBeNew;
    }));

    // What a filter addresses, in the tests' own words.
    private static bool IsAddressed(TaskFilter filter, TaskSnapshot task) =>
        PlainPredicate.Matches(filter, task)
        && (filter.Ids is not null || filter.States is not null || task.State is TaskState.Pending or TaskState.Running or TaskState.Canceling)
        && (filter.Ids is not null || task.Kind != "keep");

    private static bool WasPlanned(TaskSnapshot[] before, TaskFilter filter, TaskSnapshot now, bool reuses) =>
        before.SingleOrDefault(task => task.Id == now.Id) is { } then
        && IsAddressed(filter, then)
        && (!reuses || (then.Kind == now.Kind && then.StartedAt == now.StartedAt));
}
