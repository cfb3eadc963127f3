using System.Text;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Client;

[TestFixture]
internal sealed class LoginTests : ClientTest
{
    private const string Login = "POST /oauth/token";

    [TestCase("{\"exp\":1700000000}", 1700000000.0)]
    [TestCase("{\"exp\":0}", 0.0)]
    [TestCase("{\"exp\":-1}", null)]
    [TestCase("{\"exp\":1e30}", null)]
    [TestCase("{}", null)]
    public void A_token_expires_when_its_own_account_of_it_is_an_instant(string account, double? seconds) =>
        Assert.That(CloudFoundryToken.ExpiryOf($"e30.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(account))}.s"), Is.EqualTo(seconds is { } known ? DateTimeOffset.UnixEpoch.AddSeconds(known) : (DateTimeOffset?)null));

    [Test, Category("CF-8.66")]
    public async Task A_password_goes_to_the_login_the_root_names_and_only_there()
    {
        Script(Token1);
        await RunAsync(CreateClient(CloudFoundryCredential.Password("me@x", "p&w=1 ä", "ldap\"1")).FindAsync(Wire.Guid));
        var login = Service.Requests[1].Request;
        Assert.Multiple(() =>
        {
            Assert.That(Service.Lines, Is.EqualTo(new[] { "GET /", Login + "?login_hint=%7B%22origin%22%3A%22ldap%5Cu00221%22%7D", ReadLine }));
            Assert.That(Service.Hosts, Is.EqualTo(new[] { "https://api.cf.test", "https://login.cf.test", "https://api.cf.test" }));
            Assert.That(login.Header("Authorization"), Is.EqualTo("Basic " + Convert.ToBase64String("cf:"u8)));
            Assert.That(login.Header("Content-Type"), Is.EqualTo("application/x-www-form-urlencoded"));
            Assert.That(login.BodyText, Is.EqualTo("grant_type=password&username=me%40x&password=p%26w%3D1%20%C3%A4"));
            Assert.That(Sent, Is.EqualTo(new[] { null, login.Header("Authorization"), "bearer token-1" }));
        });
    }

    [Test, Category("CF-8.66")]
    public async Task A_client_sends_its_secret_in_the_form()
    {
        Script(Token1);
        await RunAsync(CreateClient(CloudFoundryCredential.ClientCredentials("id", "s:1")).FindAsync(Wire.Guid));
        var login = Service.Requests[1].Request;
        Assert.That(login.BodyText, Is.EqualTo("grant_type=client_credentials&client_id=id&client_secret=s%3A1"));
        Assert.That(login.Header("Authorization"), Is.Null);
    }

    [Test, Category("CF-8.66")]
    public async Task A_token_is_kept_until_shortly_before_it_expires_and_the_newest_refresh_token_is_used()
    {
        Script(Issue("token-1", "refresh-1"), Issue("token-2", "refresh-2"), Issue("token-3", null), Issue("token-4", null));
        var client = CreateClient(CloudFoundryCredential.RefreshToken("refresh-0"));
        foreach (var pause in new[] { 0, 1100, 60, 1150, 1150 })
        {
            Clock.Advance(TimeSpan.FromSeconds(pause));
            await RunAsync(client.FindAsync(Wire.Guid));
        }

        Assert.That(Forms, Is.EqualTo(new[]
        {
            "grant_type=refresh_token&refresh_token=refresh-0",
            "grant_type=refresh_token&refresh_token=refresh-1",
            "grant_type=refresh_token&refresh_token=refresh-2",
            "grant_type=refresh_token&refresh_token=refresh-2",
        }));
        Assert.That(Service.Lines.Count(line => line == "GET /"), Is.EqualTo(1));
    }

    [Test]
    public async Task However_many_calls_need_a_token_one_login_is_made()
    {
        Script(Token1);
        Service.Faults.On("POST", "/oauth/token").Delay(TimeSpan.FromSeconds(2));
        var client = CreateClient(CloudFoundryCredential.Password("u", "p"));
        await RunAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.FindAsync(Wire.Guid))));
        Assert.That(Forms, Has.Count.EqualTo(1));
        Assert.That(Service.Lines.Count(line => line == ReadLine), Is.EqualTo(20));
    }

    [Test]
    public async Task A_caller_that_gives_up_does_not_take_the_login_from_the_others()
    {
        Script(Token1);
        Service.Faults.On("POST", "/oauth/token").Delay(TimeSpan.FromSeconds(2));
        var client = CreateClient(CloudFoundryCredential.Password("u", "p"));
        using var impatient = new CancellationTokenSource();
        var first = client.FindAsync(Wire.Guid, cancellationToken: impatient.Token);
        var second = client.FindAsync(Wire.Guid);
        await impatient.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await RunAsync(second), Is.Not.Null);
        Assert.That(Forms, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_refused_token_is_renewed_once()
    {
        Script(Issue("token-1", "refresh-1"), Issue("token-2", "refresh-2"));
        Service.On(ReadLine, Wire.Error(401, 1000, "CF-InvalidAuthToken", "Invalid Auth Token"), Wire.TaskReply(200));
        Assert.That(await RunAsync(CreateClient(CloudFoundryCredential.Password("u", "p")).FindAsync(Wire.Guid)), Is.Not.Null);
        Assert.That(Forms, Is.EqualTo(new[] { "grant_type=password&username=u&password=p", "grant_type=refresh_token&refresh_token=refresh-1" }));
    }

    [Test, Category("CF-8.66")]
    public async Task A_refresh_token_that_is_no_longer_good_gives_way_to_the_password()
    {
        Script(Issue("token-1", "refresh-1"), EmulatedReply.Json(401, """{"error":"invalid_token","error_description":"expired"}"""), Issue("token-2", null));
        var client = CreateClient(CloudFoundryCredential.Password("u", "p"));
        await RunAsync(client.FindAsync(Wire.Guid));
        Clock.Advance(TimeSpan.FromHours(1));
        await RunAsync(client.FindAsync(Wire.Guid));
        Assert.That(Forms[2], Does.StartWith("grant_type=password"));
    }

    [Test, Category("CF-8.66")]
    public async Task A_refused_login_is_an_authentication_error_that_shows_no_secret()
    {
        Script(EmulatedReply.Json(401, """{"error":"unauthorized","error_description":"Bad credentials"}"""));
        var error = await FailureOf(CreateClient(CloudFoundryCredential.Password("u", "s3cret")).FindAsync(Wire.Guid));
        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Authentication));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.NotSent));
            Assert.That(error.Message, Does.Contain("The login at login.cf.test was not granted: Bad credentials"));
            Assert.That(error.ToString(), Does.Not.Contain("s3cret"));
            Assert.That(Forms, Has.Count.EqualTo(1), "a wrong password is not tried again");
            Assert.That(Service.Lines, Has.No.Member(ReadLine));
        });
    }

    [TestCase("""{"error":"invalid_token","error_description":"Invalid refresh token expired: s3cret expired at noon"}""")]
    [TestCase("""{"error":"invalid_token","error_description":"Invalid token aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaas3cre"}""")]
    [TestCase("s3cret <html>")]
    [TestCase("""{"error":"invalid_token","error_description":"Bad form: s3cret%20%26two"}""")]
    [TestCase("""{"error":"invalid_token","error_description":"Bad form: s3cret+%26two"}""")]
    [TestCase("""{"error":"s3cret &amp;two","error_description":"Bad page"}""")]
    public async Task A_secret_that_the_login_quotes_is_not_passed_on(string body)
    {
        Script(EmulatedReply.Json(401, body));
        var error = await FailureOf(CreateClient(CloudFoundryCredential.RefreshToken(body.Contains("two", StringComparison.Ordinal) ? "s3cret &two" : "s3cret")).FindAsync(Wire.Guid));
        Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Authentication));
        for (Exception? one = error; one is not null; one = one.InnerException)
        {
            Assert.That(one.ToString() + (one as TaskRequestException)?.BodyExcerpt, Does.Not.Contain("s3cre"));
        }
    }

    [Test]
    public async Task A_login_that_is_down_for_a_while_is_a_passing_failure()
    {
        Script(EmulatedReply.Html(503), EmulatedReply.Html(503), Token1);
        Assert.That(await RunAsync(CreateClient(CloudFoundryCredential.Password("u", "p")).FindAsync(Wire.Guid)), Is.Not.Null);
    }

    [Test]
    public async Task A_login_that_stays_down_was_never_reached_and_the_cancel_never_sent()
    {
        Script(EmulatedReply.Html(503));
        var outcome = await CancelAsync(CreateClient(CloudFoundryCredential.Password("u", "p")));
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.NotAttempted));
        Assert.That(outcome.Error!.Reason, Is.EqualTo(TaskErrorReason.ServerError));
        Assert.That(Forms, Has.Count.GreaterThan(4));
    }

    // Logins are retried for a time, not a number of times.
    [Test]
    public async Task A_login_that_says_to_come_back_at_once_is_not_asked_without_a_pause()
    {
        var now = EmulatedReply.Empty(429).WithRetryAfter(TimeSpan.Zero);
        Script([.. Enumerable.Repeat(now, 100), EmulatedReply.Html(403)]);

        var outcome = await CancelAsync(CreateClient(CloudFoundryCredential.Password("u", "p")));

        Assert.That((outcome.Verdict, outcome.Error!.Reason), Is.EqualTo((CancellationVerdict.NotAttempted, TaskErrorReason.Throttled)));
        Assert.That(Forms, Has.Count.InRange(5, 15));
    }

    [TestCase("http://login.cf.test")]
    [TestCase("ftp://login.cf.test")]
    [TestCase("https://user:pw@login.cf.test")]
    [TestCase("/login")]
    public async Task A_login_in_the_clear_gets_nothing(string href)
    {
        Service.On("GET /", EmulatedReply.Json(200, $$"""{"links":{"login":{"href":"{{href}}"} } }"""));
        var error = await FailureOf(CreateClient(CloudFoundryCredential.Password("u", "p")).FindAsync(Wire.Guid));
        Assert.That(error.Message, Does.Contain("not an https address"));
        Assert.That(Service.Lines, Is.EqualTo(new[] { "GET /" }));
    }

    [Test, Category("CF-8.76")]
    public async Task Korifi_has_no_such_login()
    {
        Service.On("GET /", Wire.FromFixture(200, "root-korifi.json"));
        var error = await FailureOf(CreateClient(CloudFoundryCredential.Password("u", "p")).FindAsync(Wire.Guid));
        Assert.That(error.Message, Does.Contain("Korifi"));
        Assert.That(Service.Lines, Is.EqualTo(new[] { "GET /" }));
    }

    [TestCase("""{"access_token":null}""", TaskErrorReason.ServerError)]
    [TestCase("""{"access_token":"a b"}""", TaskErrorReason.Authentication)]
    [TestCase("""{"token_type":"bearer"}""", TaskErrorReason.ServerError)]
    [TestCase("<html>", TaskErrorReason.ServerError)]
    public async Task An_answer_without_a_token_is_no_login(string body, TaskErrorReason kind)
    {
        Script(EmulatedReply.Json(200, body));
        var error = await FailureOf(CreateClient(CloudFoundryCredential.Password("u", "p")).FindAsync(Wire.Guid));
        Assert.That(error.Reason, Is.EqualTo(kind));
    }

    [Test, Category("CF-8.66")]
    public async Task A_wait_outlives_its_tokens()
    {
        using var emulator = new CloudFoundryEmulator(Clock) { AccessTokenLifetime = TimeSpan.FromSeconds(30) };
        emulator.AddUser(new() { Name = "u", Password = "p", Roles = [new(CloudFoundryRole.SpaceDeveloper)] });
        var id = emulator.Add(new CloudFoundryTask { RunDuration = TimeSpan.FromMinutes(10) });
        var client = CreateClient(emulator, CloudFoundryCredential.Password("u", "p"));
        var task = await RunAsync(client.WaitForCompletionAsync(id, new WaitOptions { Timeout = TimeSpan.FromHours(1) }));
        Assert.That(task.State, Is.EqualTo(TaskState.Succeeded));
    }

    private static EmulatedReply Token1 => Issue("token-1", "refresh-1");

    private string?[] Sent => [.. Service.Requests.Select(line => line.Request.Header("Authorization"))];

    private IReadOnlyList<string> Forms => [.. Service.Requests.Where(line => line.Request.Path == "/oauth/token").Select(line => line.Request.BodyText)];

    private static EmulatedReply Issue(string token, string? refreshToken) => EmulatedReply.Json(200,
        new StringBuilder("{\"access_token\":").Append(Wire.Text(token)).Append(",\"token_type\":\"bearer\",\"expires_in\":1200,\"refresh_token\":").Append(Wire.Text(refreshToken)).Append('}').ToString());

    private void Script(params EmulatedReply[] logins)
    {
        Service.On("GET /", Wire.FromFixture(200, "root.json")).On(ReadLine, Wire.TaskReply(200)).On(Login, logins);
        Service.On(Login + "?login_hint=%7B%22origin%22%3A%22ldap%5Cu00221%22%7D", logins);
    }
}
