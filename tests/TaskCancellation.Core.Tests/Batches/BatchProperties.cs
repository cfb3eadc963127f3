using FsCheck;
using FsCheck.Fluent;

namespace TaskCancellation.Core.Tests.Batches;

/// <summary>What holds for whatever input, limits and faults.</summary>
public sealed class BatchProperties
{
    private static readonly Arbitrary<Case> AnyCase = (
        from ids in Gen.Choose(0, 30).Select(number => number == 30 ? "!malformed" : $"t{number}").ListOf()
        from order in Gen.Shuffle(Enumerable.Range(0, ids.Count).ToArray())
        from window in Gen.Choose(1, 40)
        from width in Gen.Choose(1, 5)
        from perRequest in Gen.Choose(1, 7)
        from seed in Gen.Choose(0, 1000)
        select new Case([.. ids.Select(id => new TaskTarget(id))], order, window, width, perRequest, seed)).ToArbitrary();

    [Test]
    public void Outcomes_are_one_for_each_position_in_order_and_the_tallies_sum_up() => Holds(async one =>
    {
        var (outcomes, _) = await RunAsync(one, one.Targets);
        return outcomes.Select(outcome => outcome.Target).SequenceEqual(one.Targets)
            && outcomes.CountBy(outcome => outcome.Verdict).Sum(verdict => verdict.Value) == one.Targets.Length;
    });

    [Test]
    public void An_input_in_another_order_has_the_same_outcomes_in_that_order() => Holds(async one =>
    {
        var (outcomes, _) = await RunAsync(one, one.Targets);
        var (permuted, _) = await RunAsync(one, [.. one.Order.Select(at => one.Targets[at])]);
        return permuted.Select(outcome => outcome.ToString()).SequenceEqual(one.Order.Select(at => outcomes[at].ToString()));
    });

    [Test]
    public void What_is_sent_is_in_the_input_and_each_request_within_the_limits() => Holds(async one =>
    {
        var (_, client) = await RunAsync(one, one.Targets);
        var inputs = one.Targets.Select(target => target.Id).Where(id => !id.Value.StartsWith('!')).ToHashSet();
        return client.Cancels.SelectMany(request => request.Targets).Select(target => target.Id).ToHashSet().SetEquals(inputs)
            && client.Cancels.All(request => request.Targets.Count <= one.PerRequest && request.Targets.Distinct().Count() == request.Targets.Count);
    });

    [Test]
    public void With_a_journal_the_outcomes_are_the_same() => Holds(async one =>
    {
        var (outcomes, _) = await RunAsync(one, one.Targets);
        var (journaled, _) = await RunAsync(one, one.Targets, new BatchOptions { Journal = new MemoryJournal(), RunId = "run" });
        return journaled.Select(outcome => outcome.ToString()).SequenceEqual(outcomes.Select(outcome => outcome.ToString()));
    });

    private static void Holds(Func<Case, Task<bool>> property) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(AnyCase, property));

    // What the service says of a task depends on the task alone, whatever request it is in.
    private static async Task<(List<CancellationOutcome> Outcomes, ScriptedTaskClient Client)> RunAsync(Case one, TaskTarget[] targets, BatchOptions? options = null)
    {
        var client = new ScriptedTaskClient { Can = Scripted.Capabilities with { IdsPerRequest = one.PerRequest } };
        client.Tasks.AddRange(targets.DistinctBy(target => target.Id).Select(target => Some.Task(target.Id)));
        client.OnCancel = (request, _) => Task.FromResult(new CancelReply
        {
            Items = [.. request.Targets.Select(target => new CancelReplyItem(target, ((target.Id.Value[^1] + one.Seed) % 4) switch
            {
                0 => CancelDisposition.Denied,
                1 => CancelDisposition.NotCancelable,
                2 => CancelDisposition.Unknown,
                _ => CancelDisposition.Acknowledged,
            }))],
        });
        var chosen = (options ?? BatchOptions.Default) with { Window = one.Window, MaxConcurrency = one.Width };
        return (await client.CancelManyAsync(targets.ToAsyncEnumerable(), chosen).ToListAsync(), client);
    }

    private sealed record Case(TaskTarget[] Targets, int[] Order, int Window, int Width, int PerRequest, int Seed);
}
