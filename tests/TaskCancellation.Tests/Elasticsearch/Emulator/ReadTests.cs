using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Emulator;

public class ReadTests : EmulatorTest
{
    private const string Status = """
        "total":1000,"updated":0,"created":250,"deleted":0,"batches":1,"version_conflicts":0,"noops":0,"retries":{"bulk":0,"search":0},"throttled_millis":0,"requests_per_second":-1.0,"throttled_until_millis":0
        """;

    [Test, Category("ES-7.33"), Category("ES-7.36")]
    public async Task Details_come_with_get_and_where_asked_for()
    {
        Emulator.Add();
        const string head = """{"node":"nA1","id":1,"type":"transport","action":"indices:data/write/reindex",""";
        const string tail = """
            "start_time_in_millis":1767225600000,"running_time_in_nanos":0,"cancellable":true,"cancelled":false,"headers":{}}
            """;
        const string detailed = head + "\"status\":{" + Status + "},\"description\":\"reindex from [source] to [dest]\"," + tail;
        AssertAnswer(await Get("/_tasks?group_by=none"), 200, $$"""{"tasks":[{{head}}{{tail}}]}""");
        AssertAnswer(await Get("/_tasks?group_by=none&detailed"), 200, $$"""{"tasks":[{{detailed}}]}""");
        AssertAnswer(await Get("/_tasks/nA1:1"), 200, $$"""{"completed":false,"task":{{detailed}}}""");
    }

    [Test, Category("ES-7.34")]
    public async Task A_list_shows_itself()
    {
        Emulator.ListsOwnTasks = true;
        var tasks = (await Get("/_tasks?group_by=none&actions=cluster:*")).Json["tasks"]!.AsArray();
        Assert.That(
            tasks.Select(task => $"{task!["node"]} {task["action"]} {task["parent_task_id"]}"),
            Is.EqualTo(new[] { "nA1 cluster:monitor/tasks/lists ", "nA1 cluster:monitor/tasks/lists[n] nA1:1000002", "nB2 cluster:monitor/tasks/lists[n] nA1:1000002" }));
    }

    [Test, Category("ES-7.35"), Category("Finding es-B14")]
    public async Task A_list_can_wait()
    {
        Assert.That((await Get("/_tasks?wait_for_completion&actions=none")).Body, Is.EqualTo("""{"nodes":{}}"""));
        var quick = Emulator.Add(new() { NodeId = "nB2", RunDuration = TimeSpan.FromSeconds(2) });
        Emulator.Add();
        Emulator.ListsOwnTasks = true;
        var waiting = Get("/_tasks?wait_for_completion=true&timeout=5s&actions=indices*&group_by=none");
        Advance(4.999);
        Assert.That(Emulator.Requests[^1].Status, Is.Null);
        Advance(0.001);
        var answer = await waiting;
        Assert.That(answer.Body, Does.StartWith("""{"node_failures":[{"type":"failed_node_exception","reason":"Failed node [nA1]","node_id":"nA1","caused_by":{"type":"receive_timeout_transport_exception","reason":"[es-1][10.0.0.1:9300][cluster:monitor/tasks/lists[n]] request_id ["""));
        Assert.That(Ids(answer), Is.EqualTo(new[] { quick }));
    }

    [Test, Category("ES-7.37")]
    public async Task A_read_can_wait_for_a_result()
    {
        Emulator.Add(new() { Action = Search, RunDuration = TimeSpan.FromSeconds(2) });
        Emulator.Add(new() { Action = Search, RunDuration = TimeSpan.FromSeconds(2), StoresResult = true, ResponseJson = """{"hits":1}""" });
        var unstored = Get("/_tasks/nA1:1?wait_for_completion=true");
        var stored = Get("/_tasks/nA1:2?wait_for_completion=true");
        Advance(2);
        Assert.That((await unstored).Json.AsObject().Select(pair => pair.Key), Is.EqualTo(new[] { "completed", "task" }));
        Assert.That((await stored).Json["response"]!.ToJsonString(), Is.EqualTo("""{"hits":1}"""));
        Assert.That((await Get("/_tasks/nA1:1")).Status, Is.EqualTo(404));
    }

    [TestCase(ElasticsearchFlavor.Elasticsearch, "7.17.0", 500, "Timed out waiting for completion of [org.elasticsearch.index.reindex.BulkByScrollTask@00000001]", Category = "Finding es-B12")]
    [TestCase(ElasticsearchFlavor.Elasticsearch, "8.19.0", 500, "timed out after [250ms/250ms]", Category = "Finding es-B12,Finding es-F")]
    [TestCase(ElasticsearchFlavor.Elasticsearch, "9.0.0", 429, "timed out after [250ms/250ms]", Category = "Finding es-B12,Finding es-F")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "2.19.0", 500, "Timed out waiting for completion of [org.opensearch.index.reindex.BulkByScrollTask@00000001]", Category = "Finding es-B12")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "3.9.0", 504, "Timed out waiting for completion of [org.opensearch.index.reindex.BulkByScrollTask@00000001]", Category = "Finding es-B12")]
    public async Task A_wait_that_times_out_is_an_error(ElasticsearchFlavor flavor, string version, int status, string reason)
    {
        Play(version, flavor);
        Emulator.Add();
        var waiting = Get("/_tasks/nA1:1?wait_for_completion=true&timeout=250ms");
        Advance(0.3);
        var answer = await waiting;
        var error = answer.Json["error"]!;
        Assert.That(
            (answer.Status, error["type"]!.GetValue<string>(), error["reason"]!.GetValue<string>(), error["timed_out"] is not null),
            Is.EqualTo((status, "timeout_exception", reason, status == 429)));
        Assert.That((await Get("/_tasks/nA1:7?wait_for_completion=true")).Status, Is.EqualTo(404));
    }

    [TestCase(ElasticsearchFlavor.Elasticsearch, "7.17.29")]
    [TestCase(ElasticsearchFlavor.Elasticsearch, "8.19.0")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "2.19.6")]
    [Category("Inferred")]
    public async Task A_record_is_deleted_as_a_document(ElasticsearchFlavor flavor, string version)
    {
        Play(version, flavor);
        var (ended, other) = (Emulator.Add(), Emulator.Add());
        Assert.That((await Send(HttpMethod.Delete, $"/.tasks/_doc/{ended}")).Status, Is.EqualTo(404), "there is no such index yet");
        Emulator.Finish(ended);
        Emulator.Finish(other);

        var deleted = await Send(HttpMethod.Delete, $"/.tasks/_doc/{ended}?refresh=true");
        Assert.That((deleted.Status, deleted.Json["result"]!.GetValue<string>()), Is.EqualTo((200, "deleted")));
        Assert.That((await Get($"/_tasks/{ended}")).Status, Is.EqualTo(404));
        Assert.That((await Get($"/_tasks/{other}")).Status, Is.EqualTo(200));

        var again = await Send(HttpMethod.Delete, $"/.tasks/_doc/{ended}");
        Assert.That((again.Status, again.Json["result"]!.GetValue<string>()), Is.EqualTo((404, "not_found")));
    }

    [TestCase(ElasticsearchTasksIndex.Red, 503, "no_shard_available_action_exception", Category = "ES-tasks-index")]
    [TestCase(ElasticsearchTasksIndex.Closed, 400, "index_closed_exception", Category = "ES-tasks-index")]
    [TestCase(ElasticsearchTasksIndex.Missing, 404, "resource_not_found_exception", Category = "ES-tasks-index")]
    public async Task The_index_of_results_can_be_out_of_reach(ElasticsearchTasksIndex index, int status, string type)
    {
        var (ended, running) = (Emulator.Add(), Emulator.Add());
        Emulator.Finish(ended);
        Emulator.TasksIndex = index;
        var answer = await Get($"/_tasks/{ended}");
        Assert.That((answer.Status, answer.Json["error"]!["type"]!.GetValue<string>()), Is.EqualTo((status, type)));
        Assert.That((await Get($"/_tasks/{running}")).Status, Is.EqualTo(200));
    }

    [Test, Category("ES-short-of-memory")]
    public async Task A_node_short_of_memory_refuses_reads_by_id_only()
    {
        var task = Emulator.Add();
        Emulator.IsShortOfMemory = true;
        Assert.That((await Get($"/_tasks/{task}")).Status, Is.EqualTo(429));
        Assert.That((await Get("/_tasks")).Status, Is.EqualTo(200));
        Assert.That(Ids(await Cancel(task)), Is.EqualTo(new[] { task }));
    }

    [Test, Category("Finding es-A11")]
    public async Task A_frozen_node_is_named_where_there_is_a_timeout_and_hangs_where_there_is_none()
    {
        var (here, there) = (Emulator.Add(), Emulator.Add(new() { NodeId = "nB2" }));
        Emulator.FreezeNode("nB2");
        var (list, read, hanging) = (Get("/_tasks?timeout=1s"), Get($"/_tasks/{there}?timeout=1s"), Get("/_tasks"));
        Advance(1);
        Assert.That(Ids(await list), Is.EqualTo(new[] { here }));
        Assert.That(((await read).Status, (await read).Json["error"]!["type"]!.GetValue<string>()), Is.EqualTo((500, "receive_timeout_transport_exception")));
        Advance(600);
        Assert.That(hanging.IsCompleted, Is.False);
        Emulator.ThawNode("nB2");
        Advance(1);
        Assert.That(Ids(await hanging), Is.EqualTo(new[] { here, there }));
    }

    [TestCase("7.17.0", 500, Category = "Finding es-A5,Finding es-A6,Finding es-A7")]
    [TestCase("8.19.0", 502, Category = "Finding es-A5,Finding es-A6,Finding es-A7")]
    public async Task A_node_that_dies_under_a_request_is_disconnected(string version, int status)
    {
        Play(version);
        var task = Emulator.Add(new() { NodeId = "nB2", CancelDelay = TimeSpan.FromHours(1) });
        var (read, list, cancel) = (Get($"/_tasks/{task}?wait_for_completion=true"), Get("/_tasks?wait_for_completion=true&actions=*reindex"), Cancel(task, "?wait_for_completion=true"));
        Emulator.RemoveNode("nB2");
        Advance(1);
        Assert.That(((await read).Status, (await read).Json["error"]!["type"]!.GetValue<string>()), Is.EqualTo((status, "node_disconnected_exception")));
        foreach (var answer in new[] { await list, await cancel })
        {
            Assert.That(Ids(answer), Is.Empty);
            Assert.That(answer.Json["node_failures"]![0]!["caused_by"]!["type"]!.GetValue<string>(), Is.EqualTo("node_disconnected_exception"));
        }
    }

    [Test, Category("ES-7.38"), Category("Finding es-B13")]
    public async Task The_transport_can_time_out_first()
    {
        var task = Emulator.Add(new() { NodeId = "nB2" });
        var waiting = Get($"/_tasks/{task}?wait_for_completion=true&timeout=1s");
        Advance(1);
        Assert.That((await waiting).Json["error"]!["type"]!.GetValue<string>(), Is.EqualTo("receive_timeout_transport_exception"));
    }

    [Test, Category("ES-7.39")]
    public async Task Missing_is_404_in_two_ways()
    {
        Emulator.Finish(Emulator.Add());
        AssertAnswer(await Get("/_tasks/nA1:9"), 404, Error(404, "resource_not_found_exception", "task [nA1:9] isn't running and hasn't stored its results"));
        const string cause = """{"type":"resource_not_found_exception","reason":"task [foo:1] isn't running and hasn't stored its results"}""";
        AssertAnswer(await Get("/_tasks/foo:1"), 404, $$"""
            {"error":{"root_cause":[{{cause}}],"type":"resource_not_found_exception",
            "reason":"task [foo:1] belongs to the node [foo] which isn't part of the cluster and there is no record of the task","caused_by":{{cause}}},"status":404}
            """.ReplaceLineEndings(""));
    }

    [Test, Category("Finding es-C")]
    public async Task Until_something_is_stored_the_root_cause_is_the_missing_index()
    {
        var error = (await Get("/_tasks/nA1:9")).Json["error"]!;
        Assert.That(
            (error["type"]!.GetValue<string>(), error["root_cause"]![0]!["type"]!.GetValue<string>(), error["caused_by"]!["index"]!.GetValue<string>()),
            Is.EqualTo(("resource_not_found_exception", "index_not_found_exception", ".tasks")));
    }

    [Test, Category("ES-7.40"), Category("ES-7.41")]
    public async Task A_stored_failure_outlives_its_node()
    {
        var task = Emulator.Add(new() { NodeId = "nB2" });
        Emulator.Fail(task, new ElasticsearchError("illegal_state_exception", "boom"));
        Emulator.RemoveNode("nB2");
        var answer = await Get($"/_tasks/{task}");
        Assert.That(answer.Json["error"]!.ToJsonString(), Is.EqualTo("""{"type":"illegal_state_exception","reason":"boom"}"""));
        Assert.That(answer.Json["response"], Is.Null);
    }

    [Test, Category("ES-7.42")]
    public async Task A_cancelled_reindex_says_so_in_its_response_only()
    {
        var task = Emulator.Add();
        await Cancel(task);
        Advance(1);
        AssertAnswer(await Get($"/_tasks/{task}"), 200, """
            {"completed":true,"task":{"node":"nA1","id":1,"type":"transport","action":"indices:data/write/reindex",
            "status":{"total":1000,"updated":0,"created":250,"deleted":0,"batches":1,"version_conflicts":0,"noops":0,"retries":{"bulk":0,"search":0},"throttled_millis":0,"requests_per_second":-1.0,"canceled":"by user request","throttled_until_millis":0},
            "description":"reindex from [source] to [dest]","start_time_in_millis":1767225600000,"running_time_in_nanos":1000000000,"cancellable":true,"cancelled":false,"headers":{}},
            "response":{"took":1000,"timed_out":false,"total":1000,"updated":0,"created":250,"deleted":0,"batches":1,"version_conflicts":0,"noops":0,"retries":{"bulk":0,"search":0},"throttled":"0s","throttled_millis":0,"requests_per_second":-1.0,"canceled":"by user request","throttled_until":"0s","throttled_until_millis":0,"failures":[]}}
            """.ReplaceLineEndings(""));
    }

    [TestCase(ElasticsearchCancelEnding.CompletesAnyway, "response", null, Category = "ES-7.43")]
    [TestCase(ElasticsearchCancelEnding.OwnFailure, "error", "illegal_state_exception", Category = "ES-7.43")]
    [TestCase(ElasticsearchCancelEnding.TaskCanceledError, "error", "task_cancelled_exception", Category = "ES-7.43")]
    public async Task A_cancelled_task_can_end_otherwise(ElasticsearchCancelEnding ending, string field, string? type)
    {
        var task = Emulator.Add(new() { CancelEnding = ending });
        await Cancel(task);
        Advance(1);
        var result = (await Get($"/_tasks/{task}")).Json[field]!.AsObject();
        Assert.That((result["type"]?.GetValue<string>(), result.ContainsKey("canceled")), Is.EqualTo((type, false)));
    }

    [Test, Category("ES-7.59")]
    public async Task Odd_tasks_are_passed_on()
    {
        const string status = """{"slices":[null,{"total":1},{"type":"x","reason":"y"}]}""";
        Emulator.Add(new() { Number = long.MaxValue, StatusJson = status, OmittedFields = ["headers", "cancelled"] });
        var task = (await Get($"/_tasks/nA1:{long.MaxValue}")).Json["task"]!.AsObject();
        Assert.That((task["id"]!.GetValue<long>(), task["status"]!.ToJsonString()), Is.EqualTo((long.MaxValue, status)));
        Assert.That(task.ContainsKey("headers") || task.ContainsKey("cancelled"), Is.False);
    }

    [Test, Category("ES-7.61")]
    public async Task Human_adds_times_to_read()
    {
        Emulator.Add();
        Advance(5.2);
        Assert.That((await Get("/_tasks?human")).Body, Does.Contain("""
            "start_time":"2026-01-01T00:00:00.000Z","start_time_in_millis":1767225600000,"running_time":"5.2s","running_time_in_nanos":5200000000
            """.Trim()));
    }

    [Test, Category("ES-7.62")]
    public async Task Skew_shows_in_times_and_not_in_waits()
    {
        Emulator.Skew = TimeSpan.FromMinutes(10);
        var task = Emulator.Add();
        var waiting = Cancel(task, "?wait_for_completion=true");
        Advance(1);
        Assert.That((await waiting).Json["nodes"]!["nA1"]!["tasks"]![task]!["start_time_in_millis"]!.GetValue<long>(), Is.EqualTo(1767225600000 + 600_000));
    }
}
