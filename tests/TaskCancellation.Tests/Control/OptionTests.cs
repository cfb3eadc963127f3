using System.Text.Json;
using EmulatorServer.Services;

namespace TaskCancellation.Tests.Control;

/// <summary>The options of the command line, as clients of the services see them.</summary>
internal sealed class OptionTests : ControlTest
{
    private const string Cloud = "bearer admin-token";

    private static IEnumerable<TestCaseData> Versions =>
    [
        .. new[] { "1.0", "1.3", "1.9", "1.12", "1.41", "1.50" }.Select(version => new TestCaseData("meilisearch", null, version, "/version", "pkgVersion", version)),
        .. new[] { "7.17.29", "8.19.0", "9.3.1" }.Select(version => new TestCaseData("elasticsearch", "Elasticsearch", version, "/", "version.number", version)),
        .. new[] { "2.19.6", "3.9.0" }.Select(version => new TestCaseData("elasticsearch", "OpenSearch", version, "/", "version.number", version)),
        new("elasticsearch", "OpenSearch", "3.9.0", "/", "version.distribution", "opensearch"),
        new("elasticsearch", "Serverless", "9.3.0", "/", "version.build_flavor", "serverless"),
        .. new[] { "3.136.0", "3.228.0" }.Select(version => new TestCaseData("cloudfoundry", "CloudController", version, "/", "links.cloud_controller_v3.meta.version", version)),
        new("cloudfoundry", "Korifi", "3.228.0", "/", "links.cloud_controller_v3.meta.version", "3.117.0+cf-k8s"),
        .. new[] { "v25.3", "v26.1" }.Select(version => new TestCaseData("veevavault", null, version, "/api", "values." + version, "/api/" + version)),
    ];

    [TestCaseSource(nameof(Versions))]
    [Category("Finding fc-R10")]
    public async Task A_version_and_a_flavor_are_played(string name, string? flavor, string version, string path, string member, string shown)
    {
        await StartAsync([$"--{name}-version", version, .. flavor is null ? Array.Empty<string>() : [$"--{name}-flavor", flavor]]);
        var (status, body) = await SendAsync(name, HttpMethod.Get, path, authorization: name == "veevavault" ? "ADMIN-SESSION-OF-THE-EMULATOR" : null);
        Assert.That(status, Is.EqualTo(200));
        var value = member.StartsWith("values.", StringComparison.Ordinal)
            ? body.GetProperty("values").GetProperty(member["values.".Length..])
            : member.Split('.').Aggregate(body, (json, part) => json.GetProperty(part));
        Assert.That(value.GetString(), name == "veevavault" ? Does.EndWith(shown) : Does.StartWith(shown));
    }

    [TestCase("1.2.0", JsonValueKind.Object)]
    [TestCase("1.1.0", JsonValueKind.Array)]
    public async Task The_version_of_Topaz_decides_whether_lists_have_pages(string version, JsonValueKind kind)
    {
        await StartAsync("--topazimage-version", version);
        Assert.That((await SendAsync("topazimage", HttpMethod.Get, "status?paginated=true", key: "topaz-key")).Body.ValueKind, Is.EqualTo(kind));
    }

    [TestCase("--meilisearch-version", "no version")]
    [TestCase("--elasticsearch-flavor", "Solr", "Elasticsearch, OpenSearch, Serverless")]
    [TestCase("--cloudfoundry-version", "2.0.0")]
    [TestCase("--topazimage-version", "9", "1.2.0 and 1.1.0")]
    [TestCase("--veevavault-version", "v1")]
    [TestCase("--meilisearch-flavor", "any", "meilisearch: The service has no flavors: there is one product of that name.")]
    [TestCase("--topazimage-flavor", "any", "topazimage: The service has no flavors: there is one product of that name.")]
    [TestCase("--veevavault-flavor", "any", "veevavault: The service has no flavors: there is one product of that name.")]
    [TestCase("--listen", "nowhere", "'nowhere' is no IP address such as 0.0.0.0.")]
    [TestCase("--set", "meilisearch.nonsense=1", "There is no setting nonsense, but version, ")]
    [TestCase("--set", "nobody.version=1", "There is no service nobody, but meilisearch, elasticsearch, ")]
    [TestCase("--set", "nonsense", "is not written as service.name=value")]
    [TestCase("--external-address", "nonsense", "is no http or https address")]
    [TestCase("--external-address", "nobody=https://x.test", "There is no service nobody, but meilisearch, elasticsearch, ")]
    public void A_value_that_cannot_be_is_refused_at_the_start(string option, string value, string said = "cannot be set") =>
        Assert.That(() => StartAsync(option, value), Throws.ArgumentException.With.Message.Contains(said).And.Message.StartsWith("--"));

    [Test]
    public async Task The_help_tells_which_services_have_flavors()
    {
        await StartAsync();
        foreach (var service in EmulatedService.All)
        {
            Assert.That((await GetAsync($"{service.Name}/settings")).TryGetProperty("flavor", out _), Is.EqualTo(service.HasFlavors), service.Name);
        }
    }

    [Test]
    public async Task Settings_are_set_from_the_command_line_again_and_again()
    {
        await StartAsync("--set", "elasticsearch.clusterName=a=b", "--set", "cloudfoundry.maxDiskInMb=77", "--set", "meilisearch.autobatching=false");
        Assert.That((await GetAsync("elasticsearch/settings")).GetProperty("clusterName").GetString(), Is.EqualTo("a=b"));
        Assert.That((await GetAsync("cloudfoundry/settings")).GetProperty("maxDiskInMb").GetString(), Is.EqualTo("77"));
        Assert.That((await GetAsync("meilisearch/settings")).GetProperty("autoBatching").GetString(), Is.EqualTo("false"));
    }

    [TestCase("meilisearch", "/tasks", 401, "Bearer the-key", null)]
    [TestCase("elasticsearch", "/_tasks", 401, "Basic ZWxhc3RpYzp0aGUta2V5", null)]
    [TestCase("cloudfoundry", "/v3/tasks", 401, "bearer the-key", null)]
    [TestCase("topazimage", "status", 401, null, "the-key")]
    public async Task A_key_opens_what_is_shut_without(string name, string path, int refused, string? authorization, string? key)
    {
        await StartAsync($"--{name}-key", "the-key");
        Assert.That((await SendAsync(name, HttpMethod.Get, path)).Status, Is.EqualTo(refused));
        Assert.That((await SendAsync(name, HttpMethod.Get, path, authorization: authorization, key: key)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task The_key_of_a_vault_is_a_session_and_a_password()
    {
        await StartAsync("--veevavault-key", "the-key");
        Assert.That((await SendAsync("veevavault", HttpMethod.Get, "/api", authorization: "other")).Body.GetProperty("responseStatus").GetString(), Is.EqualTo("FAILURE"));
        Assert.That((await SendAsync("veevavault", HttpMethod.Get, "/api", authorization: "the-key")).Body.GetProperty("responseStatus").GetString(), Is.EqualTo("SUCCESS"));
        using var form = new FormUrlEncodedContent([new("username", "admin@vault.test"), new("password", "the-key")]);
        using var login = await Http.PostAsync(new Uri(AddressOf("veevavault"), "/api/v26.2/auth"), form);
        Assert.That(await login.Content.ReadAsStringAsync(), Does.Contain("\"SUCCESS\""));
    }

    [Test]
    public async Task Without_a_key_what_is_open_by_default_is_open([Values("meilisearch", "elasticsearch")] string name)
    {
        await StartAsync();
        Assert.That((await SendAsync(name, HttpMethod.Get, name == "meilisearch" ? "/tasks" : "/_tasks")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_user_by_name_is_let_in_until_removed()
    {
        await StartAsync("--meilisearch-key", "master");
        await PostAsync("meilisearch/users", """{"name":"reader","apiKey":"r","actions":["tasks.get"]}""");
        await PostAsync("elasticsearch/users", """{"name":"reader","password":"r","privileges":["monitor"]}""");
        await PostAsync("cloudfoundry/users", """{"name":"reader","tokens":["r"],"roles":[{"role":"AdminReadOnly"}]}""");
        await PostAsync("topazimage/users", """{"name":"reader","apiKey":"r","permissions":"Read"}""");
        await PostAsync("veevavault/users", """{"name":"reader","sessions":["r"],"role":"JobReader"}""");
        foreach (var (name, path, authorization, key) in Readers)
        {
            Assert.That(await IsLetInAsync(name, path, authorization, key), Is.True, name);
            await AskAsync(HttpMethod.Delete, $"{name}/users/reader");
            Assert.That(await IsLetInAsync(name, path, authorization, key), Is.False, name);
        }
    }

    [Test]
    [Category("Finding fc-R8")]
    public async Task Tasks_made_over_HTTP_end_after_the_time_that_is_given([Values("", "12", "-1")] string seconds)
    {
        await StartAsync(seconds.Length == 0 ? [] : ["--new-tasks-run-for", seconds]);
        await PostAsync("cloudfoundry/tasks");
        var app = (await GetAsync("cloudfoundry/tasks"))[0].GetProperty("appId").GetString();
        Assert.That((await SendAsync("meilisearch", HttpMethod.Post, "/indexes", """{"uid":"movies"}""")).Status, Is.EqualTo(202));
        Assert.That((await SendAsync("elasticsearch", HttpMethod.Post, "/_reindex?wait_for_completion=false", """{"source":{"index":"a"},"dest":{"index":"b"}}""")).Status, Is.EqualTo(200));
        Assert.That((await SendAsync("cloudfoundry", HttpMethod.Post, $"/v3/apps/{app}/tasks", """{"command":"true"}""", Cloud)).Status, Is.EqualTo(202));
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "image", "a.png" } };
        using var submit = new HttpRequestMessage(HttpMethod.Post, new Uri(AddressOf("topazimage"), "enhance/async")) { Content = form };
        submit.Headers.Add("X-API-Key", "topaz-key");
        using var submitted = await Http.SendAsync(submit);
        Assert.That((int)submitted.StatusCode, Is.EqualTo(200));

        (double Seconds, string[] Ended)[] course = seconds switch
        {
            "" => [(4, ["meilisearch"]), (9, ["meilisearch", "elasticsearch", "cloudfoundry"]), (119, ["meilisearch", "elasticsearch", "cloudfoundry"]), (121, Makers)],
            "12" => [(11, []), (16, ["meilisearch", "elasticsearch", "cloudfoundry"]), (18, Makers)],
            _ => [(3600, [])],
        };
        var passed = 0.0;
        foreach (var (at, ended) in course)
        {
            await AdvanceAsync(at - passed);
            passed = at;
            Assert.That(await EndedAsync(), Is.EqualTo(ended), $"after {at} seconds; a job of Topaz is Pending for the first 5");
        }
    }

    [Test]
    public async Task A_setting_of_the_service_counts_more_than_the_time_for_all()
    {
        await StartAsync("--new-tasks-run-for", "12", "--set", "elasticsearch.newTasks.runDuration=3");
        Assert.That((await GetAsync("elasticsearch/settings")).GetProperty("newTasks.runDuration").GetString(), Is.EqualTo("00:00:03"));
    }

    [Test]
    public async Task A_Meilisearch_runs_one_batch_at_a_time_and_each_task_in_its_own_when_told_to()
    {
        await StartAsync("--set", "meilisearch.autoBatching=false", "--set", "meilisearch.newTasks.runDuration=10");
        await AddAsync("meilisearch", """{"runDuration":10}""");
        await AddAsync("meilisearch", """{"runDuration":10}""");
        await AdvanceAsync(5);
        Assert.That(await StatusesAsync(), Is.EqualTo(new[] { "processing", "enqueued" }));
        await AdvanceAsync(10);
        Assert.That(await StatusesAsync(), Is.EqualTo(new[] { "succeeded", "processing" }));
        await AdvanceAsync(10);
        var rows = (await GetAsync("meilisearch/tasks")).EnumerateArray().Select(row => row.GetProperty("batchUid").GetInt64());
        Assert.That(rows, Is.Unique);
    }

    [Test]
    public async Task A_restarted_Meilisearch_begins_its_batch_again()
    {
        await StartAsync();
        await AddAsync("meilisearch", """{"runDuration":10}""");
        await AdvanceAsync(8);
        await PostAsync("meilisearch/actions/restart");
        await AdvanceAsync(8);
        Assert.That(await StatusesAsync(), Is.EqualTo(new[] { "processing" }));
        await AdvanceAsync(5);
        Assert.That(await StatusesAsync(), Is.EqualTo(new[] { "succeeded" }));
    }

    [Test]
    public async Task A_Meilisearch_whose_queue_is_full_takes_no_task_until_some_are_deleted()
    {
        await StartAsync();
        await SetAsync("meilisearch", """{"isQueueFull":true}""");
        var (status, refused) = await SendAsync("meilisearch", HttpMethod.Post, "/indexes", """{"uid":"movies"}""");
        Assert.That((status, refused.GetProperty("code").GetString()), Is.EqualTo((422, "no_space_left_on_device")));
        await SetAsync("meilisearch", """{"isQueueFull":false}""");
        Assert.That((await SendAsync("meilisearch", HttpMethod.Post, "/indexes", """{"uid":"movies"}""")).Status, Is.EqualTo(202));
    }

    [Test]
    public async Task A_restarted_node_has_lost_its_tasks_and_counts_from_one()
    {
        await StartAsync();
        var first = await AddAsync("elasticsearch");
        await PostAsync("elasticsearch/actions/restartNode");
        Assert.That((await SendAsync("elasticsearch", HttpMethod.Get, $"/_tasks/{first}")).Status, Is.EqualTo(404));
        Assert.That(await AddAsync("elasticsearch"), Is.EqualTo(first), "the node's id is the same, and its numbers begin at 1");
    }

    [Test]
    public async Task The_clock_stands_runs_or_hurries_as_its_options_say([Values("--manual", "--speed=0")] string option)
    {
        Assert.That(Read("--speed", "100"), Has.Property("Speed").EqualTo(100).And.Property("IsManual").False);
        await StartAsync(option);
        Assert.That((await GetAsync("clock")).GetProperty("speed").GetDouble(), Is.Zero);
    }

    [Test]
    public async Task Generated_ids_begin_where_the_seed_says()
    {
        await StartAsync("--seed", "7");
        var seventh = await AddAsync("cloudfoundry");
        await StopAsync();
        OpenClient();
        await StartAsync();
        Assert.That(await AddAsync("cloudfoundry"), Is.Not.EqualTo(seventh));
    }

    [Test]
    public async Task Tasks_to_begin_with_come_from_a_file()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.json");
        await File.WriteAllTextAsync(file, """{"meilisearch":[{"indexUid":"movies"},{"indexUid":"books"}],"topazimage":[{}]}""");
        await StartAsync("--tasks", file);
        Assert.That((await GetAsync("meilisearch/tasks")).EnumerateArray().Select(row => row.GetProperty("indexUid").GetString()), Is.EqualTo(new[] { "movies", "books" }));
        Assert.That((await GetAsync("topazimage/tasks")).GetArrayLength(), Is.EqualTo(1));
    }

    /// <summary>The services where tasks can be made over HTTP.</summary>
    private static readonly string[] Makers = ["meilisearch", "elasticsearch", "cloudfoundry", "topazimage"];

    private static (string Name, string Path, string? Authorization, string? Key)[] Readers =>
    [
        ("meilisearch", "/tasks", "Bearer r", null),
        ("elasticsearch", "/_tasks", "Basic cmVhZGVyOnI=", null),
        ("cloudfoundry", "/v3/tasks", "bearer r", null),
        ("topazimage", "status", null, "r"),
        ("veevavault", "/api", "r", null),
    ];

    private async Task<bool> IsLetInAsync(string name, string path, string? authorization, string? key)
    {
        var (status, body) = await SendAsync(name, HttpMethod.Get, path, authorization: authorization, key: key);
        return status == 200 && (name != "veevavault" || body.GetProperty("responseStatus").GetString() == "SUCCESS");
    }

    private async Task<IReadOnlyList<string?>> StatusesAsync() =>
        [.. (await GetAsync("meilisearch/tasks")).EnumerateArray().Select(row => row.GetProperty("state").GetString())];

    /// <summary>The services whose newest task has ended.</summary>
    private async Task<IReadOnlyList<string>> EndedAsync()
    {
        var ended = new List<string>();
        foreach (var name in Makers)
        {
            var newest = (await GetAsync($"{name}/tasks")).EnumerateArray().Last();
            var isEnded = name == "elasticsearch" ? newest.GetProperty("finishedAt").ValueKind == JsonValueKind.String
                : newest.GetProperty("state").GetString()!.ToUpperInvariant() is "SUCCEEDED" or "COMPLETED";
            if (isEnded)
            {
                ended.Add(name);
            }
        }

        return ended;
    }
}
