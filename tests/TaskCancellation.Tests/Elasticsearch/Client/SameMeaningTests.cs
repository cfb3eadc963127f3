using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>A filter means the same to a list, to a cancel at the server and to a frozen one: what a plain predicate over the emulator's rows says. Or it is refused, and no cancel is sent.</summary>
[NonParallelizable]
public sealed class SameMeaningTests
{
    private const string Shown = "ES-7.2,ES-7.3,ES-7.4,ES-7.12,ES-7.16,ES-7.17";
    private const string OwnKind = "cluster:admin/tasks/cancel";

    private static readonly string[] Nodes = ["nA1", "nB2", "nC3"];
    private static readonly string[] Searches = ["*search*"];

    private static readonly NodeChoice[] NodeChoices =
    [
        new(["nB2"], "nB2"),
        new(["NB2"]),
        new(["es-1", "nC3"], "nA1", "nC3"),
        new(["es-*"], "nA1", "nB2", "nC3"),
        new(["*-3", "nobody"], "nC3"),
        new(["10.0.0.2"], "nB2"),
        new(["_local"], "nA1"),
        new(["_master"], "nB2"),
        new(["ml:true", "nA1"], "nA1", "nC3"),
        new(["rack:r*"], "nB2", "nC3"),
        new(["rack:r1"], "nB2"),
    ];

    private static readonly Condition[] Conditions =
    [
        new(task => ((ElasticsearchTaskDetails)task.Details!).Node == "nB2", row => row.NodeId == "nB2"),
        new(task => task.ParentId is null, row => row.ParentId is null),
        new(task => task.RawState == "cancelled", row => row is { IsCanceled: true, FinishedAt: null }),
    ];

    private static readonly Gen<Row> AnyRow =
        from node in Gen.Elements(Nodes)
        from action in Gen.Elements(
            "indices:data/write/reindex", "indices:data/write/reindex", "indices:data/read/search", "indices:data/read/Search", "indices:data/write/bulk[s]",
            "cluster:monitor/main", "cluster:monitor/task/get", "cluster:monitor/tasks/lists", OwnKind)
        from up in Gen.Choose(0, 3)
        from isCancellable in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from opaqueId in Gen.Elements("mine", "Mine", "mine too", null)
        from situation in Gen.Frequency((7, Gen.Constant(Situation.Running)), (1, Gen.Elements(Situation.Flagged, Situation.Completed, Situation.Failed, Situation.Stopped)))
        from isStored in Gen.Elements(true, false, default(bool?))
        from milliseconds in Gen.Choose(-2, 2)
        select new Row(node, action, up, isCancellable, opaqueId, situation, isStored, milliseconds);

    private static readonly Gen<TimeRange> AnyEnd =
        from make in Gen.Elements<Func<DateTimeOffset, TimeRange>>(TimeRange.After, TimeRange.AtOrAfter, TimeRange.Before, TimeRange.AtOrBefore)
        from milliseconds in Gen.Choose(-2, 2)
        from ticks in Gen.Elements(-1, 0, 0, 1, 5_000)
        select make(At(milliseconds).AddTicks(ticks));

    private static readonly Gen<string[]> AnyKinds = Gen.Elements<string[]>(
        ["indices:data/write/reindex"], ["indices:data/write/reindex"], ["indices:data/write"], ["indices:data/read/search", "indices:data/write/reindex"], Searches, ["*SEARCH*"], ["*[s]"],
        ["indices:*/write/*"], ["*e*e*"], ["*:*", "indices:*"], ["cluster:monitor/*"], ["cluster:monitor/t*", "cluster:monitor/task/get"], ["cluster:monitor/task/get"], [OwnKind], ["*cancel", "*search"],
        ["indices:data/????/search"], ["indices:*", "*indices:*"], [.. Enumerable.Range(0, 150).Select(at => $"indices:other/{at}"), "indices:data/read/search"]);

    private static readonly Gen<TaskState[]> AnyStates = Gen.Elements<TaskState[]>(
        [TaskState.Running], [TaskState.Canceling], [TaskState.Running, TaskState.Canceling], [TaskState.Running, TaskState.Canceling, TaskState.Pending], [TaskState.Pending, TaskState.Unknown],
        [TaskState.Succeeded, TaskState.Failed], [TaskState.Canceled, TaskState.Canceling], [TaskState.Succeeded, TaskState.Running]);

    private static readonly Arbitrary<Case> AnyCase = (
        from rows in AnyRow.ArrayOf(10)
        from asked in AnyFilter(rows)
        from server in Gen.Elements(
            new Release(ElasticsearchFlavor.Elasticsearch, "8.19.0"), new Release(ElasticsearchFlavor.Elasticsearch, "7.17.0"), new Release(ElasticsearchFlavor.Elasticsearch, "9.5.0"), new Release(ElasticsearchFlavor.OpenSearch, "2.19.0"))
        select new Case(rows, asked, server)).ToArbitrary();

    private enum Situation
    {
        Running,
        Flagged,
        Completed,
        Failed,
        Stopped,
    }

    [Test]
    [Category("ES-7.16")]
    [Category("ES-7.17")]
    [Category("ES-7.34")]
    [Category("ES-7.44")]
    public void A_list_shows_what_the_predicate_says() => Holds(async one =>
    {
        using var world = new World(one);
        string[] expected = [.. world.Server.Rows.Where(row => Matches(one.Asked, row)).Select(row => row.Id).Order(StringComparer.Ordinal)];
        try
        {
            var listed = await world.Run(world.Client.ListAsync(one.Asked.Filter).ToListAsync().AsTask()).ConfigureAwait(false);
            return !IsRefused(one.Asked.Filter) && listed.Select(task => task.Id.Value).Order(StringComparer.Ordinal).SequenceEqual(expected);
        }
        catch (UnsupportedFilterException)
        {
            return IsRefused(one.Asked.Filter) && world.Server.Requests.Count == 0;
        }
    });

    [TestCase(CancelSelection.Auto, Category = Shown)]
    [TestCase(CancelSelection.ClientSide, Category = Shown)]
    [TestCase(CancelSelection.ServerSide, Category = Shown)]
    public void A_cancel_reaches_what_the_predicate_says(CancelSelection selection) => Holds(async one =>
    {
        using var world = new World(one);
        var before = world.Server.Rows;
        HashSet<string> addressed = [.. before.Where(row => IsAddressed(one.Asked, row)).Select(row => row.Id)];
        HashSet<string> asked = [.. before.Where(row => addressed.Contains(row.Id) && row is { IsCancelable: true, FinishedAt: null }).Select(row => row.Id)];
        var expected = WithDescendants(before, asked);
        try
        {
            var operation = await world.Run(world.Client.CancelAsync(one.Asked.Filter, new CancelOptions { Selection = selection, AllowAll = true })).ConfigureAwait(false);
            var accepted = operation.Accepted;
            HashSet<string> reached = [.. world.Server.Rows.Zip(before).Where(pair => pair.First.CancelCount > pair.Second.CancelCount).Select(pair => pair.First.Id)];
            string[] named = [.. accepted.Outcomes.Where(outcome => outcome.Verdict == CancellationVerdict.Accepted).Select(outcome => outcome.Target.Id.Value)];
            string[] collateral = [.. accepted.Collateral.Select(task => task.Id.Value)];
            var report = await world.Run(operation.WaitForCompletionAsync()).ConfigureAwait(false);
            return !IsRefused(one.Asked.Filter)
                && (selection != CancelSelection.ServerSide || IsForServer(one.Asked.Filter))
                && reached.SetEquals(expected)
                && named.Distinct().Count() == named.Length && asked.IsSubsetOf(named) && named.Except(asked).All(id => IsBelow(before, id, asked))
                && (accepted.Selection == CancelSelection.ServerSide ? collateral.Length == 0 : collateral.ToHashSet().SetEquals(expected.Except(asked)))
                && report.Outcomes.Where(outcome => outcome.Verdict == CancellationVerdict.Canceled).All(outcome => addressed.Contains(outcome.Target.Id.Value));
        }
        catch (UnsupportedFilterException)
        {
            return (IsRefused(one.Asked.Filter) || (selection == CancelSelection.ServerSide && !IsForServer(one.Asked.Filter))) && world.Server.Requests.Count == 0;
        }
        catch (UnsafeFilterException)
        {
            // The server could not leave out what is protected.
            return selection == CancelSelection.ServerSide
                && before.Any(row => row.FinishedAt is null && Matches(one.Asked, row) && IsSpared(one.Asked.Filter, row))
                && world.Server.Requests.All(line => line.Request.Method != "POST");
        }
    });

    private static void Holds(Func<Case, Task<bool>> property) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(250), Prop.ForAll(AnyCase, property));

    private static bool IsRefused(ElasticsearchTaskFilter filter) => filter is { Ids: not null, Nodes: not null } || filter.Scopes is not null;

    // What the server evaluates by itself, and what cannot hit the very request that asks for it.
    private static bool IsForServer(ElasticsearchTaskFilter filter) =>
        (filter.Ids is null && filter.States?.Any(state => state is TaskState.Running or TaskState.Canceling) == false)
        || (filter is { Ids: null, OpaqueId: null, Started: null, Where: null }
            && (filter.ParentId is not null || filter.Kinds?.Any(kind => MatchesKind(kind, OwnKind) || MatchesKind(kind, OwnKind + "[n]")) == false)
            && filter.Kinds?.Count is not > 100
            && (filter.States is null || (filter.States.Contains(TaskState.Running) && filter.States.Contains(TaskState.Canceling))));

    private static bool IsAddressed(Asked asked, ElasticsearchRow row) => Matches(asked, row) && !IsSpared(asked.Filter, row);

    // Ended tasks are found by id alone, where the result is stored.
    private static bool Matches(Asked asked, ElasticsearchRow row) =>
        asked.Filter is var filter
        && (row.FinishedAt is null || (filter.Ids is not null && row.IsStored))
        && (filter.Ids is null || filter.Ids.Any(id => id.Value == row.Id))
        && (filter.States is null || filter.States.Contains(State(row)))
        && (filter.Kinds is null || filter.Kinds.Any(kind => MatchesKind(kind, row.Action)))
        && (filter.Nodes is null || asked.Nodes!.Chosen.Contains(row.NodeId))
        && (filter.ParentId is null || filter.ParentId.Value.Value == row.ParentId)
        && (filter.OpaqueId is null || row.Headers.GetValueOrDefault("X-Opaque-Id") == filter.OpaqueId)
        && (filter.Where is null || asked.Condition!.OfRow(row))
        && IsWithin(filter.Started, row.StartedAt);

    private static bool IsSpared(ElasticsearchTaskFilter filter, ElasticsearchRow row) =>
        (row.Action.StartsWith("cluster:admin/tasks/", StringComparison.Ordinal) || row.Action.StartsWith("cluster:monitor/task", StringComparison.Ordinal))
        && filter.Ids is null && filter.Kinds?.Contains(row.Action) != true;

    private static bool MatchesKind(string pattern, string kind) => Regex.IsMatch(kind, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$");

    private static bool IsWithin(TimeRange? range, DateTimeOffset value) =>
        range is null
        || ((range.Lower is not { } lower || (lower.IsInclusive ? value.UtcTicks >= lower.Instant.UtcTicks : value.UtcTicks > lower.Instant.UtcTicks))
            && (range.Upper is not { } upper || (upper.IsInclusive ? value.UtcTicks <= upper.Instant.UtcTicks : value.UtcTicks < upper.Instant.UtcTicks)));

    private static TaskState State(ElasticsearchRow row) => row.Ending switch
    {
        ElasticsearchEnding.None => row.IsCanceled ? TaskState.Canceling : TaskState.Running,
        ElasticsearchEnding.Completed => TaskState.Succeeded,
        ElasticsearchEnding.Failed => TaskState.Failed,
        _ => TaskState.Canceled,
    };

    // A cancel goes down from task to task; one that cannot be canceled stops it, and what is below runs on.
    // What cannot be canceled itself follows the one above it that is.
    private static bool IsBelow(IReadOnlyList<ElasticsearchRow> rows, string id, HashSet<string> asked)
    {
        var row = rows.Single(one => one.Id == id);
        return row is { IsCancelable: false, FinishedAt: null, ParentId: { } parent } && (asked.Contains(parent) || (rows.Any(one => one.Id == parent) && IsBelowAny(rows, parent, asked)));
    }

    private static bool IsBelowAny(IReadOnlyList<ElasticsearchRow> rows, string id, HashSet<string> asked) =>
        rows.SingleOrDefault(one => one.Id == id)?.ParentId is { } parent && (asked.Contains(parent) || IsBelowAny(rows, parent, asked));

    private static HashSet<string> WithDescendants(IReadOnlyList<ElasticsearchRow> rows, IEnumerable<string> asked)
    {
        HashSet<string> reached = [.. asked];

        // Parents come before their children.
        foreach (var row in rows.Where(row => row is { IsCancelable: true, FinishedAt: null }))
        {
            if (row.ParentId is { } parent && reached.Contains(parent))
            {
                reached.Add(row.Id);
            }
        }

        return reached;
    }

    private static DateTimeOffset At(int milliseconds) => VirtualClock.DefaultStart.AddMilliseconds(milliseconds);

    private static string IdOf(Row[] rows, int at) => $"{(at < rows.Length ? rows[at].Node : Nodes[0])}:{at + 1}";

    private static Gen<Asked> AnyFilter(Row[] rows) =>
        from ids in Seldom(Gen.Elements<int[]>([0, 1, 2, 3], [9, 4, 9, 5], [6, 77], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
        from states in Rarely(AnyStates)
        from kinds in Gen.Frequency((1, Gen.Constant(default(string[]))), (2, AnyKinds.Select(kinds => (string[]?)kinds)))
        from nodes in Seldom(Gen.Elements(NodeChoices))
        from parent in Rarely(Gen.Elements<int[]>([0], [0], [1], [2], [3], [77]))
        from opaqueId in Seldom(Gen.Elements("mine", "Mine", "mi"))
        from first in Seldom(AnyEnd)
        from second in Seldom(AnyEnd)
        from condition in Seldom(Gen.Elements(Conditions))
        from isOdd in Gen.Frequency((20, Gen.Constant(false)), (1, Gen.Constant(true)))
        let range = first is null ? second : second is null ? first : first.And(second)
        let filter = new ElasticsearchTaskFilter
        {
            Ids = ids is null ? null : [.. ids.Select(at => (TaskId)IdOf(rows, at))],
            States = states,
            Kinds = kinds,
            Nodes = nodes?.Specifications,
            ParentId = parent is [var at] ? (TaskId)IdOf(rows, at) : default(TaskId?),
            OpaqueId = opaqueId,
            Started = range,
            Where = condition?.OfTask,
            Scopes = isOdd ? Searches : null,
        }
        select new Asked(filter, nodes, condition);

    private static Gen<T?> Rarely<T>(Gen<T> values)
        where T : class => Gen.Frequency((2, Gen.Constant(default(T))), (1, values.Select(value => (T?)value)));

    private static Gen<T?> Seldom<T>(Gen<T> values)
        where T : class => Gen.Frequency((7, Gen.Constant(default(T))), (1, values.Select(value => (T?)value)));

    private sealed record NodeChoice(string[] Specifications, params string[] Chosen);

    private sealed record Condition(Func<TaskSnapshot, bool> OfTask, Func<ElasticsearchRow, bool> OfRow);

    private sealed record Asked(ElasticsearchTaskFilter Filter, NodeChoice? Nodes, Condition? Condition);

    private sealed record Release(ElasticsearchFlavor Flavor, string Version);

    private sealed record Row(string Node, string Action, int Up, bool IsCancelable, string? OpaqueId, Situation Situation, bool? IsStored, int Milliseconds);

    private sealed record Case(Row[] Rows, Asked Asked, Release Server)
    {
        public override string ToString() => $"{Asked.Filter} at {Server} over {string.Join("; ", Rows.Select(row => row.ToString()))}";
    }

    /// <summary>A cluster of three nodes with these tasks, and a client on it.</summary>
    private sealed class World : IDisposable
    {
        private readonly VirtualClock clock = TestClock.Create();
        private readonly HttpClient http;

        internal World(Case one)
        {
            Server = new ElasticsearchEmulator(clock, nodes:
            [
                new() { Id = "nA1", Roles = ["data"] },
                new() { Id = "nB2", Roles = ["data", "master"], Attributes = new Dictionary<string, string> { ["rack"] = "r1" } },
                new() { Id = "nC3", Roles = ["ml"], Attributes = new Dictionary<string, string> { ["rack"] = "r2" } },
            ]) { ListsOwnTasks = false };
            (Server.Flavor, Server.Version) = (one.Server.Flavor, one.Server.Version);
            foreach (var (at, row) in one.Rows.Index())
            {
                Server.Add(new()
                {
                    NodeId = row.Node,
                    Number = at + 1,
                    Action = row.Action,
                    ParentId = row.Up > 0 && row.Up <= at ? IdOf(one.Rows, at - row.Up) : null,
                    IsCancelable = row.IsCancelable,
                    OpaqueId = row.OpaqueId,
                    StoresResult = row.IsStored,
                    StartedAt = At(row.Milliseconds),
                    CancelDelay = row.Situation == Situation.Stopped ? TimeSpan.Zero : TimeSpan.FromSeconds(1),
                });
            }

            foreach (var (at, row) in one.Rows.Index())
            {
                Arrange(IdOf(one.Rows, at), row);
            }

            http = Server.CreateClient();
            var options = new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None };
            options.UseTimeProvider(clock);
            Client = new ElasticsearchTaskClient(http, options);
        }

        internal ElasticsearchEmulator Server { get; }

        internal ElasticsearchTaskClient Client { get; }

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

        private void Arrange(string id, Row row)
        {
            switch (row.Situation)
            {
                case Situation.Completed:
                    Server.Finish(id);
                    break;
                case Situation.Failed:
                    Server.Fail(id);
                    break;
                case Situation.Flagged or Situation.Stopped when row.IsCancelable && Server.Find(id)!.FinishedAt is null:
                    Server.CancelByServer(id, "by the server");
                    break;
            }
        }
    }
}
