using System.Globalization;
using System.Text;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.CloudFoundry.Client;

/// <summary>Logins step by step, the cf CLI's among them, and the words of what goes wrong.</summary>
[TestFixture]
internal sealed class LoginTextTests : ClientTest
{
    private const string Login = "POST /oauth/token";

    private static readonly EmulatedReply Refusal = EmulatedReply.Json(401, """{"error":"invalid_token","error_description":"expired"}""");

    private string directory = "";

    private string FileName => Path.Combine(directory, "config.json");

    private IReadOnlyList<string> Forms => [.. Service.Requests.Where(line => line.Request.Path == "/oauth/token").Select(line => line.Request.BodyText)];

    [SetUp]
    public void SetUpFile() => directory = Directory.CreateTempSubdirectory("cf-login-").FullName;

    [TearDown]
    public void TearDownFile() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task A_refresh_token_that_was_refused_is_forgotten()
    {
        Script(Issue("1", "refresh-1"), Refusal, Issue("2", null), Issue("3", null));
        var client = CreateClient(CloudFoundryCredential.Password("u", "p"));
        for (var at = 0; at < 3; at++)
        {
            await RunAsync(client.FindAsync(Wire.Guid));
            Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.That(Forms, Is.EqualTo(new[] { "grant_type=password&username=u&password=p", "grant_type=refresh_token&refresh_token=refresh-1", "grant_type=password&username=u&password=p", "grant_type=password&username=u&password=p" }));
    }

    [Test]
    public async Task Without_anything_else_a_refused_refresh_token_is_the_end()
    {
        Script(Refusal);
        var error = await FailureOf(CreateClient(CloudFoundryCredential.RefreshToken("r", "c", "s")).FindAsync(Wire.Guid));
        Assert.That((error.Reason, error.Delivery, error.Summary), Is.EqualTo((TaskErrorReason.Authentication, RequestDelivery.NotSent, "The credential for Cloud Foundry could not be obtained by POST /oauth/token at https://login.cf.test: The login at login.cf.test was not granted: expired.")));
        Assert.That((Forms.Single(), Service.Requests[^1].Request.Header("Authorization")), Is.EqualTo(("grant_type=refresh_token&refresh_token=r", "Basic " + Convert.ToBase64String("c:s"u8))));
    }

    [Test]
    public async Task A_failure_in_passing_does_not_cost_the_refresh_token()
    {
        Script(Issue("1", "refresh-1"), EmulatedReply.Html(503), Issue("2", null));
        var client = CreateClient(CloudFoundryCredential.Password("u", "p"));
        await RunAsync(client.FindAsync(Wire.Guid));
        Clock.Advance(TimeSpan.FromHours(1));
        await RunAsync(client.FindAsync(Wire.Guid));
        Assert.That(Forms.Skip(1), Is.All.EqualTo("grant_type=refresh_token&refresh_token=refresh-1"));
    }

    [TestCase("""{"links":{"login":{"href":"http://login.cf.test"}}}""", "The API names a login that is not an https address, so that nothing is sent to it.")]
    [TestCase("""{"links":{"login":{"href":"ftp://localhost"}}}""", "The API names a login that is not an https address, so that nothing is sent to it.")]
    [TestCase("""{"links":{"uaa":{"href":"https://u@login.cf.test"}}}""", "The API names a login that is not an https address, so that nothing is sent to it.")]
    [TestCase("{}", "The API names a login that is not an https address, so that nothing is sent to it.")]
    [TestCase("""{"cf_on_k8s":true,"links":{"login":{"href":"https://login.cf.test"}}}""", "Korifi has no login of this kind. Use CloudFoundryCredential.AccessToken or FromDelegate with a Kubernetes token.")]
    public async Task A_root_without_a_login_to_trust_gets_nothing(string root, string words)
    {
        Service.On("GET /", EmulatedReply.Json(200, root));
        Assert.That((await FailureOf(CreateClient(CloudFoundryCredential.Password("u", "p")).FindAsync(Wire.Guid))).Summary, Is.EqualTo($"The credential for Cloud Foundry could not be obtained: {words}"));
    }

    [TestCase("""{"links":{"login":{"href":"https://login.cf.test"},"uaa":{"href":"https://uaa.cf.test"}}}""", "https://login.cf.test")]
    [TestCase("""{"links":{"uaa":{"href":"https://uaa.cf.test"}}}""", "https://uaa.cf.test")]
    [TestCase("""{"cf_on_k8s":true,"links":{"uaa":{"href":"https://uaa.cf.test"}}}""", "https://uaa.cf.test")]
    [TestCase("""{"links":{"login":{"href":"http://localhost:8080"}}}""", "http://localhost:8080")]
    public async Task The_login_is_the_one_that_is_named_first(string root, string host)
    {
        Script(Issue("1", null));
        Service.On("GET /", EmulatedReply.Json(200, root));
        await RunAsync(CreateClient(CloudFoundryCredential.Password("u", "p")).FindAsync(Wire.Guid));
        Assert.That(Service.Hosts, Is.EqualTo(new[] { "https://api.cf.test", host, "https://api.cf.test" }));
    }

    [TestCase("""{"error":"unauthorized","error_description":"Bad credentials"}""", "Bad credentials")]
    [TestCase("""{"error":"unauthorized"}""", "it answered 401 and nothing that can be shown")]
    [TestCase("""{"error":"unauthorized","error_description":"aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd is long"}""", "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd is long")]
    [TestCase("""{"error":"unauthorized","error_description":"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddE is longer"}""", "it answered 401 and nothing that can be shown")]
    [TestCase("""{"error":"unauthorized","error_description":"the s3cret was wrong"}""", "it answered 401 and nothing that can be shown")]
    [TestCase("""{"error":"s3cret","error_description":"Bad credentials"}""", "it answered 401 and nothing that can be shown")]
    [TestCase("""{"error_description":"Bad credentials"}""", "it answered 401 and nothing that can be shown")]
    [TestCase("<html>", "it answered 401 and nothing that can be shown")]
    public async Task A_refusal_is_told_as_far_as_it_can_be_shown(string body, string words)
    {
        Script(EmulatedReply.Json(401, body));
        var error = await FailureOf(CreateClient(CloudFoundryCredential.Password("u", "s3cret")).FindAsync(Wire.Guid));
        Assert.That(error.Summary, Does.EndWith($": The login at login.cf.test was not granted: {words}."));
    }

    [Test]
    public void A_code_without_words_stands_for_them()
    {
        var dialect = new UaaDialect(UaaGrant.Password("u", "s3cret", null));
        Assert.That(dialect.ServiceName, Is.EqualTo("Cloud Foundry UAA"));
        Assert.That((dialect.ReadError("""{"error":"unauthorized"}"""u8), dialect.Reason), Is.EqualTo((new TaskCancellation.Http.ServiceError("unauthorized", "unauthorized"), default(string))));
        Assert.That((dialect.ReadError("""{"error":"unauthorized","error_description":"no"}"""u8), dialect.Reason), Is.EqualTo((new TaskCancellation.Http.ServiceError("unauthorized", "no"), "no")));
    }

    [TestCase(false, "/x//", "/x/.cf/config.json")]
    [TestCase(false, "/x\\", "/x\\/.cf/config.json")]
    [TestCase(true, "C:\\x\\/", "C:\\x\\.cf\\config.json")]
    public void A_home_may_end_in_what_parts_folders(bool isWindows, string home, string expected) =>
        Assert.That(CloudFoundryCliConfigFile.PathFor(isWindows, name => name == "CF_HOME" ? home : null), Is.EqualTo(expected));

    [TestCase(59, 1)]
    [TestCase(60, 0)]
    [TestCase(61, 0)]
    [TestCase(null, 0)]
    public async Task A_stored_token_is_used_until_a_minute_before_its_end(int? secondsLeft, int logins)
    {
        Script(Issue("1", null));
        Write($"\"AccessToken\":\"bearer {(secondsLeft is { } left ? Jwt(left) : "opaque")}\",\"RefreshToken\":\"r\",\"AuthorizationEndpoint\":\"https://login.cf.test\"");
        await FindAsync();
        Assert.That(Forms, Has.Count.EqualTo(logins));
    }

    [TestCase("\"AuthorizationEndpoint\":\"https://a.test\",\"UaaEndpoint\":\"https://u.test\"", "https://a.test")]
    [TestCase("\"UaaEndpoint\":\"https://u.test\"", "https://u.test")]
    [TestCase("\"AuthorizationEndpoint\":\"\"", "https://login.cf.test")]
    [TestCase("\"UAAOAuthClient\":\"\"", "https://login.cf.test")]
    public async Task The_login_is_the_one_that_the_file_or_else_the_API_names(string members, string host)
    {
        Script(Issue("1", null));
        Write($"\"RefreshToken\":\"r\",{members}");
        await FindAsync();
        Assert.That(Service.Hosts[^2], Is.EqualTo(host));
        Assert.That(Service.Requests[^2].Request.Header("Authorization"), Is.EqualTo("Basic " + Convert.ToBase64String("cf:"u8)));
    }

    [Test]
    public async Task The_files_own_client_renews_its_tokens()
    {
        Script(Issue("1", null));
        Write("\"RefreshToken\":\"r\",\"UAAOAuthClient\":\"c\",\"UAAOAuthClientSecret\":\"s\",\"UAAGrantType\":\"password\"");
        await FindAsync();
        Assert.That((Forms.Single(), Service.Requests[^2].Request.Header("Authorization")), Is.EqualTo(("grant_type=refresh_token&refresh_token=r", "Basic " + Convert.ToBase64String("c:s"u8))));
    }

    [TestCase("https://api.other.test", "https://api.other.test")]
    [TestCase("https://api.cf.test:8443", "https://api.cf.test:8443")]
    [TestCase("http://api.cf.test", "http://api.cf.test")]
    [TestCase("https://api.cf.test/path", "https://api.cf.test")]
    [TestCase("api.cf.test", "something else")]
    [TestCase("", "no API")]
    public void A_file_about_another_API_is_told(string target, string shown)
    {
        Write("\"AccessToken\":\"t\"", target);
        Assert.That(Problem(), Is.EqualTo($"The credential for Cloud Foundry could not be obtained: The cf CLI is not logged in at https://api.cf.test/: {FileName} is about {shown}. Run 'cf api' and 'cf login', or change Endpoint."));
    }

    [Test]
    public async Task A_target_is_the_same_in_any_case_and_with_a_slash()
    {
        Script(Issue("1", null));
        Write("\"AccessToken\":\"t\"", "HTTPS://API.cf.test:443/");
        Assert.That(await FindAsync(), Is.Not.Null);
    }

    [TestCase("\"RefreshToken\":\"\"", "The cf CLI's token has expired and there is none to renew it with. Log in with 'cf login'.")]
    [TestCase("\"UAAGrantType\":\"client_credentials\",\"UAAOAuthClient\":\"ci\"", "The cf CLI's token has expired. It was logged in with the credentials of the client 'ci', whose secret it does not keep, so that the token cannot be renewed. Log in with 'cf auth --client-credentials', or use CloudFoundryCredential.ClientCredentials.")]
    [TestCase("\"RefreshToken\":\"r\",\"AuthorizationEndpoint\":\"http://login.cf.test\"", "The cf CLI's configuration names a login that is not an https address, so that nothing is sent to it.")]
    public void What_cannot_be_renewed_is_told(string members, string words)
    {
        Service.On("GET /", Wire.FromFixture(200, "root.json"));
        Write(members);
        Assert.That(Problem(), Is.EqualTo($"The credential for Cloud Foundry could not be obtained: {words}"));
    }

    [Test]
    public void A_file_that_cannot_be_read_is_told()
    {
        Assert.That(Problem(), Is.EqualTo($"The credential for Cloud Foundry could not be obtained: The cf CLI's configuration {FileName} cannot be read. Log in with 'cf login'."));
        File.WriteAllText(FileName, "[]");
        Assert.That(Problem(), Is.EqualTo($"The credential for Cloud Foundry could not be obtained: The cf CLI's configuration {FileName} is not what the cf CLI writes. Log in with 'cf login'."));
    }

    [Test]
    public async Task A_stored_token_that_was_refused_is_not_used_again()
    {
        Script(Issue("1", "rotated"), Issue("2", null));
        Write($"\"AccessToken\":\"bearer {Jwt(100_000)}\",\"RefreshToken\":\"r\",\"AuthorizationEndpoint\":\"https://login.cf.test\"");
        Service.On(ReadLine, Wire.Error(401, 1000, "CF-InvalidAuthToken", "Invalid Auth Token"), Wire.TaskReply(200));
        var client = CreateClient(CloudFoundryCredential.CliConfig(FileName));
        for (var at = 0; at < 3; at++)
        {
            await client.FindAsync(Wire.Guid);
            Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.That(Forms, Is.EqualTo(new[] { "grant_type=refresh_token&refresh_token=r", "grant_type=refresh_token&refresh_token=rotated", "grant_type=refresh_token&refresh_token=rotated" }));
    }

    private void Script(params EmulatedReply[] logins) => Service.On("GET /", Wire.FromFixture(200, "root.json")).On(ReadLine, Wire.TaskReply(200)).On(Login, logins);

    private static EmulatedReply Issue(string token, string? refreshToken) => EmulatedReply.Json(200, $$"""{"access_token":"{{token}}","expires_in":1200,"refresh_token":{{Wire.Text(refreshToken)}}}""");

    private void Write(string members, string target = "https://api.cf.test") => File.WriteAllText(FileName, $$"""{"Target":{{Wire.Text(target)}},{{members}}}""");

    // The file is read in real time, which the clock must not overtake; nothing here waits for the clock.
    private Task<TaskSnapshot?> FindAsync() => CreateClient(CloudFoundryCredential.CliConfig(FileName)).FindAsync(Wire.Guid);

    private string Problem() => Assert.CatchAsync<TaskRequestException>(() => FindAsync())!.Summary;

    private string Jwt(int secondsLeft)
    {
        var exp = (Clock.GetUtcNow().ToUnixTimeSeconds() + secondsLeft).ToString(CultureInfo.InvariantCulture);
        return $"e30.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{\"exp\":{exp}}}"))}.sig";
    }
}
