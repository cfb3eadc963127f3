using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Lists in every shape, and what of them is checked here.</summary>
[TestFixture]
internal sealed class ListTests : ClientTest
{
    private const string Line = "GET /_tasks?detailed=true&group_by=none&timeout=10000ms";

    private static readonly string Top = Wire.Task("nA1:1");
    private static readonly string Child = Wire.Task("nB2:5", "child", parent: "nA1:1");
    private static readonly string Grandchild = Wire.Task("nB2:6", "grandchild", parent: "nB2:5");

    private static IEnumerable<TestCaseData> Shapes()
    {
        yield return Shape("none", $"{{\"tasks\":[{Top},{Child},{Grandchild}]}}");
        yield return Shape("nodes", "{\"nodes\":{\"nA1\":{\"name\":\"es-1\",\"roles\":[\"cluster_manager\"],\"tasks\":{\"nA1:1\":" + Top + "}},\"nB2\":{\"tasks\":{\"nB2:5\":" + Child + ",\"nB2:6\":" + Grandchild + "}}}}");
        yield return Shape("parents", "{\"tasks\":{\"nA1:1\":" + Nested(Top, Nested(Child, Grandchild)) + "}}");

        static TestCaseData Shape(string name, string json) => new TestCaseData(json).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Shapes))]
    [Category("ES-7.18")]
    [Category("ES-7.33")]
    public async Task Every_shape_is_the_same_row_of_tasks_and_the_same_tree(string json)
    {
        Service.On(Line, Wire.Ok(json));
        var tasks = await ListAsync(TaskFilter.All);
        Assert.That(tasks.Select(task => task.Id.Value), Is.EqualTo(new[] { "nA1:1", "nB2:5", "nB2:6" }));
        Assert.That(tasks.Select(task => task.ParentId?.Value), Is.EqualTo(new[] { null, "nA1:1", "nB2:5" }));
        Assert.That(DetailsOf(tasks[0]).Children, Is.EqualTo(new[] { tasks[1] }));
        Assert.That(DetailsOf(tasks[1]).Children, Is.EqualTo(new[] { tasks[2] }));
        Assert.That(DetailsOf(tasks[2]).Children, Is.Empty);
    }

    [Test]
    public async Task Tasks_beyond_the_number_asked_for_are_skipped_and_failures_behind_them_are_not()
    {
        Service.On(Line, Wire.Ok("{\"tasks\":[" + string.Join(',', Enumerable.Range(1, 30).Select(number => Wire.Task($"nA1:{number}"))) + "],\"node_failures\":[{\"type\":\"failed_node_exception\",\"reason\":\"Failed node [nB2]\",\"node_id\":\"nB2\"}]}"));

        var listed = await ListAsync(TaskFilter.All, new ReadOptions { MaxTasks = 3 });
        Assert.That(listed.Select(task => task.Id.Value), Is.EqualTo(new[] { "nA1:1", "nA1:2", "nA1:3" }));

        Assert.That(await FailureOf(ListAsync(TaskFilter.All, new ReadOptions { MaxTasks = 31 })), Is.TypeOf<PartialListException>());
    }

    [Test]
    public async Task Where_a_condition_is_checked_here_all_tasks_are_read_until_enough_match()
    {
        Service.On(Line, Wire.List([.. Enumerable.Range(1, 9).Select(number => Wire.Task($"nA1:{number}"))]));

        var listed = await ListAsync(new TaskFilter { Where = task => task.Id.Value is "nA1:4" or "nA1:8" or "nA1:9" }, new ReadOptions { MaxTasks = 2 });

        Assert.That(listed.Select(task => task.Id.Value), Is.EqualTo(new[] { "nA1:4", "nA1:8" }));
    }

    [TestCase("""{"tasks":[]}""")]
    [TestCase("""{"tasks":{}}""")]
    [TestCase("""{"nodes":{}}""")]
    [TestCase("""{"nodes":{"nA1":{"tasks":{}}}}""")]
    public async Task An_empty_list_is_empty_in_every_shape(string json)
    {
        Service.On(Line, Wire.Ok(json));
        Assert.That(await ListAsync(TaskFilter.All), Is.Empty);
    }

    [TestCase("{}")]
    [TestCase("""{"acknowledged":true}""")]
    [TestCase("""{"tasks":7}""")]
    [TestCase("""{"tasks":[null]}""")]
    [TestCase("""{"tasks":[{"node":"a"}]}""")]
    [TestCase("""{"tasks":[""")]
    [TestCase("<html></html>")]
    public async Task A_reply_that_is_no_list_is_an_error_of_the_protocol(string json)
    {
        Service.On(Line, Wire.Ok(json));
        Assert.That((await FailureOf(ListAsync(TaskFilter.All))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
    }

    [Test]
    public async Task A_task_that_is_listed_twice_is_given_once()
    {
        Service.On(Line, Wire.List(Top, Top));
        Assert.That(await ListAsync(TaskFilter.All), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Tasks_that_are_above_themselves_end_the_tree()
    {
        Service.On(Line, Wire.List(Wire.Task("nA1:1", parent: "nA1:2"), Wire.Task("nA1:2", parent: "nA1:1"), Wire.Task("nA1:3", parent: "nA1:3")));
        Assert.That(await ListAsync(TaskFilter.All), Has.Count.EqualTo(3));
    }

    [Test]
    [Category("ES-7.30")]
    public async Task A_list_that_a_node_is_missing_from_gives_what_it_has_and_then_fails()
    {
        Service.On(Line, Wire.Ok("{\"node_failures\":[{\"type\":\"failed_node_exception\",\"node_id\":\"nB2\",\"caused_by\":{\"type\":\"node_disconnected_exception\",\"reason\":\"gone\"}}],\"tasks\":[" + Top + "]}"));
        var seen = new List<TaskSnapshot>();
        TaskRequestException? failure = null;
        try
        {
            await foreach (var task in Client.ListAsync(TaskFilter.All))
            {
                seen.Add(task);
            }
        }
        catch (TaskRequestException error)
        {
            failure = error;
        }

        Assert.That((seen.Count, failure?.Reason, failure?.ErrorCode), Is.EqualTo((1, (TaskErrorReason?)TaskErrorReason.ServerError, "node_disconnected_exception")));
        Assert.That(failure!.Message, Does.Contain("not complete").And.Contains("gone"));
    }

    [Test]
    [Category("ES-7.34")]
    public async Task The_list_itself_is_left_out()
    {
        // What the server lists of the request itself carries its mark.
        await FailureOf(ListAsync(TaskFilter.All));
        var mark = Service.Requests[0].Request.Header("X-Opaque-Id")!;
        Service.On(Line, Wire.List(Wire.Task("nA1:7", "cluster:monitor/tasks/lists", opaqueId: mark), Wire.Task("nA1:8", "cluster:monitor/tasks/lists", opaqueId: "another")));
        Assert.That((await ListAsync(TaskFilter.All)).Select(task => task.Id.Value), Is.EqualTo(new[] { "nA1:8" }));
    }

    [Test]
    public async Task States_and_times_are_checked_here()
    {
        Service.On(Line, Wire.List(Wire.Task("nA1:1", cancelled: true), Wire.Task("nA1:2", start: Wire.StartMillis + 1), Wire.Task("nA1:3", cancelled: null)));
        Assert.Multiple(async () =>
        {
            Assert.That(await Ids(new TaskFilter { States = [TaskState.Canceling] }), Is.EqualTo(new[] { "nA1:1" }));
            Assert.That(await Ids(new TaskFilter { States = [TaskState.Running] }), Is.EqualTo(new[] { "nA1:2", "nA1:3" }));
            Assert.That(await Ids(new TaskFilter { Started = TimeRange.After(Wire.Start) }), Is.EqualTo(new[] { "nA1:2" }));
            Assert.That(await Ids(new TaskFilter { Started = TimeRange.AtOrBefore(Wire.Start) }), Is.EqualTo(new[] { "nA1:1", "nA1:3" }));
        });
    }

    [Test]
    [Category("ES-7.44")]
    public async Task The_opaque_id_is_compared_here_whole_under_any_case_of_its_name()
    {
        Service.On(Line, Wire.List(
            Wire.Task("nA1:1", opaqueId: "mine"), Wire.Task("nA1:2", opaqueId: "mine-too"), Wire.Task("nA1:3", opaqueId: "MINE"), Wire.Task("nA1:4"),
            Wire.Task("nA1:5", opaqueId: "mine").Replace("X-Opaque-Id", "x-opaque-id", StringComparison.Ordinal)));
        Assert.That(await Ids(new ElasticsearchTaskFilter { OpaqueId = "mine" }), Is.EqualTo(new[] { "nA1:1", "nA1:5" }));
    }

    [Test]
    public async Task Named_tasks_are_read_one_by_one_ended_ones_too()
    {
        Service.On("GET /_tasks/nA1%3A1", Wire.Running(Wire.Task("nA1:1", parent: "nA1:9", opaqueId: "mine")))
            .On("GET /_tasks/nA1%3A2", Wire.Stored("\"response\":{}", Wire.Task("nA1:2", "other")))
            .On("GET /_tasks/nA1%3A3", Wire.NotThere());
        TaskId[] ids = ["nA1:1", "nA1:2", "nA1:3", "nA1:1"];
        Assert.Multiple(async () =>
        {
            Assert.That(await Ids(new TaskFilter { Ids = ids }), Is.EqualTo(new[] { "nA1:1", "nA1:2" }));
            Assert.That(await Ids(new TaskFilter { Ids = ids, States = [TaskState.Succeeded] }), Is.EqualTo(new[] { "nA1:2" }));
            Assert.That(await Ids(new TaskFilter { Ids = ids, Kinds = ["oth*"] }), Is.EqualTo(new[] { "nA1:2" }));
            Assert.That(await Ids(new ElasticsearchTaskFilter { Ids = ids, ParentId = "nA1:9" }), Is.EqualTo(new[] { "nA1:1" }));
            Assert.That(await Ids(new ElasticsearchTaskFilter { Ids = ids, OpaqueId = "mine" }), Is.EqualTo(new[] { "nA1:1" }));
        });
    }

    [Test]
    public async Task Raw_json_is_kept_task_by_task()
    {
        Service.On(Line, Wire.List(Top, Child));
        var tasks = await ListAsync(TaskFilter.All, new ReadOptions { KeepRaw = true });
        Assert.That(tasks.Select(task => System.Text.Encoding.UTF8.GetString(task.Raw.Span)), Is.EqualTo(new[] { Top, Child }));
    }

    private async Task<IEnumerable<string>> Ids(TaskFilter filter) => (await ListAsync(filter)).Select(task => task.Id.Value);

    private static string Nested(string task, string child) => task[..task.LastIndexOf('}')] + ",\"children\":[" + child + "]}";
}
