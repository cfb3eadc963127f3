using FsCheck;
using FsCheck.Fluent;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Client;

/// <summary>A filter means the same to a list and to a cancel, on the Cloud Controller and on Korifi: what a plain predicate over the emulator's rows says. Or it is refused, and nothing is sent.</summary>
[NonParallelizable]
public sealed class SameMeaningTests
{
    private const string Shown = "CF-8.14,CF-8.28,CF-8.29,CF-8.30,CF-8.31,CF-8.37,CF-8.38,CF-8.59";

    private static readonly string[] Apps = ["app-1", "app-2", "app-3"];

    private static readonly Selector[] Selectors =
    [
        new("team", labels => labels.ContainsKey("team")),
        new("!team", labels => !labels.ContainsKey("team")),
        new("team=billing", labels => labels.GetValueOrDefault("team") == "billing"),
        new("team==ops", labels => labels.GetValueOrDefault("team") == "ops"),
        new("team!=billing", labels => labels.GetValueOrDefault("team") != "billing"),
        new("team in (billing,web)", labels => labels.GetValueOrDefault("team") is "billing" or "web"),
        new("team notin (billing,ops)", labels => labels.GetValueOrDefault("team") is not ("billing" or "ops")),
        new("team=ops,tier", labels => labels.GetValueOrDefault("team") == "ops" && labels.ContainsKey("tier")),
    ];

    private static readonly Condition[] Conditions =
    [
        new(task => ((CloudFoundryTaskDetails)task.Details!).SequenceId % 2 == 1, row => row.SequenceId % 2 == 1),
        new(task => task.RawState == "RUNNING", row => row.State == "RUNNING"),
    ];

    private static readonly Gen<Row> AnyRow =
        from app in Gen.Elements(Apps)
        from name in Gen.Elements("report", "Report", "a,b", "A,B", "50%", "a%2Cb", "a+b", "x y")
        from state in Gen.Frequency((4, Gen.Constant("RUNNING")), (4, Gen.Elements("PENDING", "CANCELING", "SUCCEEDED", "HIBERNATING")), (3, Gen.Constant("FAILED")))
        from reason in Gen.Elements("task was cancelled", "Task was Canceled", "task was cancelled by hand", "Unable to determine completion status", "Exited with status 1", "")
        from team in Gen.Elements("billing", "ops", null)
        from tier in Gen.Elements("gold", null)
        from second in Gen.Choose(-1, 2)
        from milliseconds in Gen.Elements(0, 400)
        select new Row(app, name, state, reason, team, tier, second, milliseconds);

    private static readonly Gen<TimeRange> AnyEnd =
        from make in Gen.Elements<Func<DateTimeOffset, TimeRange>>(TimeRange.After, TimeRange.AtOrAfter, TimeRange.Before, TimeRange.AtOrBefore)
        from second in Gen.Choose(-1, 2)
        from ticks in Gen.Elements(-1, 0, 0, 1, 3_000_000, 9_999_999)
        select make(At(second).AddTicks(ticks));

    private static readonly Gen<string[]> AnyNames = Gen.Elements<string[]>(
        ["report"], ["REPORT"], ["a,b", "50%"], ["a%2Cb"], ["a", "b"], ["a+b", "x y"], ["a b"], ["t-1", "T-2", "t-3"], TooLongFor("report"));

    private static readonly Gen<string[]> AnyScopes = Gen.Elements<string[]>(
        ["app-1"], ["app-2"], ["app-1"], ["app-1", "app-3"], ["APP-1"], ["nope"], TooLongFor("app-2"));

    private static readonly Gen<TaskState[]> AnyStates = Gen.Elements<TaskState[]>(
        [TaskState.Pending], [TaskState.Running, TaskState.Canceling], [TaskState.Failed], [TaskState.Canceled], [TaskState.Running, TaskState.Failed], [TaskState.Canceled, TaskState.Pending],
        [TaskState.Failed, TaskState.Canceled, TaskState.Running], [TaskState.Unknown], [TaskState.Unknown, TaskState.Running], [TaskState.Succeeded, TaskState.Canceling]);

    private static readonly Gen<Asked> AnyFilter =
        from ids in Rarely(Gen.Elements<string[]>(["t-0", "t-1", "t-2", "t-5"], ["t-3", "t-99"], ["T-4"]))
        from states in Rarely(AnyStates)
        from names in Rarely(AnyNames)
        from scopes in Rarely(AnyScopes)
        from numbers in Rarely(Gen.Elements<long[]>([1], [2, 3], [99]))
        from spaces in Rarely(Gen.Elements<string[]>(["space-1"], ["space-2", "space-3"], ["SPACE-1"]))
        from organizations in Rarely(Gen.Elements<string[]>(["org-1"], ["org-2"], ["org-1", "nope"]))
        from selector in Rarely(Gen.Elements(Selectors))
        from first in Rarely(AnyEnd)
        from second in Rarely(AnyEnd)
        from condition in Rarely(Gen.Elements(Conditions))
        from isOfChange in Gen.Elements(true, false, false)
        from isPlain in Gen.Elements(true, false)
        let range = first is null ? second : second is null ? first : first.And(second)
        let filter = new CloudFoundryTaskFilter
        {
            Ids = ids is null ? null : [.. ids.Select(id => (TaskId)id)],
            States = states,
            Names = names,
            Scopes = numbers is null || isPlain ? scopes : ["app-1"],
            SequenceIds = numbers,
            SpaceIds = isPlain ? null : spaces,
            OrganizationIds = isPlain ? null : organizations,
            LabelSelector = isPlain ? null : selector?.Text,
            Enqueued = isOfChange ? null : range,
            Updated = isOfChange ? range : null,
            Where = condition?.OfTask,
        }
        select new Asked(filter, selector, condition);

    private static readonly Arbitrary<Case> AnyCase = (
        from rows in AnyRow.ArrayOf(10)
        from asked in AnyFilter
        select new Case(rows, asked)).ToArbitrary();

    [TestCase(CloudFoundryFlavor.CloudController, Category = Shown)]
    [TestCase(CloudFoundryFlavor.Korifi, Category = "CF-8.74")]
    public void A_list_shows_what_the_predicate_says(CloudFoundryFlavor flavor) => Holds(async one =>
    {
        using var world = new World(flavor, one.Rows);
        string[] expected = [.. world.Server.Rows.Where(row => Matches(one.Asked, row)).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id, StringComparer.Ordinal).Select(row => row.Id)];
        try
        {
            var listed = await world.Run(world.Client.ListAsync(one.Asked.Filter, new ReadOptions { PageSize = 3 }).ToListAsync().AsTask()).ConfigureAwait(false);
            return !IsRefused(one.Asked.Filter, flavor) && listed.Select(task => task.Id.Value).SequenceEqual(expected);
        }
        catch (UnsupportedFilterException)
        {
            return IsRefused(one.Asked.Filter, flavor) && world.Server.Requests.Count == 0;
        }
    });

    [TestCase(CloudFoundryFlavor.CloudController, Category = Shown)]
    [TestCase(CloudFoundryFlavor.Korifi, Category = "CF-8.74")]
    public void A_cancel_reaches_what_the_predicate_says(CloudFoundryFlavor flavor) => Holds(async one =>
    {
        using var world = new World(flavor, one.Rows);
        string[] expected = [.. world.Server.Rows.Where(row => IsAddressed(one.Asked, row) && row.State is not ("SUCCEEDED" or "FAILED")).Select(row => row.Id)];
        var before = world.Server.Rows;
        try
        {
            var operation = await world.Run(world.Client.CancelAsync(one.Asked.Filter, new CancelOptions { AllowAll = true })).ConfigureAwait(false);
            string[] named = [.. operation.Accepted.Outcomes.Where(outcome => outcome.Verdict is CancellationVerdict.Accepted or CancellationVerdict.Canceled).Select(outcome => outcome.Target.Id.Value)];
            return !IsRefused(one.Asked.Filter, flavor)
                && world.Reached(before).SequenceEqual(expected)
                && named.Order(StringComparer.Ordinal).SequenceEqual(expected);
        }
        catch (UnsupportedFilterException)
        {
            return IsRefused(one.Asked.Filter, flavor) && world.Server.Requests.Count == 0;
        }
    });

    private static void Holds(Func<Case, Task<bool>> property) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(AnyCase, property));

    private static bool IsRefused(CloudFoundryTaskFilter filter, CloudFoundryFlavor flavor) =>
        (filter.SequenceIds is not null && (filter.Scopes?.Count != 1 || filter.SpaceIds is not null || filter.OrganizationIds is not null))
        || (flavor == CloudFoundryFlavor.Korifi && (filter.SpaceIds is not null || filter.OrganizationIds is not null || filter.LabelSelector is not null));

    // Ended tasks, and those in a state nobody knows, only when the filter names them by id or by state.
    private static bool IsAddressed(Asked asked, CloudFoundryRow row) =>
        Matches(asked, row) && (asked.Filter.Ids is not null || asked.Filter.States is not null || row.State is "PENDING" or "RUNNING" or "CANCELING");

    private static bool Matches(Asked asked, CloudFoundryRow row) =>
        asked.Filter is var filter
        && (filter.Ids is null || filter.Ids.Any(id => id.Value == row.Id))
        && (filter.States is null || filter.States.Contains(State(row)))
        && (filter.Names is null || filter.Names.Contains(row.Name))
        && (filter.Scopes is null || filter.Scopes.Contains(row.AppId))
        && (filter.SequenceIds is null || filter.SequenceIds.Contains(row.SequenceId))
        && (filter.SpaceIds is null || filter.SpaceIds.Contains(row.SpaceId))
        && (filter.OrganizationIds is null || filter.OrganizationIds.Contains(row.OrganizationId))
        && (filter.LabelSelector is null || asked.Selector!.Matches(row.Labels))
        && (filter.Where is null || asked.Condition!.OfRow(row))
        && IsWithin(filter.Enqueued, WholeSecond(row.CreatedAt))
        && IsWithin(filter.Updated, WholeSecond(row.UpdatedAt));

    // Whole seconds show: an end within one gives way to those before it.
    private static bool IsWithin(TimeRange? range, DateTimeOffset value) =>
        range is null
        || ((range.Lower is not { } lower || (lower.IsInclusive ? value.UtcTicks >= lower.Instant.UtcTicks : value.UtcTicks > lower.Instant.UtcTicks))
            && (range.Upper is not { } upper || (upper.Instant.UtcTicks % TimeSpan.TicksPerSecond is > 0 and var fraction ? value.UtcTicks < upper.Instant.UtcTicks - fraction : upper.IsInclusive ? value.UtcTicks <= upper.Instant.UtcTicks : value.UtcTicks < upper.Instant.UtcTicks)));

    private static TaskState State(CloudFoundryRow row) => row.State switch
    {
        "PENDING" => TaskState.Pending,
        "RUNNING" => TaskState.Running,
        "CANCELING" => TaskState.Canceling,
        "SUCCEEDED" => TaskState.Succeeded,
        "FAILED" => row.Failure is "task was cancelled" or "Task was Canceled" ? TaskState.Canceled : TaskState.Failed,
        _ => TaskState.Unknown,
    };

    /// <summary>Rows hold microseconds, replies whole seconds.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset instant) => instant.AddTicks(-(instant.UtcTicks % TimeSpan.TicksPerSecond));

    private static DateTimeOffset At(int second) => VirtualClock.DefaultStart.AddSeconds(second);

    private static string[] TooLongFor(string value) => [.. Enumerable.Range(0, 150).Select(at => $"other-{at}"), value];

    private static Gen<T?> Rarely<T>(Gen<T> values)
        where T : class => Gen.Frequency((3, Gen.Constant(default(T))), (1, values.Select(value => (T?)value)));

    private sealed record Selector(string Text, Func<IReadOnlyDictionary<string, string>, bool> Matches);

    private sealed record Condition(Func<TaskSnapshot, bool> OfTask, Func<CloudFoundryRow, bool> OfRow);

    private sealed record Asked(CloudFoundryTaskFilter Filter, Selector? Selector, Condition? Condition);

    private sealed record Row(string App, string Name, string State, string Reason, string? Team, string? Tier, int Second, int Milliseconds)
    {
        internal Dictionary<string, string> Labels => new[] { (Key: "team", Value: Team), (Key: "tier", Value: Tier) }
            .Where(label => label.Value is not null).ToDictionary(label => label.Key, label => label.Value!);
    }

    private sealed record Case(Row[] Rows, Asked Asked)
    {
        public override string ToString() => $"{Asked.Filter} over {string.Join("; ", Rows.Select(row => row.ToString()))}";
    }

    /// <summary>A service with these rows in three apps, and a client on it.</summary>
    private sealed class World : IDisposable
    {
        private readonly VirtualClock clock = TestClock.Create();
        private readonly HttpClient http;

        internal World(CloudFoundryFlavor flavor, Row[] rows)
        {
            Server = new CloudFoundryEmulator(clock) { Flavor = flavor };
            var organizations = new[] { Server.AddOrganization("org-1"), Server.AddOrganization("org-2") };
            foreach (var (at, app) in Apps.Index())
            {
                Server.AddApp(Server.AddSpace(organizations[at / 2], $"space-{at + 1}"), app);
            }

            foreach (var (at, row) in rows.Index())
            {
                Server.Add(new()
                {
                    Id = $"t-{at}",
                    AppId = row.App,
                    SequenceId = rows[..at].Count(other => other.App == row.App) + 1,
                    Name = row.Name,
                    State = row.State,
                    Failure = row.Reason,
                    Labels = row.Labels,
                    CreatedAt = At(row.Second).AddMilliseconds(row.Milliseconds),
                });
            }

            http = Server.CreateClient();
            var options = new CloudFoundryTaskClientOptions
            {
                Credential = CloudFoundryCredential.AccessToken(CloudFoundryEmulator.AdminToken),
                Flavor = flavor == CloudFoundryFlavor.Korifi ? CloudFoundryApiFlavor.Korifi : CloudFoundryApiFlavor.CloudController,
            };
            options.UseTimeProvider(clock);
            Client = new CloudFoundryTaskClient(http, options);
        }

        internal CloudFoundryEmulator Server { get; }

        internal CloudFoundryTaskClient Client { get; }

        /// <summary>The tasks whose cancel took effect on the server, by every sign it leaves.</summary>
        internal string[] Reached(IReadOnlyList<CloudFoundryRow> before)
        {
            string[] asked = [.. Server.Requests.Where(line => line.Request.Method == "POST").Select(line => line.Request.Path.Split('/')[3]).Order(StringComparer.Ordinal)];
            string[] reached = Server.Flavor == CloudFoundryFlavor.Korifi
                ? [.. Server.Rows.Except(before, BySituation).Where(row => row is { State: "FAILED", Failure: "task was cancelled" }).Select(row => row.Id)]
                : [.. Server.Rows.Where(row => row is { CancelCount: 1, State: "CANCELING" }).Select(row => row.Id)];
            string[] audited = Server.Flavor == CloudFoundryFlavor.Korifi ? reached : [.. Server.AuditEvents.Select(line => line.TaskId!).Order(StringComparer.Ordinal)];
            return asked.SequenceEqual(reached) && audited.SequenceEqual(reached) ? reached : ["the signs disagree"];
        }

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

        private static IEqualityComparer<CloudFoundryRow> BySituation { get; } =
            EqualityComparer<CloudFoundryRow>.Create((one, other) => (one?.Id, one?.State) == (other?.Id, other?.State), row => row.Id.GetHashCode(StringComparison.Ordinal));
    }
}
