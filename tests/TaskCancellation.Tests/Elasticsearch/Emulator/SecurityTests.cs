using System.Text;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Emulator;

/// <summary>OpenSearch 2.19.4 with its security plugin, as recorded.</summary>
public class SecurityTests : EmulatorTest
{
    [SetUp]
    public void Secure()
    {
        PlayOpenSearch("2.19.4");
        Emulator.AddUser(new() { Name = "admin", Password = "p" });
    }

    [TestCase(ElasticsearchChallenge.Basic, "Unauthorized", "Basic realm=\"OpenSearch Security\"")]
    [TestCase(ElasticsearchChallenge.Bearer, "", "Bearer realm=\"OpenSearch Security\"")]
    [TestCase(ElasticsearchChallenge.None, "Authentication finally failed", null)]
    public async Task The_challenge_decides_what_a_401_says(ElasticsearchChallenge challenge, string body, string? header)
    {
        Emulator.Challenge = challenge;
        var answer = await Get("/_tasks");
        AssertAnswer(answer, 401, body);
        Assert.That((answer.Headers.GetValueOrDefault("WWW-Authenticate"), answer.Headers["Content-Type"]), Is.EqualTo((header, "text/plain; charset=UTF-8")));
    }

    [Test]
    public async Task Routes_that_are_not_there_are_told_to_anybody()
    {
        Assert.That((await Get("/nosuch/route/x/y/z")).Status, Is.EqualTo(400));
        Assert.That((await Send(HttpMethod.Delete, "/_tasks/abc:1")).Status, Is.EqualTo(405));
        Assert.That((await Get("/_tasks/abc")).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task The_root_needs_a_permission_for_HEAD_as_well()
    {
        Emulator.AddUser(new() { Name = "nothing", Password = "p", Privileges = [] });
        AssertAnswer(await Send(HttpMethod.Head, "/"), 401, "");
        AssertAnswer(await Send(HttpMethod.Head, "/", with: As("nothing")), 403, "");
        Assert.That((await Send(HttpMethod.Head, "/", with: As("admin"))).Status, Is.EqualTo(200));
    }

    [TestCase("cluster:monitor/tasks/lists", "/_tasks?actions=none", "GET")]
    [TestCase("cluster:monitor/task/get", "/_tasks/nA1:1", "GET")]
    [TestCase("cluster:admin/tasks/cancel", "/_tasks/nA1:1/_cancel", "POST")]
    [TestCase("cluster:monitor/main", "/", "GET")]
    public async Task A_permission_opens_its_route_only(string permission, string path, string method)
    {
        Emulator.Add();
        Emulator.AddUser(new() { Name = "u", Password = "p", Privileges = [permission], BackendRoles = ["team"] });
        (string Path, string Method, string Action)[] routes =
        [
            ("/_tasks?actions=none", "GET", "cluster:monitor/tasks/lists"),
            ("/_tasks/nA1:1", "GET", "cluster:monitor/task/get"),
            ("/_tasks/nA1:1/_cancel", "POST", "cluster:admin/tasks/cancel"),
            ("/", "GET", "cluster:monitor/main"),
        ];
        foreach (var route in routes)
        {
            var answer = await Send(new HttpMethod(route.Method), route.Path, with: As("u"));
            if ((route.Path, route.Method) == (path, method))
            {
                Assert.That(answer.Status, Is.EqualTo(200), route.Path);
            }
            else
            {
                AssertAnswer(answer, 403, Error(403, "security_exception", $"no permissions for [{route.Action}] and User [name=u, backend_roles=[team], requestedTenant=null]"));
            }
        }
    }

    [Test]
    public async Task What_is_wrong_with_a_request_is_said_before_what_is_not_permitted()
    {
        Emulator.AddUser(new() { Name = "nothing", Password = "p", Privileges = [] });
        foreach (var path in new[] { "/_tasks/abc", "/_tasks?foo=1", "/_tasks/unset" })
        {
            Assert.That((await Get(path, As("nothing"))).Status, Is.EqualTo(400), path);
        }
    }

    [Test]
    public async Task A_password_can_be_changed_and_taken_away()
    {
        Emulator.AddUser(new() { Name = "admin", Password = "other" });
        Assert.That((await Get("/_tasks", As("admin"))).Status, Is.EqualTo(401));
        Assert.That((await Get("/_tasks", As("admin", "other"))).Status, Is.EqualTo(200));
        Emulator.RemoveUser("admin");
        Assert.That((await Get("/_tasks", As("admin", "other"))).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task A_client_that_is_locked_out_gets_in_with_nothing_for_a_while()
    {
        (Emulator.LockoutThreshold, Emulator.LockoutDuration) = (3, TimeSpan.FromSeconds(12));
        for (var tries = 0; tries < 3; tries++)
        {
            AssertAnswer(await Get("/_tasks", As("admin", "wrong")), 401, "Unauthorized");
        }

        AssertAnswer(await Get("/_tasks", As("admin")), 401, "Authentication finally failed");
        Advance(12);
        Assert.That((await Get("/_tasks", As("admin"))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Until_security_is_ready_everything_is_503()
    {
        Emulator.IsSecurityInitialized = false;
        AssertAnswer(await Get("/", As("admin")), 503, "OpenSearch Security not initialized.");
    }

    [Test]
    public async Task The_allowlist_refuses_in_a_form_of_its_own()
    {
        Emulator.Allowlist = ["GET /_tasks"];
        Assert.That((await Get("/_tasks?actions=x", As("admin"))).Status, Is.EqualTo(200));
        AssertAnswer(await Post("/_tasks/_cancel?actions=x", with: As("admin")), 403, """{"error":"POST /_tasks/_cancel API not allowlisted","status":"FORBIDDEN"}""");
    }

    [Test]
    public async Task A_reindex_without_permission_starts_and_fails_in_its_result()
    {
        Emulator.AddUser(new() { Name = "nothing", Password = "p", Privileges = [] });
        const string body = """{"source":{"index":"src"},"dest":{"index":"dst"}}""";
        AssertAnswer(await Post("/_reindex?wait_for_completion=false", body, As("nothing")), 200, """{"task":"nA1:1"}""");
        var read = (await Get("/_tasks/nA1:1", As("admin"))).Json;
        Assert.That(
            (read["completed"]!.GetValue<bool>(), read["task"]!["status"]!["total"]!.GetValue<int>(), read["error"]!["reason"]!.GetValue<string>()),
            Is.EqualTo((true, 0, "no permissions for [indices:data/write/reindex] and User [name=nothing, backend_roles=[], requestedTenant=null]")));
        Assert.That((await Post("/_reindex", body, As("nothing"))).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task Somebody_can_come_in_without_a_credential()
    {
        Emulator.Anonymous = new() { Name = "opendistro_security_anonymous", BackendRoles = ["opendistro_security_anonymous_backendrole"], Privileges = [] };
        Assert.That((await Get("/_tasks")).Body, Does.Contain("User [name=opendistro_security_anonymous, backend_roles=[opendistro_security_anonymous_backendrole],"));
    }

    private static Action<HttpRequestMessage> As(string name, string password = "p") => request =>
        request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));
}
