using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Findings;

/// <summary>What real clusters showed of the client, on the emulator that answers as they do.</summary>
internal sealed class ElasticsearchFindingsTests : FindingTest
{
    private static readonly (ElasticsearchFlavor Flavor, string Version)[] Servers =
    [
        (ElasticsearchFlavor.Elasticsearch, "7.17.29"), (ElasticsearchFlavor.Elasticsearch, "8.19.20"), (ElasticsearchFlavor.Elasticsearch, "9.3.3"), (ElasticsearchFlavor.OpenSearch, "2.19.6"), (ElasticsearchFlavor.OpenSearch, "3.9.0"),
    ];

    public static IEnumerable<TestCaseData> Each() => Servers.Select(server => new TestCaseData(server.Flavor, server.Version).SetArgDisplayNames(server.Flavor.ToString(), server.Version));

    [TestCaseSource(nameof(Each))]
    [Category("Finding E8")]
    public async Task A_held_read_that_runs_out_says_not_yet_and_nothing_else(ElasticsearchFlavor flavor, string version)
    {
        using var server = NewServer(flavor, version);
        var client = ClientOf(server);
        var id = server.Add();
        var began = Clock.GetUtcNow();

        var timeout = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => RunAsync(client.WaitForCompletionAsync(id, new WaitOptions { Timeout = TimeSpan.FromSeconds(12), LongPollTimeout = TimeSpan.FromSeconds(2), FirstDelay = TimeSpan.Zero })))!;

        Assert.That((timeout.LastSnapshot?.State, timeout.InnerException), Is.EqualTo(((TaskState?)TaskState.Running, (Exception?)null)), "a read that ran out is no failure");
        Assert.That(Clock.GetUtcNow() - began, Is.LessThan(TimeSpan.FromSeconds(12.5)));
        Assert.That(server.Requests.Count(line => line.Request.RawQuery.Contains("wait_for_completion", StringComparison.Ordinal)), Is.InRange(5, 7));
    }

    [TestCaseSource(nameof(Each))]
    [Category("Finding E8")]
    public async Task The_end_of_a_task_is_known_at_once_where_the_server_holds_the_read(ElasticsearchFlavor flavor, string version)
    {
        using var server = NewServer(flavor, version);
        var client = ClientOf(server);
        var id = server.Add(new() { RunDuration = TimeSpan.FromSeconds(9) });

        var ended = await RunAsync(client.WaitForCompletionAsync(id, new WaitOptions { Timeout = TimeSpan.FromSeconds(30), LongPollTimeout = TimeSpan.FromSeconds(2) }));

        Assert.That(ended.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(Clock.GetUtcNow() - server.Find(id)!.FinishedAt, Is.LessThan(TimeSpan.FromSeconds(2)));
    }

    [TestCaseSource(nameof(Each))]
    [Category("Finding E9")]
    public async Task A_frozen_node_hides_its_own_tasks_only(ElasticsearchFlavor flavor, string version)
    {
        using var server = NewServer(flavor, version);
        var client = ClientOf(server);
        var frozen = server.AddNode();
        string[] here = [server.Add(), server.Add()];
        var there = server.Add(new() { NodeId = frozen });
        server.FreezeNode(frozen);
        var began = Clock.GetUtcNow();

        var (tasks, failure) = await ListAsync(client, new TaskFilter { Kinds = ["*reindex"] });

        Assert.That(tasks.Select(task => task.Id.Value), Is.EquivalentTo(here));
        Assert.That(failure, Is.TypeOf<PartialListException>().With.Message.Contains(frozen));
        Assert.That(Clock.GetUtcNow() - began, Is.LessThan(TimeSpan.FromSeconds(20)));
        Assert.That(server.Find(there)!.IsCanceled, Is.False);
    }

    [TestCaseSource(nameof(Each))]
    [Category("Finding E9")]
    public async Task A_cancel_by_filter_reaches_what_is_on_other_nodes_and_says_that_more_may_be_left(ElasticsearchFlavor flavor, string version)
    {
        using var server = NewServer(flavor, version);
        var client = ClientOf(server);
        var frozen = server.AddNode();
        string[] here = [server.Add(), server.Add()];
        server.Add(new() { NodeId = frozen });
        server.FreezeNode(frozen);

        foreach (var selection in new[] { CancelSelection.Auto, CancelSelection.ClientSide })
        {
            var report = (await RunAsync(client.CancelAsync(new TaskFilter { Kinds = ["*reindex"] }, new CancelOptions { Selection = selection }))).Accepted;

            Assert.That((report.IsIndeterminate, report.AllCanceled), Is.EqualTo((true, false)), $"{selection}");
            Assert.That(report.Error?.Message, Does.Contain(frozen), $"{selection}");
        }

        Assert.That(here.Select(id => server.Find(id)!.IsCanceled), Is.All.True);
    }

    [TestCaseSource(nameof(Each))]
    [Category("Finding E9")]
    public async Task A_cancel_of_a_task_on_another_node_is_not_held_up(ElasticsearchFlavor flavor, string version)
    {
        using var server = NewServer(flavor, version);
        var client = ClientOf(server);
        var frozen = server.AddNode();
        var id = server.Add();
        var target = (await RunAsync(client.FindAsync(id)))!.ToTarget();
        server.FreezeNode(frozen);
        var began = Clock.GetUtcNow();

        Assert.That((await RunAsync(client.CancelAndWaitAsync(target))).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Clock.GetUtcNow() - began, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [TestCaseSource(nameof(Each))]
    [Category("Finding E9")]
    public async Task With_a_limit_on_targets_a_part_of_the_list_is_not_enough(ElasticsearchFlavor flavor, string version)
    {
        using var server = NewServer(flavor, version);
        var client = ClientOf(server);
        var frozen = server.AddNode();
        var id = server.Add();
        server.FreezeNode(frozen);
        var filter = new TaskFilter { Kinds = ["*reindex"] };

        Assert.ThrowsAsync<PartialListException>(() => RunAsync(client.CancelAsync(filter, new CancelOptions { MaxTargets = 5 })));
        Assert.ThrowsAsync<PartialListException>(() => RunAsync(client.PlanAsync(filter)));
        Assert.That(server.Find(id)!.IsCanceled, Is.False);
    }

    public static IEnumerable<TestCaseData> Refusals() =>
        from server in Servers
        from refusal in new (string Name, CancellationVerdict Verdict, TaskErrorReason Kind)[]
        {
            ("unknown", CancellationVerdict.NotFound, TaskErrorReason.NotFound),
            ("completed", CancellationVerdict.CompletedFirst, TaskErrorReason.NotFound),
            ("canceled", CancellationVerdict.AlreadyCanceled, TaskErrorReason.NotFound),
            ("not cancellable", CancellationVerdict.NotCancelable, TaskErrorReason.InvalidRequest),
        }
        select new TestCaseData(server.Flavor, server.Version, refusal.Name, refusal.Verdict, refusal.Kind).SetArgDisplayNames(server.Flavor.ToString(), server.Version, refusal.Name);

    [TestCaseSource(nameof(Refusals))]
    [Category("Finding E12")]
    public async Task A_refusal_is_not_to_be_repeated(ElasticsearchFlavor flavor, string version, string refusal, CancellationVerdict verdict, TaskErrorReason kind)
    {
        using var server = NewServer(flavor, version);
        var client = ClientOf(server);
        var id = server.Add(new() { IsCancelable = refusal != "not cancellable" });
        switch (refusal)
        {
            case "unknown":
                id = $"{server.NodeIds[0]}:999";
                break;
            case "completed":
                server.Finish(id);
                break;
            case "canceled":
                await RunAsync(client.CancelAndWaitAsync(id));
                break;
        }

        var outcome = (await RunAsync(client.CancelAsync((TaskTarget)id))).Accepted.Outcomes[0];

        Assert.That(outcome.Verdict, Is.EqualTo(verdict));
        Assert.That((outcome.Error?.Reason, outcome.Error?.IsTransient), Is.EqualTo(((TaskErrorReason?)kind, (bool?)false)));
    }

    public static IEnumerable<TestCaseData> Responses() =>
        from one in new (string Response, TaskState State, string? Code, string? Says)[]
        {
            ("""{"total":10,"created":10,"failures":[]}""", TaskState.Succeeded, null, null),
            ("""{"total":10,"created":4,"version_conflicts":6,"failures":[]}""", TaskState.Succeeded, null, null),
            ("""{"total":10,"created":4,"failures":[{"index":"b","id":"13","cause":{"type":"mapper_parsing_exception","reason":"failed to parse field [n]","caused_by":{"type":"number_format_exception","reason":"For input string"}},"status":400}]}""", TaskState.Failed, "mapper_parsing_exception", "failed to parse field [n]"),
            ("""{"total":10,"failures":[{"shard":0,"index":"b","node":"n","reason":{"type":"search_context_missing_exception","reason":"No search context found"}},{},{}]}""", TaskState.Failed, "search_context_missing_exception", "the first of 3 failures"),
            ("""{"total":10,"failures":[{"cause":{"type":"version_conflict_engine_exception","reason":"conflict"},"status":409}],"canceled":"by user request"}""", TaskState.Canceled, null, null),
            ("""{"total":10,"timed_out":true,"failures":[]}""", TaskState.Failed, "timed_out", "timed out"),
            ("""{"total":10,"canceled":true}""", TaskState.Canceled, null, null),
            ("""{"total":10,"canceled":null}""", TaskState.Succeeded, null, null),
            ("""{"total":10,"canceled":false}""", TaskState.Succeeded, null, null),
            ("""{"total":9,"slices":[{"slice_id":0},{"slice_id":1,"canceled":"by user request"},{"slice_id":2}],"failures":[]}""", TaskState.Failed, "canceled", "1 of 3 slices was canceled"),
            ("""{"total":9,"slices":[{"slice_id":0},{"slice_id":1,"canceled":"x"},{"slice_id":2,"canceled":"x"}],"failures":[]}""", TaskState.Failed, "canceled", "2 of 3 slices were canceled"),
            ("""{"total":9,"slices":[{"slice_id":0,"canceled":"x"},{"slice_id":1,"canceled":"x"}],"failures":[]}""", TaskState.Canceled, null, null),
            ("""{"total":9,"slices":[{"slice_id":0},{"type":"es_rejected_execution_exception","reason":"queue is full"}],"failures":[]}""", TaskState.Failed, "es_rejected_execution_exception", "queue is full"),
            ("""{"total":9,"slices":[null,{"slice_id":1}],"failures":[]}""", TaskState.Succeeded, null, null),
            ("""{"_shards":{"total":2,"successful":2,"failed":0}}""", TaskState.Succeeded, null, null),
            ("""{"total":100,"slices":[{"slice_id":0,"total":100,"created":100},{"slice_id":1,"total":100,"created":20,"canceled":7}]}""", TaskState.Failed, "canceled", "1 of 2 slices was canceled"),
            ("""{"total":10,"canceled":7}""", TaskState.Canceled, null, null),
            ("""{"failures":[{"cause":{"type":"a"}}],"slices":[{"canceled":"x"}],"timed_out":true,"canceled":{}}""", TaskState.Canceled, null, null),
            ("""{"failures":[null]}""", TaskState.Failed, null, "no reason given"),
            ("""{"failures":{"a":1}}""", TaskState.Unknown, null, null),
            ("""{"slices":7}""", TaskState.Unknown, null, null),
            ("""{"timed_out":"yes"}""", TaskState.Unknown, null, null),
            ("""{"slices":[{"failures":7}]}""", TaskState.Unknown, null, null),
        }
        select new TestCaseData(one.Response, one.State, one.Code, one.Says).SetArgDisplayNames(one.Response);

    [TestCaseSource(nameof(Responses))]
    [Category("Finding E4")]
    [Category("Finding E5")]
    [Category("Finding A4")]
    [Category("Finding A5")]
    [Category("Finding A7")]
    public async Task What_completed_has_not_succeeded_by_that(string response, TaskState state, string? code, string? says)
    {
        using var server = NewServer(ElasticsearchFlavor.OpenSearch, "2.19.6");
        var client = ClientOf(server);
        var id = server.Add(new() { ResponseJson = response, RunDuration = TimeSpan.FromSeconds(1) });

        var ended = await RunAsync(client.WaitForCompletionAsync(id));

        Assert.That((ended.State, ended.Failure?.Code, ended.IsEndUnknown), Is.EqualTo((state, code, state == TaskState.Unknown)));
        Assert.That(ended.Failure?.Message, says is null ? Is.Null : Does.Contain(says));
    }

    private ElasticsearchEmulator NewServer(ElasticsearchFlavor flavor, string version) => new(Clock) { Flavor = flavor, Version = version };
}
