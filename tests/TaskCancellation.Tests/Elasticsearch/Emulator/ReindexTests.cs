using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Emulator;

public class ReindexTests : EmulatorTest
{
    private const string Everything = """{"source":{"index":"books"},"dest":{"index":"copies"}}""";
    private const string Query = """{"query":{"match_all":{}}}""";

    [TestCase("/_reindex", "indices:data/write/reindex", Category = "ES-7.58")]
    [TestCase("/books/_update_by_query", "indices:data/write/update/byquery", Category = "ES-7.58")]
    [TestCase("/books/_delete_by_query", "indices:data/write/delete/byquery", Category = "ES-7.58")]
    public async Task Work_started_without_waiting_is_a_task(string path, string action)
    {
        AssertAnswer(await Post(path + "?wait_for_completion=false", path == "/_reindex" ? Everything : Query, request => request.Headers.Add("X-Opaque-Id", "me")), 200, """{"task":"nA1:1"}""");
        Assert.That((Row("nA1:1").Action, Row("nA1:1").Headers["X-Opaque-Id"]), Is.EqualTo((action, "me")));
        Emulator.Finish("nA1:1");
        Assert.That((await Get("/_tasks/nA1:1")).Json["response"]!["total"]!.GetValue<int>(), Is.EqualTo(1000));
    }

    [Test, Category("ES-7.58")]
    public async Task Work_waited_for_answers_when_it_ends()
    {
        Emulator.NewTasks = new() { RunDuration = TimeSpan.FromSeconds(3) };
        var waiting = Post("/_reindex", Everything);
        Advance(3);
        Assert.That((await waiting).Json["created"]!.GetValue<int>(), Is.EqualTo(1000));
    }

    [Test, Category("ES-7.55")]
    public async Task Serverless_lists_and_cancels_nothing_here()
    {
        Play("8.11.0", ElasticsearchFlavor.Serverless);
        var task = Emulator.Add();
        AssertAnswer(await Post("/_tasks/_cancel"), 410, Error(410, "api_not_available_exception", "Request for uri [/_tasks/_cancel] with method [POST] exists but is not available when running in serverless mode"));
        Assert.That((await Get("/_tasks")).Status, Is.EqualTo(410));
        Assert.That((await Get($"/_tasks/{task}")).Status, Is.EqualTo(200));
        Assert.That((await Post($"/_reindex/{task}/_cancel?wait_for_completion=false")).Status, Is.EqualTo(200));
    }

    [Test, Category("ES-7.56")]
    public async Task Cancel_waits_unless_told_otherwise()
    {
        Play("9.5.0");
        var task = Emulator.Add();
        AssertAnswer(await Post($"/_reindex/{task}/_cancel?wait_for_completion=false"), 200, """{"acknowledged":true}""");
        var waiting = Post($"/_reindex/{task}/_cancel");
        Advance(1);
        var answer = (await waiting).Json;
        Assert.That(
            (answer["completed"]!.GetValue<bool>(), answer["id"]!.GetValue<string>(), answer["cancelled"]!.GetValue<bool>(), answer["response"]!["canceled"]!.GetValue<string>()),
            Is.EqualTo((true, task, true, "by user request")));
    }

    [Test, Category("ES-7.56")]
    public async Task Only_running_reindexing_is_found()
    {
        Play("9.5.0");
        var reindex = Emulator.Add();
        string[] others = [Emulator.Add(new() { Action = Search }), Emulator.Add(new() { ParentId = reindex }), "nA1:99", "gone:1"];
        foreach (var id in others)
        {
            AssertAnswer(await Post($"/_reindex/{id}/_cancel"), 404, Error(404, "resource_not_found_exception", $"reindex task [{id}] either not found or completed"));
        }

        Assert.That((await Get("/_reindex")).Json["reindex"]!.AsArray().Select(task => task!["id"]!.GetValue<string>()), Is.EqualTo(new[] { reindex }));
        Assert.That((await Get($"/_reindex/{reindex}")).Json["completed"]!.GetValue<bool>(), Is.False);
        Play("9.4.0");
        Assert.That((await Post($"/_reindex/{reindex}/_cancel")).Status, Is.EqualTo(400));
    }

    [Test, Category("ES-7.57")]
    public async Task A_reindex_being_relocated_is_503()
    {
        Play("9.5.0");
        var task = Emulator.Add();
        Emulator.BeginRelocation(task);
        AssertAnswer(await Post($"/_reindex/{task}/_cancel"), 503, Error(503, "status_exception", "cannot cancel task [1] because it is being relocated"));
    }
}
