using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;

namespace TaskCancellation.Tests.Meilisearch.Emulator;

/// <summary>The web server in front: methods, paths, headers, lengths, compression.</summary>
[Category("Finding M-wire")]
public sealed class WireTests : EmulatorTest
{
    [TestCase("POST", "/tasks", "GET, DELETE")]
    [TestCase("HEAD", "/tasks/0", "GET")]
    [TestCase("GET", "/tasks/cancel", "POST")]
    [TestCase("DELETE", "/tasks/0/documents", "GET")]
    [TestCase("PUT", "/keys", "GET, POST")]
    [TestCase("POST", "/network", "GET, PATCH")]
    [TestCase("OPTIONS", "/", "GET")]
    public async Task Another_method_is_told_which_are_allowed(string method, string path, string allowed)
    {
        using var reply = await Ask(method, path);
        Assert.That(((int)reply.StatusCode, string.Join(", ", reply.Content.Headers.Allow)), Is.EqualTo((405, allowed)));
    }

    [TestCase("//tasks", 200)]
    [TestCase("/tas%6Bs", 200)]
    [TestCase("/tasks#x", 200)]
    [TestCase("/tasks/%30", 404)]
    [TestCase("/tasks/01", 404)]
    [TestCase("/tasks%2F0", 404)]
    [TestCase("/Tasks", 404)]
    [TestCase("/tasks/0%2Fdocuments", 400)]
    [TestCase("/tasks?uids=1%00", 400)]
    [TestCase("/tasks?uids=%FF", 400)]
    public async Task Paths_and_values_are_decoded_once(string target, int status)
    {
        using var reply = await Ask("GET", target);
        Assert.That((int)reply.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task A_scoped_key_is_not_shown_the_version_and_only_the_first_header_counts()
    {
        Server.Version = "1.50";
        Server.MasterKey = "MASTER";
        Server.AddUser(new() { Name = "m", ApiKey = "m", Actions = ["*"], Indexes = ["movies"] });
        Assert.That((await Get("/version", "Bearer m")).Status, Is.EqualTo(403));
        Assert.That((await Get("/tasks", "Bearer é")).Status, Is.EqualTo(401));
        using var reply = await Ask("GET", "/tasks", ("Authorization", "Bearer MASTER"), ("Authorization", "Bearer no"));
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_browser_may_ask_first()
    {
        using var reply = await Ask("OPTIONS", "/tasks/0", ("Origin", "http://x.test"), ("Access-Control-Request-Method", "POST"));
        Assert.That((reply.StatusCode, reply.Headers.GetValues("Access-Control-Allow-Origin").Single()), Is.EqualTo((HttpStatusCode.OK, "*")));
    }

    [TestCase(65_534, 200)]
    [TestCase(65_535, 400)]
    [TestCase(131_072, 431)]
    public async Task Targets_have_a_longest_length(int length, int status)
    {
        using var reply = await Ask("GET", "/tasks?uids=".PadRight(length, ','));
        Assert.That((int)reply.StatusCode, Is.EqualTo(status));
    }

    [TestCase(120_000, 200)]
    [TestCase(131_072, 431)]
    public async Task Heads_have_a_longest_length(int length, int status)
    {
        using var reply = await Ask("GET", "/tasks", ("X-Long", new string('a', length)));
        Assert.That((int)reply.StatusCode, Is.EqualTo(status));
    }

    [TestCase("gzip, deflate, br", "br")]
    [TestCase("deflate;q=1, gzip;q=0.1", "deflate")]
    [TestCase("deflate;q=0.5, gzip;q=0.5, br;q=0.1", "gzip")]
    [TestCase("GZIP", "gzip")]
    [TestCase("gzip, *;q=0", "gzip")]
    [TestCase("identity;q=0, deflate", "deflate")]
    [TestCase("deflate", "deflate")]
    [TestCase("zstd", null)]
    [TestCase("*", null)]
    [TestCase("gzip;q=0", null)]
    public async Task Answers_are_compressed_as_accepted(string accepted, string? coding)
    {
        using var reply = await Ask("GET", "/tasks/99999", ("Accept-Encoding", accepted));
        Assert.That(reply.Content.Headers.ContentEncoding.SingleOrDefault(), Is.EqualTo(coding));
        await using var body = await reply.Content.ReadAsStreamAsync();
        await using Stream text = coding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => body,
        };
        Assert.That((string?)(await JsonNode.ParseAsync(text))!["code"], Is.EqualTo("task_not_found"));
    }

    [TestCase("GET", "/tasks", "identity;q=0")]
    [TestCase("GET", "/nowhere", "*;q=0")]
    [TestCase("POST", "/tasks/cancel?uids=0", "zstd, identity;q=0")]
    public async Task What_accepts_nothing_is_not_acceptable(string method, string target, string accepted)
    {
        using var reply = await Ask(method, target, ("Accept-Encoding", accepted));
        Assert.That(((int)reply.StatusCode, await reply.Content.ReadAsStringAsync()), Is.EqualTo((406, "br, gzip, deflate")));
        Assert.That(Server.Rows, Is.Empty, "it is not even read");
    }

    [Test]
    public async Task A_client_that_starts_is_answered()
    {
        Assert.That(await Get("/"), Is.EqualTo((200, """{"status":"Meilisearch is running"}""")));
        Assert.That((await Get("/keys")).Body, Does.Contain("missing_master_key"));
        Assert.That((await Get("/stats")).Body, Does.Contain("\"indexes\":{}"));
        Assert.That((await Send("POST", "/tasks/compact")).Body, Does.Contain("feature_not_enabled"));
        Assert.That((await Send("PATCH", "/network", body: """{"leader":"me"}""")).Status, Is.EqualTo(451));
        Server.MasterKey = "MASTER";
        Assert.That((await Get("/keys", "Bearer MASTER")).Body, Does.EndWith("\"total\":4}"));
        var (status, made) = await Send("POST", "/keys", "Bearer MASTER", """{"actions":["tasks.get"],"indexes":["movies"],"expiresAt":null}""");
        Assert.That(status, Is.EqualTo(201), made);
        Assert.That((await Get("/tasks", $"Bearer {JsonNode.Parse(made)!["key"]}")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_compaction_of_the_queue_leaves_cancels_hanging_until_a_restart()
    {
        await Send("PATCH", "/experimental-features", body: """{"taskQueueCompactionRoute":true}""");
        Assert.That((await Send("POST", "/tasks/compact")).Status, Is.EqualTo(200));
        Add();
        await CancelAccepted("?uids=0");
        Pass(1000);
        Assert.That(Status(1), Is.EqualTo("enqueued"));
        Server.Restart();
        Pass(1000);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("canceled", "succeeded")));
    }

    [Test]
    public void What_can_be_set_can_be_read_back()
    {
        foreach (var setting in Server.Settings)
        {
            setting.Set(setting.Value ?? "");
        }

        Assert.That(Server.Settings.Select(setting => setting.Name), Is.Unique.And.Contains("newTasks.runDuration").And.Contains("isQueueFull").And.Contains("version"));
        Assert.That(Server.Actions.Select(action => action.Name), Is.EqualTo(new[] { "restart", "upgrade", "resetDatabase" }));
    }

    private async Task<HttpResponseMessage> Ask(string method, string target, params (string Name, string Value)[] headers)
    {
        using var http = Server.CreateClient();
        var address = Server.BaseAddress.GetLeftPart(UriPartial.Authority) + target;
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        foreach (var group in headers.GroupBy(header => header.Name, header => header.Value))
        {
            request.Headers.TryAddWithoutValidation(group.Key, group);
        }

        return await http.SendAsync(request);
    }
}
