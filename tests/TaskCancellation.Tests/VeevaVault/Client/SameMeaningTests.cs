using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TaskCancellation.Testing;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>A filter means the same to a list and to a cancel: what a plain predicate over the emulator's rows says. Or it is refused, and nothing is sent.</summary>
[NonParallelizable]
public sealed class SameMeaningTests
{
    private const string Listed = "VV-10.35,VV-10.36,VV-10.37,VV-10.38";
    private const string Canceled = "VV-10.18,VV-10.19,VV-10.22,Inferred";
    private const string Zone = "America/Los_Angeles";

    private static readonly TimeSpan OffsetInWinter = TimeSpan.FromHours(-8);

    private static readonly Condition[] Conditions =
    [
        new(job => ((VeevaVaultTaskDetails)job.Details!).CreatedBy == 7, row => row.CreatedBy == 7),
        new(job => job.RawState == "QUEUED", row => row.State == "QUEUED"),
        new(job => job.Name == "a,b", row => row.Title == "a,b"),
    ];

    private static readonly Gen<Row> AnyRow =
        from title in Gen.Elements("Nightly Sync", "nightly sync", "a,b", "50%")
        from status in Gen.Frequency(
            (4, Gen.Elements("SCHEDULED", "QUEUEING", "QUEUED")),
            (3, Gen.Elements("RUNNING", "CANCELLING", "HIBERNATING")),
            (4, Gen.Elements("SUCCESS", "ERRORS_ENCOUNTERED", "TIMEOUT", "COMPLETED_DUE_TO_INACTIVITY", "MISSED_SCHEDULE", "FAILED_TO_RUN", "CANCELLED")))
        from isOfSchedule in Gen.Elements(true, false)
        from isDue in Gen.Elements(true, false)
        from isPermitted in Gen.Elements(true, true, false)
        from createdBy in Gen.Elements(1L, 7L)
        from created in AnyMilliseconds(-1, 1)
        from started in AnyMilliseconds(1, 2)
        from ended in AnyMilliseconds(3, 4)
        select new Row(title, status, isOfSchedule, isDue, isPermitted, createdBy, At(created), At(started), At(ended));

    private static readonly Gen<TimeRange> AnyEnd =
        from make in Gen.Elements<Func<DateTimeOffset, TimeRange>>(TimeRange.After, TimeRange.AtOrAfter, TimeRange.Before, TimeRange.AtOrBefore)
        from milliseconds in AnyMilliseconds(-1, 4)
        from ticks in Gen.Elements(-1, 0, 0, 1)
        select make(At(milliseconds).AddTicks(ticks));

    private static readonly Gen<TimeRange> AnyRange = Gen.OneOf(AnyEnd, from one in AnyEnd from other in AnyEnd select one.And(other));

    private static readonly Gen<TaskState[]> AnyStates = Gen.Elements<TaskState[]>(
        [TaskState.Pending], [TaskState.Running], [TaskState.Running, TaskState.Canceling], [TaskState.Succeeded], [TaskState.Failed], [TaskState.Canceled], [TaskState.Pending, TaskState.Failed],
        [TaskState.Pending, TaskState.Canceling, TaskState.Unknown], [TaskState.Unknown], [TaskState.Canceled, TaskState.Unknown]);

    private static readonly Gen<string[]> AnyStatuses = Gen.Elements<string[]>(
        ["SCHEDULED"], ["QUEUED"], ["QUEUEING"], ["QUEUED", "RUNNING"], ["CANCELLING"], ["TIMEOUT"], ["TIMEOUT", "SCHEDULED"], ["HIBERNATING"], ["HIBERNATING", "QUEUED"], ["queued"], ["CANCELED"], ["CANCELLED", "QUEUEING"]);

    private static readonly Gen<Asked> AnyFilter =
        from ids in Rarely(Gen.Elements<long[]>([1], [1, 2, 3, 6], [4, 99], [2, 3, 5, 7, 8, 9, 10]))
        from states in Rarely(AnyStates)
        from statuses in Rarely(AnyStatuses)
        from names in Rarely(Gen.Elements<string[]>(["Nightly Sync"], ["NIGHTLY SYNC"], ["a,b", "50%"], ["a", "b"], ["nightly sync", "a,b"]))
        from users in Rarely(Gen.Elements<long[]>([1], [7, 8], [8]))
        from enqueued in Rarely(AnyRange)
        from started in Rarely(AnyRange)
        from finished in Rarely(AnyRange)
        from condition in Rarely(Gen.Elements(Conditions))
        let filter = new VeevaVaultTaskFilter
        {
            Ids = ids is null ? null : [.. ids.Select(TaskId.FromInt64)],
            States = states,
            Statuses = statuses,
            Names = names,
            CreatedBy = users,
            Enqueued = enqueued,
            Started = started,
            Finished = finished,
            Where = condition?.OfJob,
        }
        select new Asked(filter, condition);

    private static readonly Arbitrary<Case> AnyCase = (
        from rows in AnyRow.ArrayOf(10)
        from asked in AnyFilter
        select new Case(rows, asked)).ToArbitrary();

    [TestCase("UTC", Category = Listed)]
    [TestCase(Zone, Category = Listed + ",VV-10.41,Inferred")]
    [TestCase(null, Category = Listed)]
    public void A_list_shows_what_the_predicate_says(string? zone) => Holds(async one =>
    {
        using var world = new World(zone, one.Rows);
        long[] expected = [.. world.Server.Rows.Where(row => Matches(one.Asked, row)).Select(row => row.Id)];
        try
        {
            var listed = await world.Run(world.Client.ListAsync(one.Asked.Filter, new ReadOptions { PageSize = 3 }).ToListAsync().AsTask()).ConfigureAwait(false);
            return !IsRefused(one.Asked.Filter, zone) && listed.Select(job => Number(job.Id)).Order().SequenceEqual(expected);
        }
        catch (UnsupportedFilterException)
        {
            return IsRefused(one.Asked.Filter, zone) && world.Server.Requests.Count == 0;
        }
    });

    [TestCase("UTC", Category = Canceled)]
    [TestCase(Zone, Category = Canceled + ",VV-10.41")]
    [TestCase(null, Category = Canceled)]
    public void A_cancel_reaches_what_the_predicate_says(string? zone) => Holds(async one =>
    {
        using var world = new World(zone, one.Rows);
        VeevaVaultRow[] addressed = [.. world.Server.Rows.Where(row => IsAddressed(one.Asked, row))];
        long[] asked = [.. addressed.Where(row => row.State is "SCHEDULED" or "QUEUEING" or "QUEUED" or "HIBERNATING").Select(row => row.Id)];
        long[] taken = [.. addressed.Where(row => row.State == "SCHEDULED" || (row.State is "QUEUEING" or "QUEUED" && one.Rows[row.Id - 1].IsPermitted)).Select(row => row.Id)];
        long[] canceling = [.. world.Server.Rows.Where(row => row.State == "CANCELLING").Select(row => row.Id)];
        try
        {
            var operation = await world.Run(world.Client.CancelAsync(one.Asked.Filter, new CancelOptions { AllowAll = true })).ConfigureAwait(false);
            var rows = world.Server.Rows;
            var outcomes = operation.Accepted.Outcomes;
            return !IsRefused(one.Asked.Filter, zone)
                && rows.SelectMany(row => Enumerable.Repeat(row.Id, row.CancelCount)).SequenceEqual(asked)
                && rows.Where(row => row.State == "CANCELLING").Select(row => row.Id).Except(canceling).SequenceEqual(taken)
                && outcomes.Select(outcome => Number(outcome.Target.Id)).Order().SequenceEqual(addressed.Select(row => row.Id))
                && outcomes.Where(outcome => outcome.Verdict == CancellationVerdict.Accepted).Select(outcome => Number(outcome.Target.Id)).Except(canceling).Order().SequenceEqual(taken);
        }
        catch (UnsupportedFilterException)
        {
            return IsRefused(one.Asked.Filter, zone) && world.Server.Requests.Count == 0;
        }
    });

    private static void Holds(Func<Case, Task<bool>> property) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(AnyCase, property));

    private static bool IsRefused(VeevaVaultTaskFilter filter, string? zone) =>
        zone is null && (filter.Enqueued is not null || filter.Started is not null || filter.Finished is not null);

    // Ended jobs, and those with a status nobody knows, only when the filter names them by id or by state.
    private static bool IsAddressed(Asked asked, VeevaVaultRow row) =>
        Matches(asked, row) && (asked.Filter.Ids is not null || asked.Filter.States is not null || State(row) is TaskState.Pending or TaskState.Running or TaskState.Canceling);

    private static bool Matches(Asked asked, VeevaVaultRow row) =>
        asked.Filter is var filter
        && (filter.Ids is null || filter.Ids.Any(id => Number(id) == row.Id))
        && (filter.States is null || filter.States.Contains(State(row)))
        && (filter.Statuses is null || filter.Statuses.Contains(row.State))
        && (filter.Names is null || filter.Names.Contains(row.Title))
        && (filter.CreatedBy is null || filter.CreatedBy.Contains(row.CreatedBy))
        && (filter.Where is null || asked.Condition!.OfRow(row))
        && IsWithin(filter.Enqueued, row.CreatedAt)
        && IsWithin(filter.Started, HasRun(row) ? row.StartedAt : null)
        && IsWithin(filter.Finished, row.FinishedAt);

    private static bool IsWithin(TimeRange? range, DateTimeOffset? value) =>
        range is null
        || (value is { UtcTicks: var ticks }
            && (range.Lower is not { } lower || (lower.IsInclusive ? ticks >= lower.Instant.UtcTicks : ticks > lower.Instant.UtcTicks))
            && (range.Upper is not { } upper || (upper.IsInclusive ? ticks <= upper.Instant.UtcTicks : ticks < upper.Instant.UtcTicks)));

    // Of others the start is when they were due.
    private static bool HasRun(VeevaVaultRow row) => row.State is "RUNNING" or "SUCCESS" or "ERRORS_ENCOUNTERED" or "TIMEOUT" or "COMPLETED_DUE_TO_INACTIVITY";

    private static TaskState State(VeevaVaultRow row) => row.State switch
    {
        "SCHEDULED" or "QUEUEING" or "QUEUED" => TaskState.Pending,
        "RUNNING" => TaskState.Running,
        "CANCELLING" => TaskState.Canceling,
        "SUCCESS" => TaskState.Succeeded,
        "CANCELLED" => TaskState.Canceled,
        "HIBERNATING" => TaskState.Unknown,
        _ => TaskState.Failed,
    };

    private static long Number(TaskId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);

    private static DateTimeOffset At(int milliseconds) => VirtualClock.DefaultStart.AddMilliseconds(milliseconds);

    private static Gen<int> AnyMilliseconds(int firstSecond, int lastSecond) =>
        from second in Gen.Choose(firstSecond, lastSecond)
        from milliseconds in Gen.Elements(0, 400)
        select (second * 1000) + milliseconds;

    private static Gen<T?> Rarely<T>(Gen<T> values)
        where T : class => Gen.Frequency((4, Gen.Constant(default(T))), (1, values.Select(value => (T?)value)));

    private sealed record Condition(Func<TaskSnapshot, bool> OfJob, Func<VeevaVaultRow, bool> OfRow);

    private sealed record Asked(VeevaVaultTaskFilter Filter, Condition? Condition);

    private sealed record Row(string Title, string Status, bool IsOfSchedule, bool IsDue, bool IsPermitted, long CreatedBy, DateTimeOffset Created, DateTimeOffset Started, DateTimeOffset Ended);

    private sealed record Case(Row[] Rows, Asked Asked)
    {
        public override string ToString() => $"{Asked.Filter} over {string.Join("; ", Rows.Select(row => row.ToString()))}";
    }

    /// <summary>A vault whose jobs, 1 to 10, have lived as the rows say, and a client on it.</summary>
    private sealed class World : IDisposable
    {
        private readonly VirtualClock clock = TestClock.Create();
        private readonly HttpClient http;

        internal World(string? zone, Row[] rows)
        {
            Server = new VeevaVaultEmulator(clock) { VaultUtcOffset = zone == Zone ? OffsetInWinter : TimeSpan.Zero };
            foreach (var (at, row) in rows.Index())
            {
                Add(at + 1, row, row.IsOfSchedule || zone == Zone);
            }

            clock.Advance(TimeSpan.FromSeconds(10));
            http = Server.CreateClient();
            var options = new VeevaVaultTaskClientOptions { SessionId = VeevaVaultEmulator.AdminSession, VaultTimeZone = zone };
            options.UseTimeProvider(clock);
            Client = new VeevaVaultTaskClient(http, options);
        }

        internal VeevaVaultEmulator Server { get; }

        internal VeevaVaultTaskClient Client { get; }

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

        // The vault tells the times of scheduled jobs in its own zone; such a job is scheduled before it is anything else.
        private void Add(long id, Row row, bool isOfSchedule)
        {
            Server.Add(new()
            {
                Id = id,
                Title = row.Title,
                State = isOfSchedule ? "SCHEDULED" : "QUEUED",
                IsCancelable = row.IsPermitted,
                CreatedBy = row.CreatedBy,
                CreatedAt = row.Created,
                StartedAt = row.IsDue ? At(0).AddDays(1) : null,
                CancelDelay = null,
            });
            if (row.Status is not ("SCHEDULED" or "QUEUEING" or "QUEUED" or "CANCELLING" or "CANCELLED" or "MISSED_SCHEDULE" or "FAILED_TO_RUN"))
            {
                Server.SetState(id, "RUNNING", row.Started);
            }

            if (row.Status != "RUNNING")
            {
                Server.SetState(id, row.Status, row.Ended);
            }
        }
    }
}
