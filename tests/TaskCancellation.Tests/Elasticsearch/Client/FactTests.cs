using System.Globalization;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>What the client knows of the service without asking: limits, the state machine, ids, addresses, and what errors mean.</summary>
[TestFixture]
internal sealed class FactTests
{
    private static readonly string[] States =
    [
        "running: running, Running, Accepted",
        "running (not cancellable): not cancellable, Running, Refused",
        "running (flagged cancelled): cancelled, Canceling, Accepted",
        "completed (response): response, Succeeded, Refused",
        "completed (error): error, Failed, Refused",
        "completed (canceled): canceled, Canceled, Refused",
        "completed (unrecorded): unrecorded, Unknown, Refused, end unknown",
    ];

    private static readonly string[] Transitions =
    [
        "running Succeed completed (response)", "running Fail completed (error)", "running RequestCancel running (flagged cancelled)", "running LoseTrack completed (unrecorded)", "running Remove (gone)",
        "running (not cancellable) Succeed completed (response)", "running (not cancellable) Fail completed (error)", "running (not cancellable) LoseTrack completed (unrecorded)", "running (not cancellable) Remove (gone)",
        "running (flagged cancelled) Succeed completed (response)", "running (flagged cancelled) Fail completed (error)", "running (flagged cancelled) RequestCancel running (flagged cancelled)",
        "running (flagged cancelled) CompleteCancel completed (canceled)", "running (flagged cancelled) LoseTrack completed (unrecorded)", "running (flagged cancelled) Remove (gone)",
        "completed (response) Remove (gone)", "completed (error) Remove (gone)", "completed (canceled) Remove (gone)", "completed (unrecorded) Remove (gone)",
    ];

    private static readonly string[] Refusals =
    [
        "resource_not_found_exception NotFound", "security_exception Denied", "illegal_argument_exception Rejected", "action_request_validation_exception Rejected", "api_not_available_exception Rejected",
    ];

    [Test]
    public void The_state_machine_is_the_documented_one()
    {
        var table = ElasticsearchLifecycle.Table;
        Assert.That(table.ServiceName, Is.EqualTo("Elasticsearch"));
        Assert.That(table.States.Select(row => $"{row.Name}: {row.RawState}, {row.State}, {row.CancelEffect}{(row.IsEndUnknown ? ", end unknown" : "")}{row.OnlyKind}"), Is.EqualTo(States));
        Assert.That(table.Transitions.Select(change => $"{change.From} {change.On} {change.To}"), Is.EqualTo(Transitions));
        Assert.That(table.Refusals.Select(refusal => $"{refusal.Code} {refusal.Meaning}"), Is.EqualTo(Refusals));
        Assert.That(table.CancelIsIrrevocable, Is.False);
    }

    [Test]
    public void The_capabilities_are_the_documented_ones() =>
        Assert.That(ElasticsearchLimits.Capabilities, Is.EqualTo(new TaskClientCapabilities
        {
            ServiceName = "Elasticsearch",
            Polling = new PollingDefaults(TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(600)),
            CancelsByFilter = true,
            ListFields = FilterFields.Kinds | FilterFields.ServiceSpecific,
            UnsupportedFields = FilterFields.Scopes | FilterFields.Names | FilterFields.Enqueued | FilterFields.Finished,
            IdsPerRequest = 1,
            ReusesIds = true,
            ChecksKindOnCancel = true,
            CancelsDescendants = true,
            ProtectedKinds = ["cluster:admin/tasks/*", "cluster:monitor/task*", "health-node*"],
            Caveats = ["A cancel reaches all that a task has started, and a task heeds it only at its next check: it may still end by itself."],
        }));

    [TestCase(30, null, 20, 10)]
    [TestCase(30, 15, 10, 5)]
    [TestCase(30, 30, 20, 10)]
    [TestCase(30, 100, 20, 10)]
    [TestCase(30, 0, 20, 10)]
    [TestCase(30, -1, 20, 10)]
    [TestCase(12, null, 8, 4)]
    [TestCase(90, null, 60, 10)]
    public void A_held_read_takes_two_thirds_of_an_attempt_and_a_list_half_of_that_at_most(int attempt, int? ofHttpClient, int held, int list)
    {
        var limits = ElasticsearchLimits.Within(TimeSpan.FromSeconds(attempt), ofHttpClient is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        Assert.That((limits.MaxLongPollTimeout, ElasticsearchLimits.ListWait(limits)), Is.EqualTo((TimeSpan.FromSeconds(held), TimeSpan.FromSeconds(list))));
        Assert.That(limits with { MaxLongPollTimeout = default }, Is.EqualTo(ElasticsearchLimits.Capabilities));
    }

    [TestCase("a:1", true)]
    [TestCase("a:9", true)]
    [TestCase("a:10", true)]
    [TestCase("azAZ09-_.:19", true)]
    [TestCase("a:9223372036854775807", true)]
    [TestCase("a:9223372036854775808", false)]
    [TestCase("a:0", false)]
    [TestCase("a:01", false)]
    [TestCase("a::", false)]
    [TestCase("a:/", false)]
    [TestCase("a:1\0", false)]
    [TestCase("a:", false)]
    [TestCase(":1", false)]
    [TestCase("a", false)]
    [TestCase("", false)]
    [TestCase("a/b:1", false)]
    [TestCase("a:1:2", false)]
    public void An_id_is_a_node_a_colon_and_a_number(string id, bool expected) => Assert.That(ElasticsearchIds.IsId(id), Is.EqualTo(expected));

    [Test]
    public void An_id_has_200_characters_at_most()
    {
        Assert.That(ElasticsearchIds.IsId(new string('a', 198) + ":1"), Is.True);
        Assert.That(ElasticsearchIds.IsId(new string('a', 199) + ":1"), Is.False);
        Assert.That(
            () => ElasticsearchIds.Check(new string('a', 300)),
            Throws.ArgumentException.With.Message.EqualTo($"'{new string('a', 199)}…' is not an Elasticsearch task id: the id of a node, a colon and a number from 1, such as oTUltX4IQMOUUVeiohTt8A:12345. (Parameter 'id')"));
        Assert.That(() => ElasticsearchIds.Check("a:1"), Throws.Nothing);
    }

    [TestCase("", true)]
    [TestCase(" ", true)]
    [TestCase("unset", true)]
    [TestCase(" unset ", true)]
    [TestCase("a:-1", true)]
    [TestCase("a:-1 ", true)]
    [TestCase(":-1", true)]
    [TestCase("-1", false)]
    [TestCase("a:-10", false)]
    [TestCase("unsettled", false)]
    [TestCase("other", false)]
    [TestCase("a:1", false)]
    public void An_id_may_mean_none(string id, bool expected) => Assert.That(ElasticsearchIds.MeansNone(id), Is.EqualTo(expected));

    [Test]
    public void An_id_is_made_of_its_parts()
    {
        Assert.That(ElasticsearchIds.Of("nA1", 88).Value, Is.EqualTo("nA1:88"));
        Assert.That(ElasticsearchIds.Of("a", long.MinValue).Value, Is.EqualTo("a:-9223372036854775808"));
        Assert.That(ElasticsearchIds.NodeOf("nA1:88"), Is.EqualTo("nA1"));
        var task = new TaskSnapshot { Id = "a:1", State = TaskState.Running, Details = new ElasticsearchTaskDetails { Node = "b", CurrentId = "b:2" } };
        Assert.That((task.IsUnder("a:1"), task.IsUnder("b:2"), task.IsUnder("a:2"), (task with { Details = null }).IsUnder("b:2"), (task with { Details = null }).IsUnder("a:1")), Is.EqualTo((true, true, false, false, true)));
    }

    [Test]
    public void Every_address_is_the_documented_one()
    {
        using var all = Assert.EnterMultipleScope();
        Assert.That(ElasticsearchPaths.One("a:1"), Is.EqualTo("_tasks/a%3A1"));
        Assert.That(ElasticsearchPaths.One("a:1", TimeSpan.FromSeconds(2.5)), Is.EqualTo("_tasks/a%3A1?wait_for_completion=true&timeout=2500ms"));
        Assert.That(ElasticsearchPaths.CancelOne("a:1", null, wait: false), Is.EqualTo("_tasks/a%3A1/_cancel"));
        Assert.That(ElasticsearchPaths.CancelOne("a:1", "k", wait: false), Is.EqualTo("_tasks/a%3A1/_cancel?actions=k"));
        Assert.That(ElasticsearchPaths.CancelOne("a:1", null, wait: true), Is.EqualTo("_tasks/a%3A1/_cancel?wait_for_completion=true"));
        Assert.That(ElasticsearchPaths.CancelOne("a:1", "k", wait: true), Is.EqualTo("_tasks/a%3A1/_cancel?actions=k&wait_for_completion=true"));
        Assert.That(ElasticsearchPaths.List([], detailed: true, "7ms"), Is.EqualTo("_tasks?detailed=true&group_by=none&timeout=7ms"));
        Assert.That(ElasticsearchPaths.List([new FilterParameter("nodes", ["a", "b"])], detailed: false, "7ms"), Is.EqualTo("_tasks?nodes=a,b&group_by=none&timeout=7ms"));
        Assert.That(ElasticsearchPaths.Probe(TimeSpan.FromSeconds(10)), Is.EqualTo("_tasks?actions=none&group_by=none&timeout=10000ms"));
        Assert.That(ElasticsearchPaths.CancelMany([new FilterParameter("actions", ["k"])]), Is.EqualTo("_tasks/_cancel?actions=k"));
        Assert.That(ElasticsearchPaths.CancelMany([new FilterParameter("nodes", ["n"]), new FilterParameter("parent_task_id", ["a:1"])]), Is.EqualTo("_tasks/_cancel?nodes=n&parent_task_id=a%3A1"));
        Assert.That(ElasticsearchPaths.CancelReindex("a:1"), Is.EqualTo("_reindex/a%3A1/_cancel?wait_for_completion=false"));
        Assert.That((ElasticsearchPaths.Reindexes, ElasticsearchPaths.DetailedReindexes), Is.EqualTo(("_reindex", "_reindex?detailed=true")));
    }

    [Test]
    public void No_address_is_made_of_what_is_no_id()
    {
        Func<string>[] addresses = [() => ElasticsearchPaths.One("unset"), () => ElasticsearchPaths.CancelOne("unset", null, wait: false), () => ElasticsearchPaths.CancelReindex("unset")];
        foreach (var address in addresses)
        {
            Assert.That(() => address(), Throws.ArgumentException);
        }
    }

    [Test]
    public void A_cancel_of_everything_has_no_address()
    {
        FilterParameter[][] wide = [[], [new FilterParameter("nodes", ["n"])], [new FilterParameter("actions", [])], [new FilterParameter("parent_task_id", [])], [new FilterParameter("other", ["k"])]];
        foreach (var parameters in wide)
        {
            Assert.That(() => ElasticsearchPaths.CancelMany(parameters), Throws.TypeOf<UnsafeFilterException>().With.Message.EqualTo("A cancel at the server without Kinds and ParentId would address every task there is. Nothing was sent."));
        }
    }

    [TestCase(0, "1ms")]
    [TestCase(0.9, "1ms")]
    [TestCase(1, "1ms")]
    [TestCase(1.9, "1ms")]
    [TestCase(2, "2ms")]
    [TestCase(10_000, "10000ms")]
    public void A_time_is_sent_in_whole_milliseconds_one_at_least(double milliseconds, string expected) =>
        Assert.That(ElasticsearchPaths.Milliseconds(TimeSpan.FromMilliseconds(milliseconds)), Is.EqualTo(expected));

    [Test]
    public void Each_failure_of_a_cancel_means_something_with_the_task_as_it_is_now()
    {
        var running = Task(TaskState.Running, "running", isFlagged: null);
        (string Name, TaskSnapshot? Task)[] tasks =
        [
            ("gone", null), ("old", running), ("unflagged", Task(TaskState.Running, "running", isFlagged: false)), ("fixed", Task(TaskState.Running, "not cancellable", isFlagged: false)),
            ("flagged", Task(TaskState.Canceling, "cancelled", isFlagged: true)), ("ended", Task(TaskState.Succeeded, "response", isFlagged: false)), ("bare", running with { Details = null }),
        ];
        var lines = Enum.GetValues<ElasticsearchCancelFailure>().Select(failure => string.Create(CultureInfo.InvariantCulture,
            $"{failure}: {string.Join(", ", tasks.Select(one => $"{one.Name} {ElasticsearchCancelFailures.DispositionOf(failure, one.Task)}"))}; unread {ElasticsearchCancelFailures.DispositionUnread(failure)}; {ElasticsearchCancelFailures.KindOf(failure)?.ToString() ?? "no kind"}"));
        Assert.That(lines, Is.EqualTo(new[]
        {
            "Unclear: gone Unknown, old Unknown, unflagged Unknown, fixed Unknown, flagged Acknowledged, ended Acknowledged, bare Unknown; unread Unknown; no kind",
            "NotRunning: gone NotFound, old Unknown, unflagged Unknown, fixed Unknown, flagged Unknown, ended AlreadyEnded, bare Unknown; unread Rejected; NotFound",
            "NotApplicable: gone NotFound, old Rejected, unflagged Rejected, fixed NotCancelable, flagged Rejected, ended AlreadyEnded, bare Rejected; unread Rejected; InvalidRequest",
            "Repeated: gone AlreadyEnded, old Acknowledged, unflagged Rejected, fixed Rejected, flagged Acknowledged, ended Acknowledged, bare Acknowledged; unread Acknowledged; Conflict",
            "TaskFailed: gone Unknown, old Unknown, unflagged Rejected, fixed Rejected, flagged Acknowledged, ended Acknowledged, bare Unknown; unread Unknown; no kind",
            "Denied: gone Unknown, old Unknown, unflagged Unknown, fixed Unknown, flagged Unknown, ended Unknown, bare Unknown; unread Unknown; no kind",
        }));

        static TaskSnapshot Task(TaskState state, string raw, bool? isFlagged) =>
            new() { Id = "a:1", State = state, RawState = raw, Details = new ElasticsearchTaskDetails { Node = "a", CurrentId = "a:1", IsFlaggedCanceled = isFlagged } };
    }

    [TestCase(404, "resource_not_found_exception", TaskErrorReason.NotFound)]
    [TestCase(404, "index_not_found_exception", TaskErrorReason.Protocol)]
    [TestCase(404, null, TaskErrorReason.Protocol)]
    [TestCase(429, "timeout_exception", TaskErrorReason.ServerError)]
    [TestCase(429, "receive_timeout_transport_exception", TaskErrorReason.ServerError)]
    [TestCase(429, "circuit_breaking_exception", TaskErrorReason.Throttled)]
    [TestCase(429, null, TaskErrorReason.Throttled)]
    [TestCase(500, "timeout_exception", TaskErrorReason.ServerError)]
    [TestCase(400, "timeout_exception", TaskErrorReason.InvalidRequest)]
    public void A_status_and_a_code_have_a_kind(int status, string? code, TaskErrorReason kind) =>
        Assert.That(new ElasticsearchDialect(null).Classify(status, code is null ? null : new ServiceError(code, "words")), Is.EqualTo(kind));

    [Test]
    public void Each_client_has_a_mark_of_its_own()
    {
        var (one, other) = (new ElasticsearchDialect(null), new ElasticsearchDialect(null));
        Assert.That(one.OpaqueId, Does.Match("^TaskCancellation-[0-9a-f]{16}$").And.Not.EqualTo(other.OpaqueId));
        Assert.That((one.ServiceName, one.Product, ElasticsearchTaskClient.ServiceName), Is.EqualTo(("Elasticsearch", "Elasticsearch", "Elasticsearch")));
        one.Name("OpenSearch");
        Assert.That((one.ServiceName, one.Product), Is.EqualTo(("Elasticsearch", "OpenSearch")));

        using var plain = new HttpResponseMessage();
        using var marked = new HttpResponseMessage();
        marked.Headers.Add("X-OpenSearch-Version", "OpenSearch/3.0.0 (opensearch)");
        other.Heed(plain);
        Assert.That(other.Product, Is.EqualTo("Elasticsearch"));
        other.Heed(marked);
        Assert.That(other.Product, Is.EqualTo("OpenSearch"));
        Assert.That((other.ReadError("{\"error\":{\"type\":\"a\"}}"u8)?.Code, other.ReadError("<html>"u8)), Is.EqualTo(("a", default(ServiceError))));
    }
}
