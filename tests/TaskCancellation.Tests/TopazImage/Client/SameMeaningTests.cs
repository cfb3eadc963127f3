using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using TaskCancellation.Testing;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>A filter means the same to a list and to a cancel: what a plain predicate over the emulator's rows says. Or it is refused, and nothing is sent.</summary>
[NonParallelizable]
public sealed class SameMeaningTests
{
    private const string OtherAccount = "another";

    private static readonly Condition[] Conditions =
    [
        new(task => ((TopazImageTaskDetails)task.Details!).Credits > 1, row => row.Credits > 1),
        new(task => task.Progress >= 0.5, row => row.Progress >= 50),
        new(task => task.RawState == "Pending", row => row.State == "Pending"),
    ];

    private static readonly Gen<Job> AnyJob =
        from status in Gen.Frequency((3, Gen.Constant("Processing")), (2, Gen.Constant("Pending")), (2, Gen.Elements("Completed", "Failed", "Cancelled")), (1, Gen.Elements("Hibernating", "processing")))
        from category in Gen.Elements("Enhance", "enhance", "Sharpen", "Restore Gen")
        from source in Gen.Elements(default, SourceOf(1), SourceOf(2))
        from name in Gen.Elements("a.png", "A.png", "a*.png", "a b.png")
        from model in Gen.Elements("Standard V2", "standard v2", "Low Resolution V2")
        from created in Gen.Choose(-3, 0)
        from milliseconds in Gen.Elements(0, 0, -400)
        from modified in Gen.Choose(0, 2)
        from number in Gen.Choose(0, 2)
        from isOthers in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from refuses in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Job(status, category, source, name, model, created, milliseconds, modified, number, isOthers, refuses);

    private static readonly Gen<TimeRange> AnyEnd =
        from make in Gen.Elements<Func<DateTimeOffset, TimeRange>>(TimeRange.After, TimeRange.AtOrAfter, TimeRange.Before, TimeRange.AtOrBefore)
        from second in Gen.Choose(-3, 2)
        from ticks in Gen.Elements(-1, 0, 0, 1, 3_000_000, 9_999_999)
        select make(At(second).AddTicks(ticks));

    private static readonly Gen<TimeRange?> AnyRange =
        from first in Rarely(AnyEnd)
        from second in Rarely(AnyEnd)
        select first is null ? second : second is null ? first : first.And(second);

    private static readonly Gen<TaskState[]> AnyStates = Gen.Elements<TaskState[]>(
        [TaskState.Pending], [TaskState.Running, TaskState.Pending], [TaskState.Succeeded, TaskState.Running], [TaskState.Canceled, TaskState.Failed], [TaskState.Unknown], [TaskState.Unknown, TaskState.Running],
        [TaskState.Canceling], [TaskState.Canceling, TaskState.Pending]);

    private static readonly Gen<string[]> AnyIds = Gen.Elements<string[]>(
        [IdOf(0), IdOf(1), IdOf(2), IdOf(3), IdOf(4)], [IdOf(5).ToUpperInvariant(), IdOf(7)], [IdOf(6), IdOf(6).ToUpperInvariant(), IdOf(6)], [IdOf(99)], [.. Enumerable.Range(0, 10).Reverse().Select(IdOf)]);

    private static readonly Gen<Asked> AnyFilter =
        from ids in Rarely(AnyIds)
        from states in Rarely(AnyStates)
        from kinds in Rarely(Gen.Elements<string[]>(["Enhance"], ["ENHANCE", "Sharpen"], ["*n*e"], ["*n*"], ["S*", "Re*"], ["Restore Gen"], ["nhance"], ["*E*"]))
        from scopes in Rarely(Gen.Elements<string[]>([SourceOf(1)], [SourceOf(2), SourceOf(3)], [SourceOf(1).ToUpperInvariant()]))
        from names in Rarely(Gen.Elements<string[]>(["a.png"], ["A.PNG", "a b.png"], ["a*.png"], ["a*"], ["a.png", "a*.png"]))
        from models in Rarely(Gen.Elements<string[]>(["Standard V2"], ["STANDARD V2"], ["Low Resolution V2", "standard v2"], ["Standard"]))
        from enqueued in Rarely(AnyRange)
        from modified in Rarely(AnyRange)
        from condition in Rarely(Gen.Elements(Conditions))
        from odd in Gen.Frequency((20, Gen.Constant(0)), (1, Gen.Choose(1, 2)))
        select new Asked(
            new TopazImageTaskFilter
            {
                Ids = ids is null ? null : [.. ids.Select(id => (TaskId)id)],
                States = states,
                Kinds = kinds,
                Scopes = scopes,
                Names = names,
                Models = models,
                Enqueued = enqueued,
                Modified = modified,
                Where = condition?.OfTask,
                Started = odd == 1 ? TimeRange.After(At(0)) : null,
                Finished = odd == 2 ? TimeRange.Before(At(0)) : null,
            },
            condition);

    private static readonly Arbitrary<Case> AnyCase = (
        from jobs in AnyJob.ArrayOf(10)
        from asked in AnyFilter
        from order in Gen.Elements(TopazImageListOrder.NewestFirst, TopazImageListOrder.OldestFirst, TopazImageListOrder.Shuffled)
        from version in Gen.Elements("1.2.0", "1.2.0", "1.1.0")
        select new Case(jobs, asked, order, version)).ToArbitrary();

    [Test]
    [Category("TZ-11.20")]
    [Category("TZ-11.21")]
    [Category("TZ-11.23")]
    [Category("TZ-11.25")]
    [Category("TZ-11.33")]
    public void A_list_shows_what_the_predicate_says() => Holds(async one =>
    {
        using var world = new World(one);
        string[] expected = [.. world.Server.Rows.Where(row => Matches(one, row)).Select(row => row.Id).Order(StringComparer.Ordinal)];
        try
        {
            var listed = await world.Run(world.Client.ListAsync(one.Asked.Filter, new ReadOptions { PageSize = 3 }).ToListAsync().AsTask()).ConfigureAwait(false);
            return !IsRefused(one.Asked.Filter) && listed.Select(task => task.Id.Value).Order(StringComparer.Ordinal).SequenceEqual(expected);
        }
        catch (UnsupportedFilterException)
        {
            return IsRefused(one.Asked.Filter) && world.Server.Requests.Count == 0;
        }
    });

    [TestCase(CancelSelection.Auto, Category = "TZ-11.4,TZ-11.16,TZ-11.25")]
    [TestCase(CancelSelection.ClientSide, Category = "TZ-11.4,TZ-11.16,TZ-11.25")]
    [TestCase(CancelSelection.ServerSide)]
    public void A_cancel_reaches_what_the_predicate_says(CancelSelection selection) => Holds(async one =>
    {
        using var world = new World(one);
        var before = world.Server.Rows;
        string[] expected = [.. before.Where(row => IsAddressed(one, row) && row.State is not ("Completed" or "Failed" or "Cancelled")).Select(row => row.Id)];
        string[] canceled = [.. expected.Where(id => world.Server.Find(id)!.State is "Pending" or "Processing" && !one.JobOf(id).Refuses)];
        try
        {
            var operation = await world.Run(world.Client.CancelAsync(one.Asked.Filter, new CancelOptions { Selection = selection, AllowAll = true })).ConfigureAwait(false);
            var after = world.Server.Rows;
            string[] asked = [.. after.Where(row => row.CancelCount > 0).Select(row => row.Id)];
            string[] ended = [.. after.Zip(before).Where(pair => pair.First.State != pair.Second.State).Select(pair => pair.First.Id)];
            string[] named = [.. operation.Accepted.Outcomes.Where(outcome => outcome.Verdict == CancellationVerdict.Canceled).Select(outcome => outcome.Target.Id.Value).Order(StringComparer.Ordinal)];
            return !IsRefused(one.Asked.Filter)
                && (selection != CancelSelection.ServerSide || MatchesNothing(one.Asked.Filter))
                && asked.SequenceEqual(expected)
                && ended.SequenceEqual(canceled)
                && named.SequenceEqual(canceled);
        }
        catch (UnsupportedFilterException)
        {
            return (IsRefused(one.Asked.Filter) || (selection == CancelSelection.ServerSide && !MatchesNothing(one.Asked.Filter))) && world.Server.Requests.Count == 0;
        }
    });

    // Found at random: two reasons to match nothing, of which each is treated in a way of its own where it is the only one.
    [TestCase(TaskState.Canceling, false)]
    [TestCase(TaskState.Running, true)]
    public async Task A_range_without_tasks_is_refused_at_the_server_only_where_the_service_has_such_tasks_at_all(TaskState state, bool isRefused)
    {
        using var world = new World(new Case([], new Asked(new TopazImageTaskFilter(), null), TopazImageListOrder.NewestFirst, "1.2.0"));
        var filter = new TopazImageTaskFilter { States = [state], Enqueued = TimeRange.AtOrAfter(At(1)).And(TimeRange.Before(At(0))) };
        var options = new CancelOptions { Selection = CancelSelection.ServerSide };
        if (isRefused)
        {
            Assert.That(() => world.Client.CancelAsync(filter, options), Throws.TypeOf<UnsupportedFilterException>());
        }
        else
        {
            Assert.That((await world.Run(world.Client.CancelAsync(filter, options))).Accepted.Outcomes, Is.Empty);
        }

        Assert.That(world.Server.Requests, Is.Empty);
    }

    private static void Holds(Func<Case, Task<bool>> property) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(250), Prop.ForAll(AnyCase, property));

    private static bool IsRefused(TaskFilter filter) => filter.Started is not null || filter.Finished is not null;

    private static bool MatchesNothing(TaskFilter filter) => filter.States?.All(state => state == TaskState.Canceling) == true;

    // Ended jobs, and those in a state nobody knows, only when the filter names them by id or by state.
    private static bool IsAddressed(Case one, TopazImageRow row) =>
        Matches(one, row) && (one.Asked.Filter.Ids is not null || one.Asked.Filter.States is not null || row.State is "Pending" or "Processing");

    private static bool Matches(Case one, TopazImageRow row) =>
        one.Asked.Filter is var filter
        && row.Account == TopazImageEmulator.DefaultAccount
        && (filter.Ids is null || filter.Ids.Any(id => Guid.Parse(id.Value) == Guid.Parse(row.Id)))
        && (filter.States is null || filter.States.Contains(State(row.State)))
        && (filter.Kinds is null || filter.Kinds.Any(kind => Regex.IsMatch(row.Category, $"^{Regex.Escape(kind).Replace(@"\*", ".*", StringComparison.Ordinal)}$")))
        && (filter.Scopes is null || (one.JobOf(row.Id).Source is { } source && filter.Scopes.Contains(source)))
        && (filter.Names is null || filter.Names.Contains(row.FileName))
        && (filter.Models is null || filter.Models.Contains(row.Model))
        && (filter.Where is null || one.Asked.Condition!.OfRow(row))
        && IsWithin(filter.Enqueued, row.CreatedAt)
        && IsWithin(filter.Modified, row.UpdatedAt);

    // Whole seconds show: an end within one gives way to those before it.
    private static bool IsWithin(TimeRange? range, DateTimeOffset value) =>
        range is null
        || ((range.Lower is not { } lower || (lower.IsInclusive ? value.UtcTicks >= lower.Instant.UtcTicks : value.UtcTicks > lower.Instant.UtcTicks))
            && (range.Upper is not { } upper || (upper.Instant.UtcTicks % TimeSpan.TicksPerSecond is > 0 and var fraction ? value.UtcTicks < upper.Instant.UtcTicks - fraction : upper.IsInclusive ? value.UtcTicks <= upper.Instant.UtcTicks : value.UtcTicks < upper.Instant.UtcTicks)));

    private static TaskState State(string status) => status switch
    {
        "Pending" => TaskState.Pending,
        "Processing" => TaskState.Running,
        "Completed" => TaskState.Succeeded,
        "Failed" => TaskState.Failed,
        "Cancelled" => TaskState.Canceled,
        _ => TaskState.Unknown,
    };

    private static DateTimeOffset At(int second) => VirtualClock.DefaultStart.AddSeconds(second);

    private static string IdOf(int at) => string.Create(CultureInfo.InvariantCulture, $"abcdefab-0000-4000-8000-{at:D12}");

    private static string SourceOf(int number) => string.Create(CultureInfo.InvariantCulture, $"aaaaaaaa-0000-4000-8000-{number:D12}");

    private static Gen<T?> Rarely<T>(Gen<T> values)
        where T : class? => Gen.Frequency((4, Gen.Constant(default(T))), (1, values.Select(value => (T?)value)));

    private sealed record Condition(Func<TaskSnapshot, bool> OfTask, Func<TopazImageRow, bool> OfRow);

    private sealed record Asked(TopazImageTaskFilter Filter, Condition? Condition);

    private sealed record Job(string Status, string Category, string? Source, string Name, string Model, int Created, int Milliseconds, int Modified, int Number, bool IsOthers, bool Refuses);

    private sealed record Case(Job[] Jobs, Asked Asked, TopazImageListOrder Order, string Version)
    {
        public override string ToString() => $"{Asked.Filter} at {Version}, {Order}, over {string.Join("; ", Jobs.Select(job => job.ToString()))}";

        internal Job JobOf(string id) => Jobs[int.Parse(id[24..], CultureInfo.InvariantCulture)];
    }

    /// <summary>A service with these jobs, and a client on it.</summary>
    private sealed class World : IDisposable
    {
        private readonly VirtualClock clock = TestClock.Create();
        private readonly HttpClient http;

        internal World(Case one)
        {
            Server = new TopazImageEmulator(clock) { Version = one.Version, ListOrder = one.Order };
            foreach (var (at, job) in one.Jobs.Index())
            {
                Server.Add(new()
                {
                    Id = IdOf(at),
                    Account = job.IsOthers ? OtherAccount : TopazImageEmulator.DefaultAccount,
                    State = job.Status,
                    Progress = 40 * job.Number,
                    Credits = job.Number,
                    SourceId = job.Source,
                    FileName = job.Name,
                    Category = job.Category,
                    Model = job.Model,
                    CreatedAt = At(job.Created).AddMilliseconds(job.Milliseconds),
                    UpdatedAt = At(job.Created + job.Modified),
                    CancelEnding = job.Refuses ? TopazImageCancelEnding.Refused : TopazImageCancelEnding.Canceled,
                });
            }

            http = Server.CreateClient();
            var options = new TopazImageTaskClientOptions { ApiKey = TopazImageEmulator.ApiKey };
            options.UseTimeProvider(clock);
            Client = new TopazImageTaskClient(http, options);
        }

        internal TopazImageEmulator Server { get; }

        internal TopazImageTaskClient Client { get; }

        internal async Task<T> Run<T>(Task<T> task)
        {
            await Task.Run(() => clock.AdvanceUntilCompletedAsync(task)).ConfigureAwait(false);
            return await task.ConfigureAwait(false);
        }

        public void Dispose()
        {
            Client.Dispose();
            http.Dispose();
            Server.Dispose();
        }
    }
}
