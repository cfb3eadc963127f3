using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>A filter means the same to a list, to a cancel at the server and to a frozen one: what a plain predicate over the emulator's rows says.</summary>
[NonParallelizable]
public sealed class SameMeaningTests
{
    private static readonly string[] Kinds = ["settingsUpdate", "documentDeletion", "dumpCreation", "networkTopologyChange", "taskCancelation"];
    private static readonly string[] Protected = ["networkTopologyChange", "taskCancelation", "upgradeDatabase"];

    private static readonly Gen<Row> AnyRow =
        from kind in Gen.Elements(Kinds)
        from index in Gen.Elements("movies", "books", "movies2")
        from status in Gen.Frequency((4, Gen.Constant("enqueued")), (2, Gen.Constant("processing")), (1, Gen.Elements("succeeded", "failed", "canceled")))
        from ticks in Gen.Choose(-2, 2)
        from nanoseconds in Gen.Elements(0, 1, 50, 99)
        select new Row(kind, index, status, ticks, nanoseconds);

    private static readonly Gen<(Func<DateTimeOffset, TimeRange> Make, int Ticks)?> AnyEnd =
        from made in Gen.Elements<Func<DateTimeOffset, TimeRange>>(TimeRange.After, TimeRange.AtOrAfter, TimeRange.Before, TimeRange.AtOrBefore)
        from ticks in Gen.Choose(-2, 2)
        select ((Func<DateTimeOffset, TimeRange>, int)?)(made, ticks);

    private static readonly Gen<TaskFilter> AnyFilter =
        from ids in Rarely(Gen.Elements<long[]>([0, 1, 2], [3], [5, 1, 99]))
        from states in Rarely(Gen.Elements<TaskState[]>([TaskState.Pending], [TaskState.Running], [TaskState.Pending, TaskState.Running], [TaskState.Succeeded, TaskState.Pending], [TaskState.Canceled], [TaskState.Unknown, TaskState.Running], [TaskState.Canceling]))
        from kinds in Rarely(Gen.Elements<string[]>(["settingsUpdate"], ["settingsUpdate", "dumpCreation"], ["document*", "dump*"], ["*C*"], ["SettingsUpdate"], ["networkTopologyChange"], ["taskCancelation", "documentDeletion"]))
        from scopes in Rarely(Gen.Elements<string[]>(["movies"], ["movies", "books"], ["Movies"]))
        from batches in Rarely(Gen.Elements<long[]>([0], [1, 2], [0, 1, 2, 3]))
        from first in Rarely(AnyEnd)
        from second in Rarely(AnyEnd)
        from member in Gen.Choose(0, 5)
        let range = first is { } one ? (second is { } two ? one.Make(At(one.Ticks)).And(two.Make(At(two.Ticks))) : one.Make(At(one.Ticks))) : null
        select (TaskFilter)new MeilisearchTaskFilter
        {
            Ids = ids is null ? null : [.. ids.Select(id => (TaskId)id)],
            States = states,
            Kinds = kinds,
            Scopes = scopes,
            BatchIds = batches,
            Enqueued = member < 4 ? range : null,
            Started = member == 4 ? range : null,
            Finished = member == 5 ? range : null,
        };

    private static readonly Arbitrary<Case> AnyCase = (
        from rows in AnyRow.ArrayOf(8)
        from filter in AnyFilter
        select new Case(rows, filter)).ToArbitrary();

    [TestCase(CancelSelection.Auto)]
    [TestCase(CancelSelection.ClientSide)]
    [TestCase(CancelSelection.ServerSide)]
    public void A_cancel_reaches_what_the_predicate_says(CancelSelection selection) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150),
        Prop.ForAll(AnyCase, async one => await Canceled(one, selection).ConfigureAwait(false) is var canceled && canceled.Reached.SequenceEqual(canceled.Expected)));

    [Test]
    public void A_list_shows_what_the_predicate_says() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150),
        Prop.ForAll(AnyCase, async one =>
        {
            using var world = new World(one.Rows);
            long[] expected = [.. world.Server.Rows.Where(row => Matches(one.Filter, row)).Select(row => row.Id).OrderDescending()];
            var listed = await world.Run(world.Client.ListAsync(one.Filter, new ReadOptions { PageSize = 3 }).ToListAsync().AsTask()).ConfigureAwait(false);
            return listed.Select(task => long.Parse(task.Id.Value, null)).SequenceEqual(expected);
        }));

    private static async Task<(long[] Reached, long[] Expected)> Canceled(Case one, CancelSelection selection)
    {
        using var world = new World(one.Rows);
        long[] expected = [.. world.Server.Rows.Where(row => row.State is "enqueued" or "processing" && Matches(one.Filter, row) && !IsSpared(one.Filter, row)).Select(row => row.Id)];
        try
        {
            var operation = await world.Run(world.Client.CancelAsync(one.Filter, new CancelOptions { Selection = selection, AllowAll = true })).ConfigureAwait(false);
            world.Server.IsSchedulerPaused = false;
            var report = await world.Run(operation.WaitForCompletionAsync()).ConfigureAwait(false);
            long[] reached = [.. world.Server.Rows.Where(row => operation.ServiceTasks.Any(task => task == row.CanceledBy)).Select(row => row.Id)];
            long[] named = [.. report.Outcomes.Where(outcome => outcome.Verdict == CancellationVerdict.Canceled).Select(outcome => long.Parse(outcome.Target.Id.Value, null)).Order()];
            return (reached, named.SequenceEqual(reached) ? expected : [-1]);
        }
        catch (Exception refusal) when (selection == CancelSelection.ServerSide && refusal is UnsupportedFilterException or UnsafeFilterException)
        {
            // The server would mean something else: refusing is right, as long as nothing was sent.
            return (world.Server.Requests.Any(line => line.Request.Method == "POST") ? [-1] : [], []);
        }
    }

    private static bool Matches(TaskFilter filter, MeilisearchRow row) =>
        (filter.Ids is null || filter.Ids.Any(id => id == row.Id))
        && (filter.States is null || filter.States.Contains(State(row.State)))
        && (filter.Kinds is null || filter.Kinds.Any(kind => Regex.IsMatch(row.Kind, $"^{Regex.Escape(kind).Replace(@"\*", ".*", StringComparison.Ordinal)}$")))
        && (filter.Scopes is null || (row.IndexUid is { } index && filter.Scopes.Contains(index)))
        && (filter is not MeilisearchTaskFilter { BatchIds: { } batches } || (row.BatchUid is { } batch && batches.Contains(batch)))
        && IsWithin(filter.Enqueued, row.EnqueuedAt)
        && IsWithin(filter.Started, row.StartedAt)
        && IsWithin(filter.Finished, row.FinishedAt);

    private static bool IsSpared(TaskFilter filter, MeilisearchRow row) =>
        Protected.Contains(row.Kind) && filter.Ids is null && filter.Kinds?.Contains(row.Kind) != true;

    private static bool IsWithin(TimeRange? range, DateTimeOffset? instant) =>
        range is null
        || (instant is { } value
            && (range.Lower is not { } lower || (lower.IsInclusive ? value.UtcTicks >= lower.Instant.UtcTicks : value.UtcTicks > lower.Instant.UtcTicks))
            && (range.Upper is not { } upper || (upper.IsInclusive ? value.UtcTicks <= upper.Instant.UtcTicks : value.UtcTicks < upper.Instant.UtcTicks)));

    private static TaskState State(string status) => status switch
    {
        "enqueued" => TaskState.Pending,
        "processing" => TaskState.Running,
        "succeeded" => TaskState.Succeeded,
        "failed" => TaskState.Failed,
        _ => TaskState.Canceled,
    };

    private static DateTimeOffset At(int ticks) => VirtualClock.DefaultStart.AddTicks(ticks);

    private static Gen<T?> Rarely<T>(Gen<T> values) =>
        Gen.Frequency((3, Gen.Constant(default(T))), (2, values.Select(value => (T?)value)));

    private sealed record Row(string Kind, string Index, string Status, int Ticks, int Nanoseconds);

    private sealed record Case(Row[] Rows, TaskFilter Filter)
    {
        public override string ToString() => $"{Filter} over {string.Join("; ", Rows.Select(row => row.ToString()))}";
    }

    /// <summary>A server with these rows, the scheduler at rest, and a client on it.</summary>
    private sealed class World : IDisposable
    {
        private readonly VirtualClock clock = TestClock.Create();
        private readonly HttpClient http;

        internal World(IEnumerable<Row> rows)
        {
            // What a row says of its beginning lies before the cancel.
            clock.Advance(TimeSpan.FromSeconds(1));
            Server = new MeilisearchEmulator(clock) { IsSchedulerPaused = true };
            var isBusy = false;
            foreach (var row in rows)
            {
                Server.Add(new()
                {
                    Kind = row.Kind,
                    IndexUid = row.Index,
                    State = row.Status == "processing" && isBusy ? "enqueued" : row.Status,
                    EnqueuedAt = At(row.Ticks),
                    EnqueuedAtNanoseconds = row.Nanoseconds,
                    RunDuration = row.Status == "processing" ? TimeSpan.FromSeconds(1) : null,
                    CancelEnding = MeilisearchCancelEnding.Canceled,
                    CanceledBy = row.Status == "canceled" ? 77 : null,
                });
                isBusy |= row.Status == "processing";
            }

            http = Server.CreateClient();
            var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None };
            options.UseTimeProvider(clock);
            Client = new MeilisearchTaskClient(http, options);
        }

        internal MeilisearchEmulator Server { get; }

        internal MeilisearchTaskClient Client { get; }

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
