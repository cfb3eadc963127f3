using TaskCancellation.Testing;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

[TestFixture]
internal sealed class SessionTests : ClientTest
{
    private const string Login = $"POST {Api}auth";
    private static readonly VeevaVaultCredential Password = VeevaVaultCredential.Password("me@x.com", "s3cret &=ä");

    [Test, Category("VV-10.4")]
    public async Task A_password_buys_a_session_that_is_used_from_then_on()
    {
        Service.On(Login, Wire.FromFixture("auth-200.json")).On(JobLine(1), Wire.Job(1, "QUEUED"));
        var client = CreateClient(Password);
        await RunAsync(client.FindAsync(1));
        await RunAsync(client.FindAsync(1));
        var login = Service.Requests[0].Request;
        Assert.Multiple(() =>
        {
            Assert.That(Service.Lines, Is.EqualTo(new[] { Login, JobLine(1), JobLine(1) }));
            Assert.That(login.BodyText, Is.EqualTo("username=me%40x.com&password=s3cret%20%26%3D%C3%A4"));
            Assert.That(login.Header("Content-Type"), Is.EqualTo("application/x-www-form-urlencoded"));
            Assert.That(Sent, Is.EqualTo(new[] { null, "SESSION-1", "SESSION-1" }));
        });
    }

    [Test]
    public async Task However_many_calls_need_a_session_one_login_is_made()
    {
        Service.On(Login, Wire.FromFixture("auth-200.json")).On(JobLine(1), Wire.Job(1, "QUEUED"));
        Service.Faults.On("POST", "/auth").Delay(TimeSpan.FromSeconds(2));
        var client = CreateClient(Password);
        await RunAsync(Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.FindAsync(1))));
        Assert.That(Service.Lines.Count(line => line == Login), Is.EqualTo(1));
    }

    [Test, Category("VV-10.1"), Category("VV-10.10")]
    public async Task A_session_that_ended_midway_is_replaced_once_and_the_cancel_goes_on()
    {
        Service.On(Login, Wire.FromFixture("auth-200.json"), Wire.FromFixture("auth-200.json").Replacing("SESSION-1", "SESSION-2"))
            .On(JobLine(1), Wire.Job(1, "QUEUED"))
            .On(CancelLine, request => request.Header("Authorization") == "SESSION-2" ? Wire.Cancel(Wire.Taken(1)) : Wire.FromFixture("session-failure.json"));
        var client = CreateClient(Password);
        await RunAsync(client.FindAsync(1));
        Assert.That((await CancelAsync(client, 1)).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Service.Lines, Is.EqualTo(new[] { Login, JobLine(1), CancelLine, Login, CancelLine }));
    }

    [Test, Category("VV-10.10")]
    public async Task A_session_that_is_refused_again_is_not_replaced_again()
    {
        Service.On(Login, Wire.FromFixture("auth-200.json")).On(CancelLine, Wire.FromFixture("session-failure.json"));
        var outcome = await CancelAsync(CreateClient(Password));
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Denied));
        Assert.That(outcome.Error!.ErrorCode, Is.EqualTo("INVALID_SESSION_ID"));
        Assert.That(Service.Lines, Is.EqualTo(new[] { Login, CancelLine, Login }), "the login gave the same session");
    }

    [Test, Category("VV-10.12")]
    public async Task A_session_is_replaced_before_it_is_48_hours_old()
    {
        Service.On(Login, Wire.FromFixture("auth-200.json")).On(JobLine(1), Wire.Job(1, "QUEUED"));
        var client = CreateClient(Password);
        foreach (var hours in new[] { 0, 46, 1 })
        {
            Clock.Advance(TimeSpan.FromHours(hours));
            await RunAsync(client.FindAsync(1));
        }

        Assert.That(Service.Lines.Count(line => line == Login), Is.EqualTo(2));
    }

    [Test, Category("VV-10.10")]
    public async Task A_fixed_session_is_not_sent_twice()
    {
        Service.On(CancelLine, Wire.FromFixture("session-failure.json"));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Denied));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine }));
    }

    [Test, Category("VV-10.11")]
    public async Task A_delegate_is_told_when_a_new_session_is_due()
    {
        var asked = new List<bool>();
        Service.On(CancelLine, Wire.FromFixture("session-failure.json"), Wire.Cancel(Wire.Taken(5001)));
        var client = CreateClient(VeevaVaultCredential.FromDelegate((fresh, _) =>
        {
            asked.Add(fresh);
            return ValueTask.FromResult(fresh ? "Bearer new" : "old");
        }));
        Assert.That((await CancelAsync(client)).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(asked, Is.EqualTo(new[] { false, true }));
        Assert.That(Sent, Is.EqualTo(new[] { "old", "Bearer new" }));
    }

    [TestCase("secret\r\nX-Injected: 1")]
    [TestCase("")]
    [TestCase("secret two")]
    [TestCase("Bearer ")]
    public async Task A_delegate_cannot_write_headers(string session)
    {
        var error = await FailureOf(CreateClient(VeevaVaultCredential.FromDelegate((_, _) => ValueTask.FromResult(session))).FindAsync(1));
        Assert.That(error, Has.Property("Reason").EqualTo(TaskErrorReason.Authentication).And.Property("Delivery").EqualTo(RequestDelivery.NotSent));
        Assert.That(error.ToString(), Does.Not.Contain("secret"));
        Assert.That(Service.Requests, Is.Empty);
    }

    [TestCase(901L, "https://other.test/api", null, false, TestName = "Another vault")]
    [TestCase(900L, "https://vault.test/api", 901L, false, TestName = "Not the vault that is named")]
    [TestCase(900L, "https://proxied.test/api", 900L, true, TestName = "The vault that is named, at another host")]
    [TestCase(900L, "https://VAULT.test/api", null, true, TestName = "The endpoint's vault")]
    [TestCase(902L, "https://vault.test/api", null, false, TestName = "A vault without an address")]
    [TestCase(900L, "vault.test", null, false, TestName = "An address that is none")]
    [Category("VV-10.5")]
    public async Task The_login_must_open_the_vault_at_the_endpoint(long opened, string url, long? wanted, bool isRight)
    {
        Service.On(Login, EmulatedReply.Json(200, $$"""{"responseStatus":"SUCCESS","sessionId":"SESSION-1","userId":1,"vaultIds":[{"id":900,"url":"{{url}}"},{"id":901,"url":"https://other.test/api"}],"vaultId":{{opened}} }"""))
            .On(CancelLine, Wire.Cancel(Wire.Taken(5001)));
        var client = CreateClient(Password, options => options.VaultId = wanted);
        var outcome = await CancelAsync(client);
        Assert.That(outcome.Verdict, Is.EqualTo(isRight ? CancellationVerdict.Accepted : CancellationVerdict.NotAttempted));
        if (!isRight)
        {
            await CancelAsync(client);
            Assert.That(outcome.Error!.Message, Does.Contain($"opened the vault {opened}"));
            Assert.That(Service.Lines, Is.EqualTo(new[] { Login }), "neither the cancel nor a second login is sent");
        }
    }

    [Test, Category("VV-10.7"), Category("Inferred")]
    public async Task A_wrong_password_is_tried_once_and_never_shown()
    {
        Service.On(Login, Wire.FromFixture("auth-failure.json"));
        var client = CreateClient(Password);
        var first = await FailureOf(client.FindAsync(1));
        var second = await FailureOf(client.FindAsync(2));
        Assert.Multiple(() =>
        {
            Assert.That(first.Reason, Is.EqualTo(TaskErrorReason.Authentication));
            Assert.That(first.Delivery, Is.EqualTo(RequestDelivery.NotSent));
            Assert.That(first.Message, Does.Contain("The login at vault.test was not granted: Authentication failed for user (asked "));
            Assert.That(second.Message, Does.Contain("refused before"));
            Assert.That(first.ToString() + second, Does.Not.Contain("s3cret"));
            Assert.That(Service.Lines, Is.EqualTo(new[] { Login }));
        });
    }

    [TestCase("s3cret &=ä")]
    [TestCase("username=me%40x.com&password=s3cret%20%26%3D%C3%A4")]
    [TestCase("s3cret+%26%3d%c3%a4")]
    [TestCase("s3cret &amp;=&#228;")]
    public async Task A_password_that_the_login_quotes_is_not_passed_on(string quoted)
    {
        Service.On(Login, Wire.Failure("USERNAME_OR_PASSWORD_INCORRECT", $"No user with {quoted}"));
        var error = await FailureOf(CreateClient(Password).FindAsync(1));
        for (Exception? one = error; one is not null; one = one.InnerException)
        {
            Assert.That(one.ToString() + (one as TaskRequestException)?.BodyExcerpt, Does.Not.Contain("s3cret"));
        }
    }

    [TestCase("""{"responseStatus":"SUCCESS","sessionId":"SECRET-SESSION with spaces","vaultId":900,"vaultIds":[{"id":900,"url":"https://vault.test/api"}]}""", TaskErrorReason.Authentication)]
    [TestCase("""{"responseStatus":"SUCCESS","sessionId":["SECRET-SESSION"],"vaultId":900}""", TaskErrorReason.ServerError)]
    [TestCase("""{"responseStatus":"SUCCESS","vaultId":900,"x":"SECRET-SESSION"}""", TaskErrorReason.ServerError)]
    [TestCase("<html>SECRET-SESSION</html>", TaskErrorReason.ServerError)]
    public async Task An_answer_without_a_session_is_no_login_and_shows_nothing(string body, TaskErrorReason kind)
    {
        Service.On(Login, EmulatedReply.Json(200, body));
        var error = await FailureOf(CreateClient(Password).FindAsync(1));
        Assert.That(error.Reason, Is.EqualTo(kind));
        for (Exception? one = error; one is not null; one = one.InnerException)
        {
            Assert.That(one.ToString() + (one as TaskRequestException)?.BodyExcerpt, Does.Not.Contain("SECRET-SESSION"));
        }
    }

    [Test, Category("VV-10.8")]
    public async Task A_login_over_its_limit_says_when_to_come_back()
    {
        Service.On(Login, Wire.Failure("API_LIMIT_EXCEEDED"));
        var error = await FailureOf(CreateClient(Password).FindAsync(1));
        Assert.That((error.Reason, error.RetryAfter), Is.EqualTo((TaskErrorReason.Throttled, (TimeSpan?)TimeSpan.FromMinutes(1))));
        Assert.That(Service.Lines, Is.EqualTo(new[] { Login }));
    }

    [Test]
    public async Task A_login_that_is_down_for_a_while_is_a_passing_failure()
    {
        Service.On(Login, EmulatedReply.Html(503), Wire.Failure("UNEXPECTED_ERROR", status: "EXCEPTION"), Wire.FromFixture("auth-200.json")).On(JobLine(1), Wire.Job(1, "QUEUED"));
        Assert.That(await RunAsync(CreateClient(Password).FindAsync(1)), Is.Not.Null);
    }

    [Test, Category("VV-10.12")]
    public async Task A_session_is_kept_alive()
    {
        Service.On($"POST {Api}keep-alive", EmulatedReply.Json(200, """{"responseStatus":"SUCCESS"}"""), Wire.FromFixture("session-failure.json"), EmulatedReply.Json(200, "{}"));
        var client = CreateClient();
        await client.KeepAliveAsync();
        Assert.That(async () => await client.KeepAliveAsync(), Throws.TypeOf<TaskRequestException>().With.Property("ErrorCode").EqualTo("INVALID_SESSION_ID"));
        Assert.That(async () => await client.KeepAliveAsync(), Throws.TypeOf<TaskRequestException>().With.Property("Reason").EqualTo(TaskErrorReason.Protocol));
        Assert.That(Service.Requests[0].Request.Body.Length, Is.Zero);
    }

    [Test]
    public async Task The_program_is_named_when_it_has_a_name()
    {
        Service.On(Login, Wire.FromFixture("auth-200.json")).On(JobLine(1), Wire.Job(1, "QUEUED"));
        await RunAsync(CreateClient(Password, options => options.ClientId = "my-program_1.0").FindAsync(1));
        Assert.That(Service.Requests.Select(line => line.Request.Header("X-VaultAPI-ClientID")), Is.EqualTo(new[] { "my-program_1.0", "my-program_1.0" }));
    }

    [Test]
    public async Task No_credential_and_no_error_shows_what_is_in_it()
    {
        Service.On(JobLine(1), Wire.Failure("INSUFFICIENT_ACCESS"));
        var credentials = new[] { VeevaVaultCredential.SessionId("s3cret"), VeevaVaultCredential.Password("user", "s3cret"), VeevaVaultCredential.FromDelegate((_, _) => ValueTask.FromResult("s3cret")) };
        Assert.That(credentials.Select(credential => credential.ToString()), Is.All.Not.Contain("s3cret").And.All.StartWith("VeevaVaultCredential: "));
        Assert.That((await FailureOf(CreateClient(credentials[0]).FindAsync(1))).ToString(), Does.Not.Contain("s3cret"));
    }

    [Test]
    public void No_options_show_a_secret() =>
        Assert.That(new VeevaVaultTaskClientOptions { Password = "s3cret", SessionId = "s3cret" }.ToString(), Does.Not.Contain("s3cret"));
}
