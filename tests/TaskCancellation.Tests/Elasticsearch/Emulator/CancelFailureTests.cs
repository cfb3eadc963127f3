using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Emulator;

public class CancelFailureTests : EmulatorTest
{
    [Test, Category("ES-7.21")]
    public async Task Not_cancellable_is_a_node_failure()
    {
        Emulator.Add(new() { IsCancelable = false });
        AssertAnswer(await Cancel("nA1:1"), 200, NodeFailure("nA1", "illegal_argument_exception", "task [nA1:1] doesn't support cancellation"));
    }

    [Test, Category("ES-7.22")]
    public async Task Id_and_other_action_is_a_node_failure()
    {
        Emulator.Add();
        AssertAnswer(await Cancel("nA1:1", "?actions=other"), 200, NodeFailure("nA1", "illegal_argument_exception", "task [nA1:1] doesn't support this operation"));
        Assert.That(Flagged(), Is.Empty);
    }

    [Test, Category("ES-7.23")]
    public async Task Id_and_nodes_is_400()
    {
        Emulator.Add();
        AssertAnswer(await Cancel("nA1:1", "?nodes=nA1"), 400, Error(400, "action_request_validation_exception", "Validation Failed: 1: task id cannot be used together with node ids;"));
    }

    [Test, Category("ES-7.24"), Category("Inferred")]
    public async Task Unknown_node_depends_on_the_version()
    {
        AssertAnswer(await Cancel("gone:9"), 200, """
            {"node_failures":[{"type":"failed_node_exception","reason":"Failed node [gone]","node_id":"gone",
            "caused_by":{"type":"no_such_node_exception","reason":"No such node [gone]","node_id":"gone"}}],"nodes":{}}
            """.ReplaceLineEndings(""));
        Play("9.5.0");
        AssertAnswer(await Cancel("gone:9"), 200, NodeFailure("gone", "resource_not_found_exception", "task [gone:9] is not found"));
    }

    [TestCase("abc", null, Category = "ES-7.25")]
    [TestCase("-1", null, Category = "ES-7.25")]
    [TestCase("abc:", "", Category = "ES-7.25")]
    [TestCase("abc:x", "x", Category = "ES-7.25")]
    [TestCase("a:b:1", "b:1", Category = "ES-7.25")]
    [TestCase("abc:9223372036854775808", "9223372036854775808", Category = "ES-7.25")]
    public async Task Malformed_ids_are_400(string id, string? number)
    {
        var cause = number is null ? "" : $$""","caused_by":{"type":"number_format_exception","reason":"For input string: \"{{number}}\""}""";
        AssertAnswer(await Cancel(id), 400, $$"""
            {"error":{"root_cause":[{"type":"illegal_argument_exception","reason":"malformed task id {{id}}"}],
            "type":"illegal_argument_exception","reason":"malformed task id {{id}}"{{cause}}},"status":400}
            """.ReplaceLineEndings(""));
    }

    [TestCase("/_tasks/unset/_cancel", Category = "ES-7.26")]
    [TestCase("/_tasks/abc:-1/_cancel", Category = "ES-7.26,Inferred")]
    [TestCase("/_tasks//_cancel", Category = "ES-7.26,Inferred")]
    [TestCase("/_tasks/_cancel?actions=", Category = "ES-7.26,Inferred")]
    public async Task No_id_and_no_filter_is_everything(string path)
    {
        var task = Emulator.Add();
        Assert.That(Ids(await Post(path)), Is.EqualTo(new[] { task }));
    }

    [TestCase("?timeout=1s", "parameter: [timeout]", Category = "ES-7.27")]
    [TestCase("?detailed", "parameter: [detailed]", Category = "ES-7.27")]
    [TestCase("?action=x", "parameter: [action] -> did you mean [actions]?", Category = "ES-7.27")]
    [TestCase("?zzz=1&aaa=2", "parameters: [aaa], [zzz]", Category = "ES-7.27")]
    public async Task Unknown_parameters_are_named(string query, string rest)
    {
        Emulator.Add();
        AssertAnswer(await Post("/_tasks/_cancel" + query), 400, Error(400, "illegal_argument_exception", $"request [/_tasks/_cancel] contains unrecognized {rest}"));
        Assert.That(Flagged(), Is.Empty);
    }

    [Test, Category("ES-7.28")]
    public async Task A_body_is_refused()
    {
        AssertAnswer(await Post("/_tasks/_cancel", "{}"), 400, Error(400, "illegal_argument_exception", "request [POST /_tasks/_cancel] does not support having a body"));
        var text = await Post("/_tasks/_cancel", with: request => request.Content = new StringContent("x", new System.Net.Http.Headers.MediaTypeHeaderValue("text/plain")));
        AssertAnswer(text, 406, """{"error":"Content-Type header [text/plain] is not supported","status":406}""");
    }

    [Test, Category("ES-7.19")]
    public async Task An_unknown_group_is_refused_before_anything_is_cancelled()
    {
        Emulator.Add();
        AssertAnswer(await Post("/_tasks/_cancel?group_by=x"), 400, Error(400, "illegal_argument_exception", "[group_by] must be one of [nodes], [parents] or [none] but was [x]"));
        Assert.That(Flagged(), Is.Empty);
    }

    [Test, Category("ES-7.29")]
    public async Task A_task_failure_stands_beside_the_cancelled_tasks()
    {
        var failing = Emulator.Add();
        var other = Emulator.Add();
        Emulator.FailCancels(failing, new ElasticsearchError("es_rejected_execution_exception", "no room"));
        var answer = await Post("/_tasks/_cancel?group_by=none");
        Assert.That(answer.Body, Does.StartWith("""{"task_failures":[{"task_id":1,"node_id":"nA1","status":"TOO_MANY_REQUESTS","reason":{"type":"es_rejected_execution_exception","reason":"no room"}}],"tasks":[{"""));
        Assert.That((Ids(answer).Single(), Flagged().Single()), Is.EqualTo((other, other)));
    }

    [Test, Category("ES-7.30")]
    public async Task A_node_failure_keeps_no_other_node_from_answering()
    {
        Emulator.Add();
        var other = Emulator.Add(new() { NodeId = "nB2" });
        Emulator.FailNode("nA1", new ElasticsearchError("security_exception", "no"));
        foreach (var answer in new[] { await Post("/_tasks/_cancel?group_by=none"), await Get("/_tasks?group_by=none") })
        {
            Assert.That(answer.Body, Does.StartWith("""{"node_failures":[{"type":"failed_node_exception","reason":"Failed node [nA1]","node_id":"nA1","caused_by":{"type":"security_exception","reason":"no"}}],"tasks":[{"""));
            Assert.That(Ids(answer), Is.EqualTo(new[] { other }));
        }
    }

    [Test, Category("ES-7.31"), Category("Inferred")]
    public async Task A_child_that_cannot_be_told_fails_the_flagged_root()
    {
        var parent = Emulator.Add();
        var child = Emulator.Add(new() { NodeId = "nB2", ParentId = parent });
        Emulator.FailNode("nB2", new ElasticsearchError("node_disconnected_exception", "gone"));
        AssertAnswer(await Cancel(parent), 200, """{"task_failures":[{"task_id":1,"node_id":"nA1","status":"INTERNAL_SERVER_ERROR","reason":{"type":"node_disconnected_exception","reason":"gone"}}],"nodes":{}}""");
        Assert.That((Row(parent).IsCanceled, Row(child).IsCanceled), Is.EqualTo((true, false)));
    }

    [Test, Category("ES-7.32")]
    public async Task Version_7_7_has_no_wait_and_refuses_a_second_cancel()
    {
        Play("7.7.1");
        Emulator.Add();
        await Cancel("nA1:1");
        AssertAnswer(await Cancel("nA1:1"), 200, """{"task_failures":[{"task_id":1,"node_id":"nA1","status":"INTERNAL_SERVER_ERROR","reason":{"type":"illegal_state_exception","reason":"task with id 1 is already cancelled"}}],"nodes":{}}""");
        AssertAnswer(await Cancel("nA1:9"), 200, NodeFailure("nA1", "resource_not_found_exception", "task [nA1:9] doesn't support cancellation"));
        Assert.That((await Cancel("nA1:1", "?wait_for_completion=true")).Body, Does.Contain("unrecognized parameter: [wait_for_completion]"));
    }

    [Test, Category("ES-7.57")]
    public async Task A_task_being_relocated_is_busy_and_then_found_by_its_first_id()
    {
        Play("9.5.0");
        var old = Emulator.Add(new() { Number = 9 });
        Emulator.BeginRelocation(old);
        AssertAnswer(await Cancel(old), 200, """{"task_failures":[{"task_id":9,"node_id":"nA1","status":"SERVICE_UNAVAILABLE","reason":{"type":"status_exception","reason":"cannot cancel task [9] because it is being relocated"}}],"nodes":{}}""");
        var moved = Emulator.Relocate(old, "nB2");
        var answer = await Cancel(old);
        Assert.That(Ids(answer), Is.EqualTo(new[] { moved }));
        Assert.That(answer.Body, Does.Contain($"\"original_task_id\":\"nA1:9\",\"original_start_time_in_millis\":{Start}"));
        Advance(1);
        Assert.That((await Get($"/_tasks/{old}")).Json["response"]!["canceled"]!.GetValue<string>(), Is.EqualTo("by user request"));
        Assert.That((await Get($"/_tasks/{old}?follow_relocations=false")).Json["error"]!["relocated_task_id"]!.GetValue<string>(), Is.EqualTo(moved));
    }
}
