using System.Net.Http.Headers;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Emulator;

public class ProductTests : EmulatorTest
{
    [TestCase("7.13.0", false, false, false, Category = "ES-7.47")]
    [TestCase("7.14.0", true, false, false, Category = "ES-7.47")]
    public async Task Elasticsearch_shows_the_flag_of_cancellable_tasks_from_7_14_on(string version, bool onCancellable, bool onOther, bool time)
    {
        Play(version);
        await AssertFields(onCancellable, onOther, time);
    }

    [TestCase("1.3.0", false, false, false, Category = "ES-7.47")]
    [TestCase("2.0.0", true, true, false, Category = "ES-7.46")]
    [TestCase("2.8.0", true, true, true, Category = "ES-7.46")]
    public async Task OpenSearch_shows_the_flag_of_all_tasks_from_2_on(string version, bool onCancellable, bool onOther, bool time)
    {
        PlayOpenSearch(version);
        await AssertFields(onCancellable, onOther, time);
    }

    [Test, Category("ES-7.46"), Category("Finding es-C")]
    public async Task OpenSearch_stores_the_flag_and_shows_resources_where_a_task_runs()
    {
        PlayOpenSearch("2.19.0");
        var task = Emulator.Add();
        Assert.That((await Get($"/_tasks/{task}")).Json["task"]!["resource_stats"]!["total"]!.ToJsonString(), Is.EqualTo("""{"cpu_time_in_nanos":0,"memory_in_bytes":0}"""));
        Assert.That((await Get("/_tasks")).Body, Does.Not.Contain("resource_stats"));
        Assert.That((await Get("/_tasks?detailed")).Body, Does.Contain("resource_stats"));
        await Cancel(task);
        Advance(1);
        var read = (await Get($"/_tasks/{task}")).Json["task"]!.AsObject();
        Assert.That((read["cancelled"]!.GetValue<bool>(), read.ContainsKey("resource_stats")), Is.EqualTo((true, false)));
    }

    [TestCase(ElasticsearchFlavor.Elasticsearch, "8.19.0", null, "default", Category = "ES-7.48")]
    [TestCase(ElasticsearchFlavor.OpenSearch, "2.19.1", "opensearch", null, Category = "ES-7.48")]
    [TestCase(ElasticsearchFlavor.Serverless, "8.11.0", null, "serverless", Category = "ES-7.48")]
    public async Task The_root_tells_product_and_version(ElasticsearchFlavor flavor, string number, string? distribution, string? buildFlavor)
    {
        Play(number, flavor);
        var version = (await Get("/")).Json["version"]!;
        Assert.That(
            (version["number"]?.GetValue<string>(), version["distribution"]?.GetValue<string>(), version["build_flavor"]?.GetValue<string>()),
            Is.EqualTo((number, distribution, buildFlavor)));
    }

    [Test, Category("ES-7.49")]
    public async Task The_product_header_is_not_on_401_and_403()
    {
        Assert.That((await Get("/")).Headers["X-elastic-product"], Is.EqualTo("Elasticsearch"));
        Assert.That((await Get("/_tasks/x")).Headers.ContainsKey("X-elastic-product"), Is.True);
        Emulator.AddUser(new() { Name = "t-user", BearerToken = "t", Privileges = [] });
        foreach (var token in new[] { "t", "wrong" })
        {
            Assert.That((await Get("/_tasks", Bearer(token))).Headers.ContainsKey("X-elastic-product"), Is.False);
        }

        PlayOpenSearch("3.8.0");
        var answer = await Get("/_tasks", Bearer("t"));
        Assert.That((answer.Headers.ContainsKey("X-elastic-product"), answer.Headers["X-OpenSearch-Version"]), Is.EqualTo((false, "OpenSearch/3.8.0 (opensearch)")));
    }

    [TestCase("Basic", "dTpw", 200, Category = "ES-7.50")]
    [TestCase("ApiKey", "aWQ6a2V5", 200, Category = "ES-7.50")]
    [TestCase("Bearer", "token", 200, Category = "ES-7.50")]
    [TestCase("Bearer", "dTpw", 401, Category = "ES-7.50")]
    public async Task Three_schemes_are_known(string scheme, string value, int status)
    {
        Emulator.AddUser(new() { Name = "u", Password = "p" });
        Emulator.AddUser(new() { Name = "id", ApiKey = "key" });
        Emulator.AddUser(new() { Name = "token-user", BearerToken = "token" });
        Assert.That((await Get("/_tasks", request => request.Headers.Authorization = new AuthenticationHeaderValue(scheme, value))).Status, Is.EqualTo(status));
    }

    [Test, Category("ES-7.50")]
    public async Task Without_a_credential_it_is_401_with_challenges()
    {
        Emulator.IsSecured = true;
        var error = (await Post("/_tasks/_cancel")).Json["error"]!;
        Assert.That(error["reason"]!.GetValue<string>(), Is.EqualTo("missing authentication credentials for REST request [/_tasks/_cancel]"));
        Assert.That(error["header"]!["WWW-Authenticate"]!.AsArray(), Has.Count.EqualTo(3));
    }

    [Test, Category("ES-7.51")]
    public async Task OpenSearch_says_less()
    {
        PlayOpenSearch("2.19.4");
        Emulator.IsSecured = true;
        AssertAnswer(await Get("/_tasks"), 401, "Unauthorized");
    }

    [Test, Category("ES-7.52")]
    public async Task Missing_privileges_are_named()
    {
        Emulator.Add();
        Emulator.AddUser(new() { Name = "reader-user", BearerToken = "reader", Privileges = ["monitor"] });
        Assert.That((await Get("/_tasks", Bearer("reader"))).Status, Is.EqualTo(200));
        const string action = "cluster:admin/tasks/cancel";
        AssertAnswer(await Post("/_tasks/_cancel", with: Bearer("reader")), 403, Error(403, "security_exception", $"action [{action}] is unauthorized for user [reader-user] with effective roles [], this action is granted by the cluster privileges [cancel_task,manage,all]"));
        PlayOpenSearch("2.19.0");
        Assert.That((await Post("/_tasks/_cancel", with: Bearer("reader"))).Body, Does.Contain($"no permissions for [{action}] and User [name=reader-user, "));
        Assert.That(Flagged(), Is.Empty);
    }

    [Test, Category("ES-7.53")]
    public async Task Routing_errors_are_texts()
    {
        var refused = await Send(HttpMethod.Delete, "/_tasks/x");
        AssertAnswer(refused, 405, """{"error":"Incorrect HTTP method for uri [/_tasks/x] and method [DELETE], allowed: [GET]","status":405}""");
        Assert.That(refused.Headers["Allow"], Is.EqualTo("GET"));
        AssertAnswer(await Get("/x/y/z"), 400, """{"error":"no handler found for uri [/x/y/z] and method [GET]"}""");
    }

    [Test, Category("ES-7.54"), Category("Finding es-F")]
    public async Task Media_types_are_echoed_or_refused()
    {
        Task<Answer> Ask(int version) => Get("/_tasks", request => request.Headers.TryAddWithoutValidation("Accept", $"application/vnd.elasticsearch+json; compatible-with={version}"));
        Assert.That((await Ask(7)).Headers["Content-Type"], Does.StartWith("application/vnd.elasticsearch+json;"));
        var refused = await Ask(9);
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Json["error"]!["caused_by"]!["reason"]!.GetValue<string>(), Does.StartWith("Accept version must be either version 8 or 7, but found 9."));
        Assert.That((await Get("/_tasks")).Headers["Content-Type"], Is.EqualTo("application/json"));
    }

    private async Task AssertFields(bool onCancellable, bool onOther, bool time)
    {
        Emulator.Add();
        Emulator.Add(new() { IsCancelable = false });
        await Cancel("nA1:1");
        var tasks = (await Get("/_tasks?group_by=none")).Json["tasks"]!.AsArray();
        Assert.That(
            (tasks[0]!.AsObject().ContainsKey("cancelled"), tasks[1]!.AsObject().ContainsKey("cancelled"), tasks[0]!.AsObject().ContainsKey("cancellation_time_millis")),
            Is.EqualTo((onCancellable, onOther, time)));
    }

    private static Action<HttpRequestMessage> Bearer(string token) => request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
}
