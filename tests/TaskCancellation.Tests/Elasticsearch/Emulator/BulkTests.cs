using System.Text.Json.Nodes;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Emulator;

/// <summary>What the reindex family comes to on indices, as recorded.</summary>
public class BulkTests : EmulatorTest
{
    private const string Copy = """{"source":{"index":"src","size":5},"dest":{"index":"copies"}}""";
    private const string Create = """{"source":{"index":"src"},"dest":{"index":"dup","op_type":"create"}}""";
    private const string Slow = """{"source":{"index":"src","query":{"script":{"script":"return true"}}},"dest":{"index":"copies"}}""";

    [SetUp]
    public void AddIndices()
    {
        foreach (var name in new[] { "src", "ubq", "dup" })
        {
            Emulator.AddIndex(new() { Name = name, Documents = 20, Shards = 2 });
        }

        Emulator.AddIndex(new()
        {
            Name = "typed",
            WriteFailure = new("mapper_parsing_exception", "failed to parse field [n] of type [integer] in document with id '{id}'. Preview of field's value: 'abc'", new("number_format_exception", "For input string: \"abc\"")),
        });
    }

    [TestCase(ElasticsearchCancelEnding.SearchCanceled, "all shards failed", "query", true)]
    [TestCase(ElasticsearchCancelEnding.SearchPartlyCanceled, "Partial shards failure", "query", false)]
    [TestCase(ElasticsearchCancelEnding.FetchCanceled, "all shards failed", "fetch", false)]
    [Category("Finding es-A4")]
    public async Task A_cancel_amid_a_search_is_stored_as_the_failure_of_the_search(ElasticsearchCancelEnding ending, string reason, string phase, bool isCauseNamed)
    {
        Play("7.17.29");
        var task = Emulator.Add(new() { CancelEnding = ending });
        await Cancel(task);
        Advance(1);
        var read = (await Get($"/_tasks/{task}")).Json;
        var error = read["error"]!;
        Assert.That(read["task"]!["status"]!["canceled"]!.GetValue<string>(), Is.EqualTo("by user request"));
        Assert.That(
            (error["type"]!.GetValue<string>(), error["reason"]!.GetValue<string>(), error["phase"]!.GetValue<string>(), error["caused_by"] is not null),
            Is.EqualTo(("search_phase_execution_exception", reason, phase, isCauseNamed)));
        Assert.That(error["failed_shards"]![0]!["reason"]!["type"]!.GetValue<string>(), Is.EqualTo("task_cancelled_exception"));
    }

    [Test, Category("Finding es-A4")]
    public async Task A_slow_query_meets_its_cancel_in_the_search()
    {
        PlayOpenSearch("3.9.0");
        await Post("/_reindex?wait_for_completion=false", Slow);
        await Cancel("nA1:1");
        Advance(2);
        var read = (await Get("/_tasks/nA1:1")).Json;
        Assert.That((read["task"]!["status"]!["total"]!.GetValue<int>(), read["task"]!["status"]!["canceled"]!.GetValue<string>()), Is.EqualTo((0, "by user request")));
        Assert.That(read["error"]!["caused_by"]!["reason"]!.GetValue<string>(), Is.EqualTo("cancelled task with reason: by user request"));
    }

    [TestCase("""{"source":{"index":"src"},"dest":{"index":"typed"}}""", 400, "failures", "mapper_parsing_exception")]
    [TestCase(Create, 409, "failures", "version_conflict_engine_exception")]
    [TestCase("""{"source":{"index":"none"},"dest":{"index":"copies"}}""", 404, "error", "index_not_found_exception")]
    [Category("Finding es-A10")]
    public async Task A_reindex_that_fails_says_so(string body, int status, string where, string type)
    {
        static string Type(JsonNode reply, string where) => (where == "error" ? reply["error"]! : reply["failures"]![0]!["cause"]!)["type"]!.GetValue<string>();
        var direct = await Post("/_reindex", body);
        Assert.That((direct.Status, Type(direct.Json, where)), Is.EqualTo((status, type)));
        var id = (await Post("/_reindex?wait_for_completion=false", body)).Json["task"]!.GetValue<string>();
        Advance(1);
        var read = (await Get($"/_tasks/{id}")).Json;
        Assert.That((read["completed"]!.GetValue<bool>(), Type(where == "error" ? read : read["response"]!, where), read["error"] is not null), Is.EqualTo((true, type, where == "error")));
    }

    [Test, Category("Finding es-A10")]
    public async Task Conflicts_that_are_passed_over_are_counted()
    {
        var waiting = Post("/_reindex", """{"conflicts":"proceed",""" + Create[1..]);
        Advance(1);
        var reply = await waiting;
        Assert.That((reply.Status, reply.Json["version_conflicts"]!.GetValue<int>(), reply.Json["failures"]!.ToJsonString()), Is.EqualTo((200, 20, "[]")));
    }

    [TestCase("/_reindex", Copy, "took,timed_out,total,updated,created,deleted,batches,version_conflicts,noops,retries,throttled_millis,requests_per_second,throttled_until_millis,failures")]
    [TestCase("/ubq/_update_by_query", null, "took,timed_out,total,updated,deleted,batches,version_conflicts,noops,retries,throttled_millis,requests_per_second,throttled_until_millis,failures")]
    [TestCase("/ubq/_delete_by_query", """{"query":{"match_all":{}}}""", "took,timed_out,total,deleted,batches,version_conflicts,noops,retries,throttled_millis,requests_per_second,throttled_until_millis,failures")]
    [Category("Finding es-C")]
    public async Task A_direct_answer_has_the_counts_of_its_route_and_a_record_has_all(string path, string? body, string members)
    {
        Play("7.17.29");
        var direct = Post(path, body);
        Advance(1);
        Assert.That(string.Join(',', (await direct).Json.AsObject().Select(member => member.Key)), Is.EqualTo(members));
        var human = Post(path + "?human", body);
        Advance(1);
        Assert.That((await human).Json.AsObject().Select(member => member.Key), Is.SupersetOf(new[] { "throttled", "throttled_until" }));
        var id = (await Post(path + "?wait_for_completion=false", body)).Json["task"]!.GetValue<string>();
        Advance(1);
        Assert.That((await Get($"/_tasks/{id}")).Json["response"]!.AsObject().Select(member => member.Key), Is.SupersetOf(new[] { "updated", "created", "deleted", "throttled" }));
    }

    [TestCase(ElasticsearchFlavor.Elasticsearch, "7.17.29", "reindex from [src, ubq] to [dste][_doc]")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "2.19.6", "reindex from [src, ubq] to [dste]")]
    [Category("Finding es-C")]
    public async Task Counts_and_description_are_those_of_the_request(ElasticsearchFlavor flavor, string version, string description)
    {
        Play(version, flavor);
        await Post("/_reindex?wait_for_completion=false&requests_per_second=7&max_docs=14", """{"source":{"index":["src","ubq"],"size":7},"dest":{"index":"dste"}}""");
        var task = (await Get("/_tasks/nA1:1")).Json["task"]!;
        var status = task["status"]!;
        Assert.That(
            (task["description"]!.GetValue<string>(), status["total"]!.GetValue<int>(), status["batches"]!.GetValue<int>(), status["requests_per_second"]!.ToJsonString()),
            Is.EqualTo((description, 14, 1, "7.0")));
    }

    [Test, Category("Finding es-C")]
    public async Task A_running_search_is_a_task_with_one_below_it_for_each_shard()
    {
        PlayOpenSearch("3.9.0");
        var search = Post("/src/_search", """{"query":{"script":{"script":"return true"}}}""", request => request.Headers.Add("X-Opaque-Id", "mine"));
        var tasks = (await Get("/_tasks?actions=*search*&group_by=none&detailed")).Json["tasks"]!.AsArray();
        Assert.That(
            tasks.Select(task => $"{task!["type"]} {task["action"]} {task["description"]} {task["headers"]!["X-Opaque-Id"]}"),
            Is.EqualTo(new[]
            {
                """transport indices:data/read/search indices[src], search_type[QUERY_THEN_FETCH], source[{"query":{"script":{"script":{"source":"return true","lang":"painless"},"boost":1.0}}}] mine""",
                "direct indices:data/read/search[phase/query] shardId[[src][0]] mine",
                "direct indices:data/read/search[phase/query] shardId[[src][1]] mine",
            }));
        await Cancel("nA1:1");
        Advance(1);
        var answer = await search;
        Assert.That((answer.Status, answer.Json["error"]!["root_cause"]![0]!["type"]!.GetValue<string>()), Is.EqualTo((500, "task_cancelled_exception")));
        AssertAnswer(await Get("/_tasks?actions=*search*"), 200, """{"nodes":{}}""");
    }

    [Test, Category("Finding es-C")]
    public async Task A_force_merge_stores_its_shards_and_cannot_be_cancelled()
    {
        PlayOpenSearch("2.19.6");
        AssertAnswer(await Post("/src/_forcemerge?wait_for_completion=false&max_num_segments=1"), 200, """{"task":"nA1:1"}""");
        var read = (await Get("/_tasks/nA1:1")).Json;
        Assert.That(
            (read["task"]!["description"]!.GetValue<string>(), read["task"]!["cancellable"]!.GetValue<bool>(), read["response"]!.ToJsonString()),
            Is.EqualTo(("Force-merge indices [src], maxSegments[1], onlyExpungeDeletes[false], flush[true], primaryOnly[false]", false, """{"_shards":{"total":2,"successful":2,"failed":0}}""")));
    }

    [TestCase("/ubq/_update_by_query?scroll_size=0", null, "[size] cannot be [0] in a scroll context")]
    [TestCase("/_reindex", """{"source":{"index":"src","size":0},"dest":{"index":"copies"}}""", "[size] cannot be [0] in a scroll context")]
    [TestCase("/_reindex?max_docs=-1", Copy, "[max_docs] parameter cannot be negative, found [-1]")]
    public async Task What_would_never_come_to_an_end_is_refused(string path, string? body, string reason)
    {
        var answer = await Post(path, body);
        Assert.That((answer.Status, answer.Json["error"]!["reason"]!.GetValue<string>()), Is.EqualTo((400, reason.StartsWith("[size]", StringComparison.Ordinal) ? $"Validation Failed: 1: {reason};" : reason)));
    }
}
