using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Cancels by filter: at the server, and frozen.</summary>
[TestFixture]
internal sealed class FilterCancelTests : ClientTest
{
    private const string AtServerLine = "POST /_tasks/_cancel?actions=indices%3Adata%2Fwrite%2Freindex";

    private static readonly TaskFilter Reindexes = new() { Kinds = [Wire.Reindex] };

    [Test]
    [Category("ES-7.2")]
    public async Task Whom_the_reply_names_has_been_asked_to_stop()
    {
        Service.On(AtServerLine, Wire.FromFixture(200, "cancel-nodes.json")).On(ReadLine, Wire.Stored("\"response\":{\"canceled\":\"by user request\"}"));
        var operation = await RunAsync(Client.CancelAsync(Reindexes));
        var report = await RunAsync(operation.WaitForCompletionAsync());
        Assert.That(operation.Accepted.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That((operation.Accepted.MatchedCount, operation.Accepted.UnlistedCount, operation.Accepted.IsComplete), Is.EqualTo(((long?)1, (long?)0, true)));
        Assert.That(report.EnsureCanceled().Outcomes.Single().Target, Is.EqualTo(new TaskTarget(Wire.Id, Wire.Reindex, Wire.Start)));
    }

    [Test]
    [Category("ES-7.4")]
    public async Task Nothing_matched_is_a_complete_empty_report([Values("""{"nodes":{}}""", """{"tasks":[]}""", """{"tasks":{}}""")] string body)
    {
        Service.On(AtServerLine, Wire.Ok(body));
        var report = await CancelAsync(Reindexes);
        Assert.That((report.Outcomes.Count, report.MatchedCount, report.IsComplete, report.IsIndeterminate), Is.EqualTo((0, (long?)0, true, false)));
    }

    [Test]
    [Category("ES-7.30")]
    public async Task A_node_that_failed_leaves_its_tasks_in_doubt_and_the_others_not()
    {
        Service.On(AtServerLine, Wire.Ok("{\"node_failures\":[{\"type\":\"failed_node_exception\",\"node_id\":\"nB2\",\"caused_by\":{\"type\":\"node_disconnected_exception\",\"reason\":\"gone\"}}]," + Wire.Fixture("cancel-nodes.json").TrimStart()[1..]));
        var report = await CancelAsync(Reindexes);
        Assert.That(report.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That((report.IsIndeterminate, report.IsComplete, report.MatchedCount, report.Error!.ErrorCode), Is.EqualTo((true, false, default(long?), "node_disconnected_exception")));
    }

    [Test]
    [Category("ES-7.29")]
    public async Task The_documented_reply_is_read_whole()
    {
        Service.On(AtServerLine, Wire.FromFixture(200, "seed-reply.json"));
        var report = await CancelAsync(Reindexes);
        Assert.That(report.Outcomes.Select(outcome => outcome.Target.Id.Value), Is.EqualTo(new[] { "nA1:88", "nA1:89" }));
        Assert.That(report.IsIndeterminate, Is.True);
        Assert.That(report.Error!.Message, Does.Contain("node nB2: disconnected").And.Contain("task nA1:9").And.Contains("relocated"));
    }

    [Test]
    public async Task A_lost_reply_is_never_sent_again_and_cannot_be_settled()
    {
        Service.On(AtServerLine, Wire.List());
        Service.Faults.On("POST", "/_tasks/_cancel").ResetAfterActing();
        var report = await CancelAsync(Reindexes);
        Assert.That((report.IsIndeterminate, report.Error!.Reason), Is.EqualTo((true, TaskErrorReason.Connection)));
        Assert.That(Service.Lines.Count(line => line == AtServerLine), Is.EqualTo(1));
    }

    [Test]
    public async Task A_throttled_cancel_is_sent_again()
    {
        Service.On(AtServerLine, Wire.Error(429, "es_rejected_execution_exception"), Wire.List());
        Assert.That((await CancelAsync(Reindexes)).IsComplete, Is.True);
        Assert.That(Service.Lines.Count(line => line == AtServerLine), Is.EqualTo(2));
    }

    [Test]
    public async Task A_refused_filter_is_an_exception()
    {
        Service.On(AtServerLine, Wire.Error(403, "security_exception", "action [cluster:admin/tasks/cancel] is unauthorized"));
        var failure = await FailureOf(Client.CancelAsync(Reindexes));
        Assert.That((failure.Reason, failure.Message.Contains("cluster:admin/tasks/cancel", StringComparison.Ordinal)), Is.EqualTo((TaskErrorReason.Authorization, true)));
    }

    [Test]
    [Category("ES-7.44")]
    public async Task By_the_opaque_id_the_request_is_canceled_once_and_its_parts_with_it()
    {
        Service.On("GET /_tasks?detailed=true&group_by=none&timeout=10000ms", Wire.List(
                Wire.Task("nA1:1", "search", opaqueId: "mine"), Wire.Task("nB2:2", "search[s]", parent: "nA1:1", opaqueId: "mine"), Wire.Task("nA1:3", "search", opaqueId: "yours")))
            .On(AllLine, Wire.List(Wire.Task("nA1:1", "search"), Wire.Task("nB2:2", "search[s]", parent: "nA1:1")))
            .On("POST /_tasks/nA1%3A1/_cancel?actions=search", Wire.List(Wire.Task("nA1:1", "search", cancelled: true)))
            .On("GET /_tasks/nA1%3A1", Wire.NotThere())
            .On("GET /_tasks/nB2%3A2", Wire.NotThere());
        var operation = await RunAsync(Client.CancelAsync(new ElasticsearchTaskFilter { OpaqueId = "mine" }));
        Assert.That(operation.Accepted.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "nA1:1: Accepted", "nB2:2: Accepted" }));
        Assert.That(Service.Lines, Is.EqualTo(new[] { "GET /_tasks?detailed=true&group_by=none&timeout=10000ms", AllLine, "POST /_tasks/nA1%3A1/_cancel?actions=search" }));
        var report = await RunAsync(operation.WaitForCompletionAsync());
        Assert.That(report.Outcomes.Select(outcome => outcome.Verdict), Is.All.EqualTo(CancellationVerdict.Ended));
    }

    [Test]
    [Category("ES-7.12")]
    public async Task What_the_targets_have_started_is_collateral_down_to_the_last()
    {
        Service.On("GET /_tasks?actions=top&detailed=true&group_by=none&timeout=10000ms", Wire.List(Wire.Task("nA1:1", "top")))
            .On(AllLine, Wire.List(Wire.Task("nA1:1", "top"), Wire.Task("nB2:3", "c", parent: "nB2:2"), Wire.Task("nB2:2", "b", parent: "nA1:1"), Wire.Task("nB2:4", "d", parent: "nA1:77")))
            .On("POST /_tasks/nA1%3A1/_cancel?actions=top", Wire.List(Wire.Task("nA1:1", "top", cancelled: true)));
        var report = await CancelAsync(new TaskFilter { Kinds = ["top"] }, new CancelOptions { Selection = CancelSelection.ClientSide });
        Assert.That(report.Collateral.Select(task => task.Id.Value), Is.EqualTo(new[] { "nB2:2", "nB2:3" }));
        Assert.That(report.Outcomes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_cannot_be_canceled_is_no_collateral_and_shields_what_it_has_started()
    {
        Service.On("GET /_tasks?actions=top,leaf&detailed=true&group_by=none&timeout=10000ms", Wire.List(Wire.Task("nA1:1", "top"), Wire.Task("nB2:3", "leaf", parent: "nB2:2")))
            .On(AllLine, Wire.List(
                Wire.Task("nA1:1", "top"), Wire.Task("nB2:2", "shield", cancellable: false, parent: "nA1:1"), Wire.Task("nB2:3", "leaf", parent: "nB2:2"), Wire.Task("nB2:4", "other", parent: "nB2:2")))
            .On("POST /_tasks/nA1%3A1/_cancel?actions=top", Wire.List(Wire.Task("nA1:1", "top", cancelled: true)))
            .On("POST /_tasks/nB2%3A3/_cancel?actions=leaf", Wire.List(Wire.Task("nB2:3", "leaf", cancelled: true)));
        var report = await CancelAsync(new TaskFilter { Kinds = ["top", "leaf"] }, new CancelOptions { Selection = CancelSelection.ClientSide });
        Assert.That(Service.Lines, Does.Contain("POST /_tasks/nB2%3A3/_cancel?actions=leaf"));
        Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "nA1:1: Accepted", "nB2:3: Accepted" }));
        Assert.That(report.Collateral, Is.Empty);
    }

    [Test]
    [Category("ES-7.13")]
    public async Task The_tasks_of_lists_and_cancels_are_spared()
    {
        Service.On("GET /_tasks?detailed=true&group_by=none&timeout=10000ms", Wire.List(Wire.Task("nA1:1", "work"), Wire.Task("nA1:2", "cluster:admin/tasks/cancel"), Wire.Task("nA1:3", "cluster:monitor/tasks/lists[n]"), Wire.Task("nA1:4", "cluster:monitor/task/get")))
            .On(AllLine, Wire.List())
            .On("POST /_tasks/nA1%3A1/_cancel?actions=work", Wire.List(Wire.Task("nA1:1", "work", cancelled: true)));
        var report = await CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true });
        Assert.That(report.Outcomes.Select(outcome => outcome.Target.Id.Value), Is.EqualTo(new[] { "nA1:1" }));
        Assert.That(report.Protected.Select(task => task.Id.Value), Is.EqualTo(new[] { "nA1:2", "nA1:3", "nA1:4" }));
    }

    [Test]
    [Category("ES-7.21")]
    public async Task A_task_that_cannot_be_canceled_is_not_asked_to()
    {
        Service.On("GET /_tasks?actions=work&detailed=true&group_by=none&timeout=10000ms", Wire.List(Wire.Task("nA1:1", "work", cancelled: null, cancellable: false)));
        var report = await CancelAsync(new TaskFilter { Kinds = ["work"] }, new CancelOptions { Selection = CancelSelection.ClientSide });
        Assert.That(report.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.NotCancelable));
        Assert.That(Service.Lines, Has.Count.EqualTo(1));
    }

    [Test]
    [Category("ES-7.15")]
    public async Task A_listed_task_that_ends_before_its_cancel_has_ended()
    {
        Service.On("GET /_tasks?actions=work&detailed=true&group_by=none&timeout=10000ms", Wire.List(Wire.Task(action: "work")))
            .On(AllLine, Wire.List())
            .On(CancelLine + "?actions=work", Wire.NodeFailure("resource_not_found_exception"))
            .On(ReadLine, Wire.NotThere());
        var report = await CancelAsync(new TaskFilter { Kinds = ["work"] }, new CancelOptions { Selection = CancelSelection.ClientSide });
        Assert.That(report.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Ended));
    }
}
