using System.IO.Compression;
using System.Text.Json.Nodes;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Emulator;

/// <summary>The request side as recorded; the categories name the rows of the findings.</summary>
public class RequestTests : EmulatorTest
{
    private const string Books = """{"source":{"index":"books"},"dest":{"index":"copies"}}""";

    [TestCase(ElasticsearchFlavor.Elasticsearch, "7.17.29", "application/json; charset=UTF-8", Category = "Finding es-B15")]
    [TestCase(ElasticsearchFlavor.Elasticsearch, "8.19.20", "application/json", Category = "Finding es-B15")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "3.9.0", "application/json; charset=UTF-8", Category = "Finding es-B15")]
    public async Task JSON_is_labelled_as_the_version_does(ElasticsearchFlavor flavor, string version, string type)
    {
        Play(version, flavor);
        foreach (var path in new[] { "/_tasks", "/_tasks/abc", "/x/y/z" })
        {
            Assert.That((await Get(path)).Headers["Content-Type"], Is.EqualTo(type), path);
        }
    }

    [Test]
    public async Task A_compressed_body_is_read_as_the_servers_own_clients_send_it()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Books));
        }

        using var body = new ByteArrayContent(packed.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        body.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");

        AssertAnswer(await Post("/_reindex?wait_for_completion=false", with: request => request.Content = body), 200, """{"task":"nA1:1"}""");
    }

    [TestCase("GET", "/_tasks/_cancel", "POST", Category = "Finding es-B16")]
    [TestCase("HEAD", "/_tasks", "GET", Category = "Finding es-B16")]
    [TestCase("PATCH", "/_tasks/nA1:1", "GET", Category = "Finding es-B16")]
    [TestCase("POST", "/_taskz", "GET,PUT,DELETE,HEAD", Category = "Finding es-B16")]
    [TestCase("FOO", "/_tasks", "GET", Category = "Finding es-F")]
    public async Task A_method_that_a_path_does_not_know_is_405(string method, string path, string allowed)
    {
        var answer = await Send(new HttpMethod(method), path);
        Assert.That((answer.Status, answer.Headers["Allow"], answer.Body.Length == 0), Is.EqualTo((405, allowed, method == "HEAD")));
    }

    [Test, Category("Finding es-B17")]
    public async Task OpenSearch_3_9_deletes_results()
    {
        PlayOpenSearch("3.9.0");
        var (ended, running) = (Emulator.Add(), Emulator.Add());
        Emulator.Finish(ended);
        Assert.That((await Send(HttpMethod.Delete, $"/_tasks/{running}")).Status, Is.EqualTo(409));
        AssertAnswer(await Send(HttpMethod.Delete, $"/_tasks/{ended}"), 200, """{"acknowledged":true}""");
        Assert.That((await Get($"/_tasks/{ended}")).Status, Is.EqualTo(404));
        Assert.That((await Send(HttpMethod.Delete, "/_tasks/x")).Status, Is.EqualTo(400));
        Assert.That((await Send(HttpMethod.Put, "/_tasks/x")).Headers["Allow"], Is.EqualTo("GET,DELETE"));
    }

    [TestCase("/_tasks", "GET", Category = "Finding es-B18,Finding es-F")]
    [TestCase("/_tasks/_cancel", "POST", Category = "Finding es-B18")]
    [TestCase("/_tasks/a:1/_cancel", "POST", Category = "Finding es-B18")]
    public async Task OPTIONS_is_answered(string path, string allowed)
    {
        var answer = await Send(HttpMethod.Options, path);
        Assert.That((answer.Status, answer.Body, answer.Headers["Content-Type"], answer.Headers["Allow"]), Is.EqualTo((200, "", "text/plain; charset=UTF-8", allowed)));
    }

    [TestCase(ElasticsearchFlavor.Elasticsearch, "7.17.29", 400, Category = "Finding es-B19")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "2.19.6", 200, Category = "Finding es-B19")]
    public async Task A_body_is_refused_by_Elasticsearch_and_ignored_by_OpenSearch(ElasticsearchFlavor flavor, string version, int status)
    {
        Play(version, flavor);
        Assert.That((await Send(HttpMethod.Get, "/_tasks", "{}")).Status, Is.EqualTo(status));
        Assert.That((await Post("/_tasks/_cancel?actions=none", "{}")).Status, Is.EqualTo(status));
    }

    [Test, Category("Finding es-B20"), Category("Finding es-F")]
    public async Task Two_opaque_ids_are_400_and_one_with_a_comma_is_not()
    {
        static void Twice(HttpRequestMessage request) => request.Headers.Add("X-Opaque-Id", ["a", "b"]);
        var refused = await Get("/_tasks", Twice);
        Assert.That((refused.Status, refused.Json["error"] is JsonObject, refused.Headers["X-Opaque-Id"]), Is.EqualTo((400, true, "a")));
        Assert.That((await Get("/_tasks", request => request.Headers.TryAddWithoutValidation("X-Opaque-Id", "a, b"))).Headers["X-Opaque-Id"], Is.EqualTo("a, b"));
        PlayOpenSearch("2.19.6");
        Assert.That((await Get("/_tasks", Twice)).Json["error"]!.GetValue<string>(), Does.StartWith("multiple values"));
    }

    [TestCase("", null, "parse_exception", "request body is required")]
    [TestCase("", "{}", "action_request_validation_exception", "Validation Failed: 1: use _all if you really want to copy from all existing indexes;2: index must be specified;")]
    [TestCase("", """{"source":{"index":"src"}}""", "action_request_validation_exception", "Validation Failed: 1: index must be specified;")]
    [TestCase("", """{"source": {"index": "src"}, "dest": {"index": "d"}, "zzz": 1}""", "x_content_parse_exception", "[1:54] [reindex] unknown field [zzz]")]
    [TestCase("?slices=0", Books, "illegal_argument_exception", "[slices] must be a positive integer or the string \"auto\", but was [0]")]
    [TestCase("?requests_per_second=0", Books, "illegal_argument_exception", "[requests_per_second] must be a float greater than 0. Use -1 to disable throttling.")]
    [TestCase("?timeout=1", Books, "illegal_argument_exception", "failed to parse setting [timeout] with value [1] as a time value: unit is missing or unrecognized")]
    [TestCase("?conflicts=proceed", Books, "illegal_argument_exception", "request [/_reindex] contains unrecognized parameter: [conflicts]")]
    [TestCase("?scroll_size=5", Books, "illegal_argument_exception", "request [/_reindex] contains unrecognized parameter: [scroll_size]")]
    [TestCase("?max_doc=1", Books, "illegal_argument_exception", "request [/_reindex] contains unrecognized parameter: [max_doc]")]
    [TestCase("?slice=1", Books, "illegal_argument_exception", "request [/_reindex] contains unrecognized parameter: [slice] -> did you mean [slices]?")]
    [Category("Finding es-B21"), Category("Finding es-B23")]
    public async Task A_reindex_that_makes_no_sense_is_400(string query, string? body, string type, string reason)
    {
        var answer = await Post("/_reindex" + query, body);
        Assert.That(
            (answer.Status, answer.Json["error"]!["type"]!.GetValue<string>(), answer.Json["error"]!["reason"]!.GetValue<string>()),
            Is.EqualTo((400, type, reason)));
        Assert.That(Emulator.Rows, Is.Empty);
    }

    [Test, Category("Finding es-B22"), Category("Finding fc-R9")]
    public async Task By_query_takes_what_a_search_takes(
        [Values("q=n:1", "routing=r", "pipeline=p", "sort=n", "ignore_unavailable=true", "expand_wildcards=open", "search_timeout=1m", "terminate_after=5", "size=5", "_source=true")] string parameter)
    {
        Assert.That((await Post($"/books/_update_by_query?wait_for_completion=false&{parameter}")).Status, Is.EqualTo(200));
        Assert.That((await Post("/books/_delete_by_query?wait_for_completion=false&q=n:1")).Status, Is.EqualTo(200));
        Assert.That((await Post("/books/_delete_by_query?wait_for_completion=false", "{}")).Json["error"]!["reason"]!.GetValue<string>(), Is.EqualTo("Validation Failed: 1: query is missing;"));
    }

    [TestCase("0", 200)]
    [TestCase("-1", 200)]
    [TestCase("1 s", 200)]
    [TestCase("1S", 200)]
    [TestCase("999999999999999999d", 200)]
    [TestCase("1.5s", 400)]
    [TestCase("1M", 400)]
    [TestCase("-5s", 400)]
    [TestCase("", 400)]
    [Category("Finding es-B24"), Category("Finding es-F")]
    public async Task Times_have_a_grammar(string timeout, int status) =>
        Assert.That((await Get($"/_tasks?timeout={Uri.EscapeDataString(timeout)}")).Status, Is.EqualTo(status));

    [TestCase("pretty=yes", Category = "Finding es-B25")]
    [TestCase("error_trace=yes", Category = "Finding es-B25")]
    [TestCase("human=yes", Category = "Finding es-B25")]
    public async Task Switches_are_true_or_false(string parameter) => Assert.That((await Get($"/_tasks?{parameter}")).Status, Is.EqualTo(400));

    [Test, Category("Finding es-B26")]
    public async Task OpenSearch_does_not_know_the_vendors_type()
    {
        PlayOpenSearch("2.19.6");
        var answer = await Post("/_reindex", Books, request => request.Content!.Headers.TryAddWithoutValidation("Content-Type", "x"));
        Assert.That(answer.Status, Is.EqualTo(400), "two types");
        using var body = new StringContent(Books, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/vnd.elasticsearch+json;compatible-with=8"));
        Assert.That((await Post("/_reindex", with: request => request.Content = body)).Status, Is.EqualTo(406));
    }

    [Test, Category("Finding es-B27")]
    public async Task What_clients_ask_beside_tasks_is_there()
    {
        var (task, ended) = (Emulator.Add(), Emulator.Add());
        Emulator.Finish(ended);
        foreach (var path in new[] { "/_cat/tasks", "/_cat/tasks?format=json", $"/.tasks/_doc/{ended}", "/.tasks/_search", "/_nodes", "/_nodes/http", "/_cluster/health", "/" })
        {
            Assert.That((await Get(path)).Status, Is.EqualTo(200), path);
        }

        Assert.That(Ids(await Post($"/_reindex/{task}/_rethrottle?requests_per_second=2")), Is.EqualTo(new[] { task }));
        AssertAnswer(await Post("/_update_by_query/nA1:99/_rethrottle?requests_per_second=2"), 200, NodeFailure("nA1", "resource_not_found_exception", "task [nA1:99] is missing"));
        Assert.That((await Post($"/_delete_by_query/{task}/_rethrottle")).Status, Is.EqualTo(400));
    }

    [TestCase(ElasticsearchFlavor.Elasticsearch, "7.17.29", 0, Category = "Finding es-B28")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "2.19.6", 1, Category = "Finding es-B28")]
    public async Task The_cluster_manager_is_OpenSearchs_word(ElasticsearchFlavor flavor, string version, int found)
    {
        Play(version, flavor);
        Emulator.Add(new() { NodeId = "nB2" });
        Assert.That(Ids(await Get("/_tasks?nodes=_cluster_manager")), Has.Length.EqualTo(found));
        Assert.That(Ids(await Get("/_tasks?nodes=cluster_manager:true")), Has.Length.EqualTo(found));
        Assert.That(Ids(await Get("/_tasks?nodes=master:true")), Has.Length.EqualTo(1));
    }

    [TestCase("/_tasks/a:%D9%A3", 404)]
    [TestCase("/_tasks?actions=%25zz", 200)]
    [TestCase("/_tasks/a%2Fb:1", 404)]
    [Category("Finding es-B29")]
    public async Task Odd_addresses_are_read_as_the_server_reads_them(string path, int status) => Assert.That((await Get(path)).Status, Is.EqualTo(status));

    [Test, Category("Finding es-B29")]
    public async Task A_line_can_be_too_long() =>
        Assert.That((await Get("/_tasks/" + new string('x', 5000))).Json["error"]!["type"]!.GetValue<string>(), Is.EqualTo("too_long_http_line_exception"));

    [Test, Category("Finding es-B30")]
    public async Task Replies_are_compressed_where_the_client_takes_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_tasks?foo=1") { Headers = { { "Accept-Encoding", "gzip, deflate" } } };
        using var response = await Http.SendAsync(request);
        Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "gzip" }));
        await using var unpacked = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.That((await JsonNode.ParseAsync(unpacked))!["status"]!.GetValue<int>(), Is.EqualTo(400));
    }

    [Test, Category("Finding es-A9")]
    public async Task Only_commas_are_no_filter([Values("actions=,", "actions=%2C", "actions=,,", "nodes=,")] string filter)
    {
        Play("7.17.29");
        var task = Emulator.Add();
        Assert.That(Ids(await Post($"/_tasks/_cancel?{filter}")), Is.EqualTo(new[] { task }));
    }

    [TestCase("filter_path=nodes.*.tasks.*.action", """{"nodes":{"nA1":{"tasks":{"nA1:1":{"action":"indices:data/write/reindex"}}}}}""")]
    [TestCase("filter_path=**.action", """{"nodes":{"nA1":{"tasks":{"nA1:1":{"action":"indices:data/write/reindex"}}}}}""")]
    [TestCase("filter_path=nothing", "{}")]
    [Category("Finding es-C")]
    public async Task Parts_of_a_reply_can_be_chosen(string query, string body)
    {
        Emulator.Add();
        AssertAnswer(await Get($"/_tasks?{query}"), 200, body);
    }

    [Test, Category("Finding es-C")]
    public async Task A_reply_can_be_YAML()
    {
        Emulator.Finish(Emulator.Add());
        AssertAnswer(await Get("/_tasks/foo:1?format=yaml"), 404, """
            ---
            error:
              root_cause:
              - type: "resource_not_found_exception"
                reason: "task [foo:1] isn't running and hasn't stored its results"
              type: "resource_not_found_exception"
              reason: "task [foo:1] belongs to the node [foo] which isn't part of the cluster\
                \ and there is no record of the task"
              caused_by:
                type: "resource_not_found_exception"
                reason: "task [foo:1] isn't running and hasn't stored its results"
            status: 404

            """);
    }

    [Test, Category("Finding es-C")]
    public async Task Tasks_keep_headers_of_their_requests()
    {
        await Post("/_reindex?wait_for_completion=false", Books, request =>
        {
            request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            request.Headers.Add("X-elastic-product-origin", "kibana");
        });
        Assert.That((Row("nA1:1").Headers["trace.id"], Row("nA1:1").Headers["X-elastic-product-origin"]), Is.EqualTo(("0af7651916cd43dd8448eb211c80319c", "kibana")));
    }

    [TestCase(ElasticsearchFlavor.Elasticsearch, "8.19.20", """{"error":"No ElasticsearchException found","status":400}""")]
    [TestCase(ElasticsearchFlavor.Elasticsearch, "9.3.3", """{"error":{"type":"illegal_argument_exception","reason":"malformed task id abc"},"status":400}""")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "3.9.0", """{"error":"Invalid argument","status":400}""")]
    [Category("ES-detailed-errors-off")]
    public async Task Errors_without_details(ElasticsearchFlavor flavor, string version, string body)
    {
        Play(version, flavor);
        Emulator.HasDetailedErrors = false;
        AssertAnswer(await Get("/_tasks/abc"), 400, body);
        AssertAnswer(await Get("/_tasks?error_trace=true"), 400, """{"error":"error traces in responses are disabled.","status":400}""");
    }

    [Test, Category("Finding es-C")]
    public async Task Errors_can_say_where_they_were_thrown()
    {
        var error = (await Get("/_tasks/abc?error_trace=true")).Json["error"]!;
        Assert.That(new[] { error["stack_trace"], error["root_cause"]![0]!["stack_trace"] }, Has.None.Null);
    }
}
