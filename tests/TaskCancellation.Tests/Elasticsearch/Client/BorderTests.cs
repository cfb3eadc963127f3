using System.Text;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Replies that are odd or hostile: what decides is refused, what informs is passed over, and neither costs more than its size.</summary>
[TestFixture]
internal sealed class BorderTests : ClientTest
{
    private const string Line = "GET /_tasks?detailed=true&group_by=none&timeout=10000ms";
    private const int Megabyte = 1024 * 1024;

    private static readonly string[] OddValues = ["null", "true", "7", "1.5", "1e400", "-1", "\"\"", "\"odd\"", "\"\\ud800\"", "\"\u00ff\"", "{}", "[]", "[0,0]", "{\"a\":[null]}"];

    private static readonly string[] Informing =
    [
        "type", "description", "status", "start_time_in_millis", "running_time_in_nanos", "cancellable", "cancelled", "headers", "parent_task_id", "children", "resource_stats", "cancellation_time_millis", "original_start_time_in_millis",
    ];

    private static IEnumerable<TestCaseData> OddMembers() => from name in Informing from value in OddValues select new TestCaseData(name, value).SetArgDisplayNames(name, value);

    [TestCaseSource(nameof(OddMembers))]
    [Category("Finding B11")]
    [Category("Finding B3")]
    public async Task A_member_that_informs_may_have_any_form(string name, string value)
    {
        var task = "{\"node\":\"nA1\",\"id\":88,\"action\":\"a\",\"" + name + "\":" + value + "}";
        Service.On(Line, Raw("{\"tasks\":[" + task + "," + Wire.Task("nA1:2") + "]}"))
            .On(ReadLine, Raw("{\"completed\":false,\"task\":" + task + "}"));
        var listed = await ListAsync(TaskFilter.All);
        var read = (await RunAsync(Client.FindAsync(Wire.Id)))!;
        Assert.That(listed.Select(one => one.Id.Value), Is.EqualTo(new[] { Wire.Id, "nA1:2" }));
        Assert.That((read.Id, read.IsTerminal, read.Progress), Is.EqualTo(((TaskId)Wire.Id, false, default(double?))));
        _ = (read.ToString(), DetailsOf(read).OpaqueId, DetailsOf(read).Headers.Count, DetailsOf(read).Status, DetailsOf(read).ResourceStats);
    }

    [TestCase("running_time_in_nanos", "1.5")]
    [TestCase("running_time_in_nanos", "\"long\"")]
    [Category("Finding B11")]
    public async Task An_odd_running_time_is_none(string name, string value)
    {
        var task = await ReadAsync(Raw("{\"completed\":false,\"task\":{\"node\":\"nA1\",\"id\":88,\"action\":\"a\",\"" + name + "\":" + value + "}}"));
        Assert.That(DetailsOf(task).RunningTime, Is.Null);
    }

    [TestCase("1e400", "1")]
    [TestCase("100", "1e400")]
    [TestCase("\"100\"", "1")]
    [TestCase("-3", "1")]
    [Category("Finding B12")]
    public async Task Progress_is_a_number_or_nothing(string total, string created)
    {
        var task = await ReadAsync(Wire.Running(Wire.Task(more: ",\"status\":{\"total\":" + total + ",\"created\":" + created + "}")));
        Assert.That(task.Progress, Is.Null.Or.InRange(0, 1));
    }

    [TestCase("{\"completed\":true,\"task\":{\"node\":\"nB2\",\"id\":77,\"action\":\"indices:data/write/reindex\"},\"response\":{\"canceled\":\"by user request\"}}")]
    [TestCase("{\"completed\":false,\"task\":null}")]
    [TestCase("{\"completed\":false}")]
    [TestCase("{\"completed\":\"false\",\"task\":{\"node\":\"nA1\",\"id\":88,\"action\":\"a\"}}")]
    [TestCase("{\"completed\":false,\"task\":{\"node\":\"nA1\",\"id\":88.5,\"action\":\"a\"}}")]
    [TestCase("{\"completed\":false,\"task\":{\"node\":\"nA1\",\"id\":88,\"action\":\"\\ud800\"}}")]
    [TestCase("{\"completed\":false,\"task\":{\"node\":\"nA1\",\"id\":88,\"action\":null}}")]
    [TestCase("{\"completed\":false,\"task\":{\"node\":\"nA1\",\"id\":88,\"action\":\"a\",\"original_task_id\":7}}")]
    [TestCase("null")]
    [Category("Finding A1")]
    [Category("Finding B3")]
    [Category("Finding B4")]
    public async Task A_member_that_decides_must_have_its_form(string body)
    {
        Service.On(ReadLine, Raw(body)).On(CancelLine, Wire.NodeFailure("node_disconnected_exception"));
        Assert.That((await FailureOf(Client.FindAsync(Wire.Id))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
    }

    [TestCase("{\"tasks\":[null]}", "'tasks[0]'")]
    [TestCase("{\"tasks\":null}", "'tasks'")]
    [TestCase("{\"nodes\":{\"a\":null}}", "'nodes.a'")]
    [TestCase("{\"nodes\":{\"a\":{\"tasks\":{\"a:1\":null}}}}", "'nodes.a.tasks.a:1'")]
    [TestCase("{\"tasks\":[{\"node\":\"a\",\"id\":\"1\",\"action\":\"a\"}]}", "'tasks[0].id'")]
    [TestCase("{\"node_failures\":{},\"tasks\":[]}", "'node_failures'")]
    [Category("Finding B4")]
    public async Task A_row_that_is_none_is_named(string body, string member)
    {
        Service.On(Line, Raw(body));
        var failure = await FailureOf(ListAsync(TaskFilter.All));
        Assert.That((failure.Reason, failure.Message.Contains(member, StringComparison.Ordinal)), Is.EqualTo((TaskErrorReason.Protocol, true)), failure.Message);
    }

    [TestCase("\"\"", "1")]
    [TestCase("\"a b\"", "1")]
    [TestCase("\"n/../x\"", "1")]
    [TestCase("\"a:b\"", "1")]
    [TestCase("\"a,b\"", "1")]
    [TestCase("\"*\"", "1")]
    [TestCase("\"\\ud800\"", "1")]
    [TestCase("\"\u00ff\"", "1")]
    [TestCase("null", "1")]
    [TestCase("7", "1")]
    [TestCase("\"a\"", "0")]
    [TestCase("\"a\"", "-5")]
    [TestCase("\"a\"", "1.5")]
    [TestCase("\"a\"", "9223372036854775808")]
    [TestCase("\"a\"", "\"1\"")]
    [TestCase("\"a\"", "null")]
    [Category("Finding B1")]
    public async Task A_task_whose_id_is_none_is_a_protocol_error_and_nothing_is_sent(string node, string number)
    {
        var row = "{\"node\":" + node + ",\"id\":" + number + ",\"action\":\"a\",\"cancellable\":true}";
        var filter = new TaskFilter { Kinds = ["a"] };
        Service.On("GET /_tasks?actions=a&detailed=true&group_by=none&timeout=10000ms", Raw("{\"tasks\":[" + Wire.Task("nA1:1").Replace("indices:data/write/reindex", "a", StringComparison.Ordinal) + "," + row + "]}"))
            .On(ReadLine, Raw("{\"completed\":false,\"task\":" + row + "}"));

        Assert.That((await FailureOf(ListAsync(filter))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That((await FailureOf(Client.CancelAsync(filter, new CancelOptions { Selection = CancelSelection.ClientSide }))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That((await FailureOf(Client.FindAsync(Wire.Id))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That(Service.Lines, Has.None.StartsWith("POST"));
    }

    [TestCase("index_not_found_exception")]
    [TestCase("route_not_found")]
    [TestCase("\\ud800")]
    [Category("Finding A11")]
    [Category("Finding B3")]
    public async Task A_404_that_is_not_about_a_task_says_nothing_of_it(string type)
    {
        var reply = Raw("{\"error\":{\"type\":\"" + type + "\",\"reason\":\"some \u00ff words\"},\"status\":404}", 404);
        Service.On(ReadLine, reply).On(CancelLine, reply);
        Assert.That((await FailureOf(Client.FindAsync(Wire.Id))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
    }

    [Test]
    [Category("Finding B3")]
    public async Task An_error_that_is_no_text_leaves_its_status()
    {
        Service.On(CancelLine, Raw("{\"error\":{\"type\":\"\u00ff\",\"reason\":\"\\ud800\"},\"status\":403}", 403));
        var outcome = await CancelAsync();
        Assert.That((outcome.Verdict, outcome.Error!.StatusCode, outcome.Error.ErrorCode), Is.EqualTo((CancellationVerdict.Denied, (int?)403, default(string))));
    }

    [Test]
    [Category("Finding B3")]
    public async Task A_mark_that_is_no_text_hides_no_task()
    {
        Service.On(Line, Raw("{\"tasks\":[" + Wire.Task("nA1:1").Replace("\"headers\":{}", "\"headers\":{\"X-Opaque-Id\":\"\\ud800\"}", StringComparison.Ordinal) + "," + Wire.Task("nA1:2").Replace("\"headers\":{}", "\"headers\":{\"X-Opaque-Id\":\"\u00ff\"}", StringComparison.Ordinal) + "]}"));
        Assert.That((await ListAsync(TaskFilter.All)).Select(task => (task.Id.Value, DetailsOf(task).OpaqueId)), Is.EqualTo(new[] { ("nA1:1", default(string)), ("nA1:2", null) }));
    }

    private static IEnumerable<TestCaseData> Large()
    {
        yield return Case("children", "{\"tasks\":[{\"node\":\"a\",\"id\":1,\"action\":\"a\",\"children\":[0", ",0", "]}]}");
        yield return Case("headers", "{\"tasks\":[{\"node\":\"a\",\"id\":1,\"action\":\"a\",\"headers\":{\"a\":\"\"", ",\"b\":\"\"", "}}]}");
        yield return Case("status", "{\"tasks\":[{\"node\":\"a\",\"id\":1,\"action\":\"a\",\"status\":{\"slices\":[0", ",null", "]}}]}");
        yield return Case("node failures", "{\"tasks\":[],\"node_failures\":[0", ",0", "]}");
        yield return Case("causes", "{\"tasks\":[],\"task_failures\":[{\"reason\":{\"type\":\"a\",\"suppressed\":[0", ",{}", "]}}]}");
        yield return Case("unknown", "{\"tasks\":[],\"more\":[0", ",[{}]", "]}");
        yield return Case("description", "{\"tasks\":[{\"node\":\"a\",\"id\":1,\"action\":\"a\",\"description\":\"", "xx", "\"}]}");

        static TestCaseData Case(string name, string begin, string repeated, string end) => new TestCaseData(begin, repeated, end).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Large))]
    [Category("Finding B8")]
    public void A_large_reply_costs_a_small_multiple_of_its_size(string begin, string repeated, string end)
    {
        var body = Encoding.UTF8.GetBytes(new StringBuilder(begin).Insert(begin.Length, repeated, 8 * Megabyte / repeated.Length).Append(end).ToString());
        _ = WireReader.TryRead(body, ElasticsearchPage.Reader("any"), out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(WireReader.TryRead(body, ElasticsearchPage.Reader("any"), out _), Is.True);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4L * body.Length));
    }

    [TestCase("response", "{\"failures\":[0", ",0", "]}")]
    [TestCase("response", "{\"slices\":[0", ",{}", "]}")]
    [TestCase("error", "{\"type\":\"a\",\"failed_shards\":[0", ",{\"reason\":{}}", "]}")]
    [Category("Finding B8")]
    public void A_large_result_costs_a_small_multiple_of_its_size(string name, string begin, string repeated, string end)
    {
        var result = new StringBuilder(begin).Insert(begin.Length, repeated, 8 * Megabyte / repeated.Length).Append(end).ToString();
        var body = Encoding.UTF8.GetBytes("{\"completed\":true,\"task\":" + Wire.Task() + ",\"" + name + "\":" + result + "}");
        _ = WireReader.TryRead(body, ElasticsearchTaskReply.Read, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(WireReader.TryRead(body, ElasticsearchTaskReply.Read, out _), Is.True);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4L * body.Length));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Category("Finding B13")]
    public void A_chain_of_children_is_read_in_time_that_grows_with_its_length(bool isUpwards)
    {
        var (small, large) = (Cost(10_000), Cost(20_000));
        Assert.That(large.Bytes, Is.LessThan(small.Bytes * 2.5));
        Assert.That(large.Tasks, Has.Count.EqualTo(20_000));
        Assert.That(large.Tasks, Is.EqualTo(Cost(20_000).Tasks), "to compare them is as bounded");
        var depth = 0;
        for (var task = large.Tasks.Single(task => task.ParentId is null); task is not null; task = DetailsOf(task).Children.SingleOrDefault())
        {
            depth++;
        }

        Assert.That(depth, Is.EqualTo(65));

        (long Bytes, IReadOnlyList<TaskSnapshot> Tasks) Cost(int count)
        {
            var tasks = Enumerable.Range(1, count).Select(at => Wire.Task($"nA1:{at}", parent: at == 1 ? null : $"nA1:{at - 1}"));
            var body = Encoding.UTF8.GetBytes("{\"tasks\":[" + string.Join(',', isUpwards ? tasks.Reverse() : tasks) + "]}");
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.That(WireReader.TryRead(body, ElasticsearchPage.Reader("any"), out var reply), Is.True);
            return (GC.GetAllocatedBytesForCurrentThread() - before, reply!.Tasks);
        }
    }

    [Test]
    [Category("Finding B13")]
    public async Task Children_nested_beyond_all_bounds_are_no_list()
    {
        const string Open = "{\"node\":\"a\",\"id\":1,\"action\":\"a\",\"children\":[";
        Service.On(Line, Raw("{\"tasks\":[" + string.Concat(Enumerable.Repeat(Open, 20_000)) + string.Concat(Enumerable.Repeat("]}", 20_000)) + "]}"));
        try
        {
            Assert.That(await ListAsync(TaskFilter.All), Has.Count.LessThan(64));
        }
        catch (TaskRequestException failure)
        {
            Assert.That(failure.Reason, Is.EqualTo(TaskErrorReason.Protocol));
        }
    }

    [Test]
    [Category("Finding E13")]
    public async Task The_innermost_cause_is_told()
    {
        var task = await ReadAsync(Wire.Stored("""
            "error":{"root_cause":[],"type":"search_phase_execution_exception","reason":"all shards failed","phase":"query","failed_shards":[{"shard":0,"reason":{"type":"query_shard_exception","reason":"failed to create query","caused_by":{"type":"number_format_exception","reason":"For input string: \"x\""} }}]}
            """));
        Assert.That(task.Failure, Is.EqualTo(new TaskFailure("all shards failed: For input string: \"x\"", "search_phase_execution_exception")));
    }

    // What the test writes as one character from U+0080 to U+00FF is that byte, which is no UTF-8.
    private static EmulatedReply Raw(string body, int status = 200) => new() { Status = status, Body = Encoding.Latin1.GetBytes(body), ContentType = "application/json" };
}
