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
        Emulator.ListsItself = true;
        var tasks = (await Get("/_tasks?group_by=none")).Json["tasks"]!.AsArray();
        Assert.That(
            tasks.Select(task => $"{task!["node"]} {task["action"]} {task["parent_task_id"]}"),
            Is.EqualTo(new[] { "nA1 cluster:monitor/tasks/lists ", "nA1 cluster:monitor/tasks/lists[n] nA1:1000001", "nB2 cluster:monitor/tasks/lists[n] nA1:1000001" }));
    }

    [Test, Category("ES-7.35")]
    public async Task A_list_can_wait()
    {
        Assert.That((await Get("/_tasks?wait_for_completion&actions=none")).Body, Is.EqualTo("""{"nodes":{}}"""));
        var quick = Emulator.Add(new() { Node = "nB2", RunsFor = TimeSpan.FromSeconds(2) });
        Emulator.Add();
        Emulator.ListsItself = true;
        var waiting = Get("/_tasks?wait_for_completion=true&timeout=5s&actions=indices*&group_by=none");
        Advance(4.999);
        Assert.That(Emulator.Requests[^1].Status, Is.Null);
        Advance(0.001);
        var answer = await waiting;
        Assert.That(answer.Body, Does.StartWith("""{"node_failures":[{"type":"failed_node_exception","reason":"Failed node [nA1]","node_id":"nA1","caused_by":{"type":"timeout_exception","reason":"""));
        Assert.That(Ids(answer), Is.EqualTo(new[] { quick }));
    }

    [Test, Category("ES-7.37")]
    public async Task A_read_can_wait_for_a_result()
    {
        Emulator.Add(new() { Action = Search, RunsFor = TimeSpan.FromSeconds(2) });
        Emulator.Add(new() { Action = Search, RunsFor = TimeSpan.FromSeconds(2), StoresResult = true, ResponseJson = """{"hits":1}""" });
        var unstored = Get("/_tasks/nA1:1?wait_for_completion=true");
        var stored = Get("/_tasks/nA1:2?wait_for_completion=true");
        Advance(2);
        Assert.That((await unstored).Json.AsObject().Select(pair => pair.Key), Is.EqualTo(new[] { "completed", "task" }));
        Assert.That((await stored).Json["response"]!.ToJsonString(), Is.EqualTo("""{"hits":1}"""));
        Assert.That((await Get("/_tasks/nA1:1")).Status, Is.EqualTo(404));
    }

    [TestCase("8.19.0", 500, Category = "ES-7.38")]
    [TestCase("9.0.0", 429, Category = "ES-7.38")]
    public async Task A_wait_that_times_out_is_an_error(string version, int status)
    {
        Play(version);
        Emulator.Add();
        var waiting = Get("/_tasks/nA1:1?wait_for_completion=true&timeout=250ms");
        Advance(0.3);
        AssertAnswer(await waiting, status, Error(status, "timeout_exception", "Timed out waiting for completion of task"));
        Assert.That((await Get("/_tasks/nA1:7?wait_for_completion=true")).Status, Is.EqualTo(404));
    }

    [Test, Category("ES-7.38"), Category("Inferred")]
    public async Task The_transport_can_time_out_first()
    {
        Emulator.RemoteTimeoutsWin = true;
        var task = Emulator.Add(new() { Node = "nB2" });
        var waiting = Get($"/_tasks/{task}?wait_for_completion=true&timeout=1s");
        Advance(1);
        Assert.That((await waiting).Json["error"]!["type"]!.GetValue<string>(), Is.EqualTo("receive_timeout_transport_exception"));
    }

    [Test, Category("ES-7.39")]
    public async Task Missing_is_404_in_two_ways()
    {
        AssertAnswer(await Get("/_tasks/nA1:9"), 404, Error(404, "resource_not_found_exception", "task [nA1:9] isn't running and hasn't stored its results"));
        AssertAnswer(await Get("/_tasks/foo:1"), 404, Error(404, "resource_not_found_exception", "task [foo:1] belongs to the node [foo] which isn't part of the cluster and there is no record of the task"));
        AssertAnswer(await Get("/_tasks/_cancel"), 400, Error(400, "illegal_argument_exception", "malformed task id _cancel"));
    }

    [Test, Category("ES-7.40"), Category("ES-7.41")]
    public async Task A_stored_failure_outlives_its_node()
    {
        var task = Emulator.Add(new() { Node = "nB2" });
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
    [TestCase(ElasticsearchCancelEnding.TaskCancelledError, "error", "task_cancelled_exception", Category = "ES-7.43")]
    public async Task A_cancelled_task_can_end_otherwise(ElasticsearchCancelEnding ending, string field, string? type)
    {
        var task = Emulator.Add(new() { CancelEnds = ending });
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
