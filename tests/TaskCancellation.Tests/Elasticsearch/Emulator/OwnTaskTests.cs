using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Emulator;

/// <summary>The tasks that requests are themselves, as recorded.</summary>
public class OwnTaskTests : EmulatorTest
{
    [SetUp]
    public void ShowOwnTasks() => Emulator.ListsOwnTasks = true;

    [TestCase(ElasticsearchFlavor.Elasticsearch, "7.17.29", "direct")]
    [TestCase(ElasticsearchFlavor.Elasticsearch, "9.3.3", "transport")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "3.9.0", "direct")]
    [Category("Finding es-C"), Category("Finding es-F")]
    public async Task Requests_that_wait_are_tasks_with_their_opaque_id(ElasticsearchFlavor flavor, string version, string type)
    {
        Play(version, flavor);
        var task = Emulator.Add();
        static Action<HttpRequestMessage> As(string id) => request => request.Headers.Add("X-Opaque-Id", id);
        var (read, list) = (Get($"/_tasks/{task}?wait_for_completion=true", As("reader")), Get("/_tasks?wait_for_completion=true&actions=*reindex", As("lister")));
        var tasks = (await Get("/_tasks?group_by=none&actions=cluster:*", As("me"))).Json["tasks"]!.AsArray();
        Assert.That(
            tasks.Where(one => one!["node"]!.GetValue<string>() == "nA1").Select(one => $"{one!["headers"]!["X-Opaque-Id"]} {one["type"]} {one["action"]}"),
            Is.EqualTo(new[]
            {
                "reader transport cluster:monitor/task/get",
                "lister transport cluster:monitor/tasks/lists", $"lister {type} cluster:monitor/tasks/lists[n]",
                "me transport cluster:monitor/tasks/lists", $"me {type} cluster:monitor/tasks/lists[n]",
            }));
        Emulator.Finish(task);
        await Clock.AdvanceUntilCompletedAsync(Task.WhenAll(read, list));
    }

    [Test, Category("Finding es-F")]
    public async Task A_list_that_waits_can_be_cancelled()
    {
        Emulator.Add();
        var (list, other) = (Get("/_tasks?wait_for_completion=true&actions=*reindex"), Get("/_tasks?wait_for_completion=true&actions=*reindex"));
        var mains = Ids(await Get("/_tasks?group_by=none&actions=*lists&nodes=nA1"));
        var part = Ids(await Get($"/_tasks?group_by=none&nodes=nA1&parent_task_id={mains[1]}")).Single();
        await Cancel(mains[0]);
        await Cancel(part);
        await Clock.AdvanceUntilCompletedAsync(list);
        AssertAnswer(await list, 400, Error(400, "task_cancelled_exception", "task cancelled [by user request]"));
        Emulator.Finish("nA1:1");
        await Clock.AdvanceUntilCompletedAsync(other);
        AssertAnswer(await other, 200, NodeFailure("nA1", "task_cancelled_exception", "task cancelled"));
    }

    [TestCase(ElasticsearchFlavor.Elasticsearch, "7.17.29", true)]
    [TestCase(ElasticsearchFlavor.Elasticsearch, "9.3.3", false)]
    [TestCase(ElasticsearchFlavor.OpenSearch, "2.19.6", true)]
    [Category("Finding es-F")]
    public async Task A_read_lives_on_without_its_client_and_a_list_where_it_cannot_be_cancelled(ElasticsearchFlavor flavor, string version, bool isListThere)
    {
        Play(version, flavor);
        var task = Emulator.Add();
        using var hangUp = new CancellationTokenSource();
        Task<Answer>[] waiting =
        [
            Send(HttpMethod.Get, $"/_tasks/{task}?wait_for_completion=true&timeout=1h", cancellationToken: hangUp.Token),
            Send(HttpMethod.Get, "/_tasks?wait_for_completion=true&timeout=1h&actions=*reindex", cancellationToken: hangUp.Token),
        ];
        await hangUp.CancelAsync();
        Assert.That(async () => await Task.WhenAll(waiting), Throws.InstanceOf<OperationCanceledException>());
        async Task<int> CountAsync(string action) => Ids(await Get($"/_tasks?group_by=none&actions={action}")).Length;
        Assert.That(await CountAsync("cluster:monitor/task/get"), Is.EqualTo(1));
        Assert.That(await CountAsync("cluster:monitor/tasks/lists"), Is.EqualTo(isListThere ? 2 : 1), "with that of the list itself");
        Emulator.Finish(task);
        Advance(1);
        Assert.That(await CountAsync("cluster:monitor/task/get"), Is.Zero);
        Assert.That(await CountAsync("cluster:monitor/tasks/lists"), Is.EqualTo(1));
    }

    [Test, Category("Finding es-C")]
    public async Task A_search_goes_with_its_client_and_a_reindex_does_not()
    {
        PlayOpenSearch("3.9.0");
        Emulator.AddIndex(new() { Name = "src", Documents = 10 });
        using var hangUp = new CancellationTokenSource();
        const string query = """{"query":{"script":{"script":"return true"}}}""";
        Task<Answer>[] waiting =
        [
            Send(HttpMethod.Post, "/src/_search", query, cancellationToken: hangUp.Token),
            Send(HttpMethod.Post, "/_reindex?requests_per_second=1", """{"source":{"index":"src","size":5},"dest":{"index":"copies"}}""", cancellationToken: hangUp.Token),
        ];
        await hangUp.CancelAsync();
        Assert.That(async () => await Task.WhenAll(waiting), Throws.InstanceOf<OperationCanceledException>());
        Advance(1.5);
        Assert.That(Ids(await Get("/_tasks?actions=*search*,*reindex")), Is.EqualTo(new[] { "nA1:3" }));
    }

    [Test, Category("Finding es-A8")]
    public async Task A_node_that_fails_under_a_request_fails_it_at_once()
    {
        var task = Emulator.Add(new() { NodeId = "nB2" });
        var (read, list) = (Get($"/_tasks/{task}?wait_for_completion=true&timeout=1h"), Get("/_tasks?wait_for_completion=true&timeout=1h&actions=*reindex"));
        Emulator.FailNode("nB2", new("node_not_connected_exception", "[es-2][10.0.0.2:9300] Node not connected"));
        Advance(0.1);
        Assert.That((await read).Json["error"]!["type"]!.GetValue<string>(), Is.EqualTo("node_not_connected_exception"));
        Assert.That((await list).Json["node_failures"]![0]!["caused_by"]!["type"]!.GetValue<string>(), Is.EqualTo("node_not_connected_exception"));
    }

    [TestCase(ElasticsearchFlavor.OpenSearch, "2.19.6", "Timed out waiting for completion of [org.opensearch.index.reindex.BulkByScrollTask@00000001]")]
    [TestCase(ElasticsearchFlavor.Elasticsearch, "9.3.3", "timed out after [1s/1000ms]")]
    [Category("Finding es-B14")]
    public async Task Which_time_out_of_a_list_comes_first_can_be_arranged(ElasticsearchFlavor flavor, string version, string reason)
    {
        Play(version, flavor);
        Emulator.TasksTimeOutFirst = true;
        Emulator.Add();
        var waiting = Get("/_tasks?wait_for_completion=true&timeout=1s&actions=*reindex");
        Advance(1);
        var cause = (await waiting).Json["node_failures"]![0]!["caused_by"]!;
        Assert.That((cause["type"]!.GetValue<string>(), cause["reason"]!.GetValue<string>()), Is.EqualTo(("timeout_exception", reason)));
    }

    [TestCase(ElasticsearchFlavor.Elasticsearch, "7.17.29", "data,data_cold,data_content,data_frozen,data_hot,data_warm,ingest,master,remote_cluster_client")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "2.19.6", "cluster_manager,data,ingest,remote_cluster_client")]
    [Category("Finding es-C")]
    public async Task A_node_has_the_roles_of_its_product(ElasticsearchFlavor flavor, string version, string roles)
    {
        Play(version, flavor);
        Emulator.Add(new() { NodeId = Emulator.AddNode(new() { Id = "nC3" }) });
        var node = (await Get("/_tasks?actions=*reindex")).Json["nodes"]!["nC3"]!;
        Assert.That(string.Join(',', node["roles"]!.AsArray().Select(role => role!.GetValue<string>())), Is.EqualTo(roles));
    }

    [TestCase(ElasticsearchFlavor.Elasticsearch, "7.17.29", "task cancelled [by user request]", "parent task was cancelled [by user request]")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "2.19.6", "cancelled task with reason: by user request", "The parent task was cancelled, shouldn't start any child tasks, by user request")]
    [Category("Finding es-C")]
    public async Task A_cancelled_task_ends_in_the_products_words(ElasticsearchFlavor flavor, string version, string stopped, string refused)
    {
        Play(version, flavor);
        foreach (var (ending, words) in new[] { (ElasticsearchCancelEnding.TaskCanceledError, stopped), (ElasticsearchCancelEnding.ChildRefused, refused) })
        {
            var task = Emulator.Add(new() { CancelEnding = ending });
            await Cancel(task);
            Advance(1);
            Assert.That((await Get($"/_tasks/{task}")).Json["error"]!["reason"]!.GetValue<string>(), Is.EqualTo(words));
        }
    }

    [Test, Category("Finding es-C")]
    public async Task A_cancellation_has_a_time_to_read_for_people()
    {
        PlayOpenSearch("2.19.6");
        var task = Emulator.Add();
        var shown = (await Cancel(task, "?human&group_by=none")).Json["tasks"]![0]!.AsObject();
        Assert.That(shown.Select(member => member.Key), Is.SupersetOf(new[] { "cancellation_time", "cancellation_time_millis" }));
        Assert.That((await Get("/_tasks?group_by=none&actions=*reindex")).Json["tasks"]![0]!.AsObject().ContainsKey("cancellation_time"), Is.False);
    }

    [Test, Category("Finding es-C")]
    public async Task An_empty_opaque_id_is_echoed() =>
        Assert.That((await Get("/_tasks?actions=none", request => request.Headers.TryAddWithoutValidation("X-Opaque-Id", ""))).Headers["X-Opaque-Id"], Is.Empty);

    [TestCase("/_tasks/a:1?task=b", "request [/_tasks/a:1] contains unrecognized parameter: [task] -> did you mean [task_id]?")]
    [TestCase("/_tasks?max_doc=1", "request [/_tasks] contains unrecognized parameter: [max_doc]")]
    [Category("Finding es-C")]
    public async Task Parameters_that_are_meant_are_offered(string path, string reason) =>
        Assert.That((await Get(path)).Json["error"]!["reason"]!.GetValue<string>(), Is.EqualTo(reason));

    [TestCase("9.3.3"), TestCase("7.17.29")]
    [Category("Finding es-C"), Category("Finding es-F")]
    public async Task A_body_without_a_type_is_406(string version)
    {
        Play(version);
        using var body = new ByteArrayContent("{}"u8.ToArray());
        AssertAnswer(await Post("/_reindex", with: request => request.Content = body), 406, """{"error":"Content-Type header [] is not supported","status":406}""");
    }
}
