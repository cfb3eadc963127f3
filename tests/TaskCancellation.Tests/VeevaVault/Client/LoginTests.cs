using System.Globalization;
using System.Text;
using TaskCancellation.Http;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Http;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>The login in parts: what it answers, which vault it opened, and what of a refusal may be shown.</summary>
[TestFixture]
internal sealed class LoginTests : ClientTest
{
    private const string Login = $"POST {Api}auth";
    private static readonly VeevaVaultPassword Secret = new("me@x.com", "s3cret &");

    [TestCase("""{"sessionId":"s","vaultId":1,"vaultIds":[{"id":2,"url":"b"},{"id":"1","url":"a"},{"id":1,"url":"c"}]}""", 1L, "a")]
    [TestCase("""{"vaultIds":[{"id":1},{"url":"x"},{"id":"x","url":"y"},7,{"id":1,"url":"a"}],"vaultId":"1","sessionId":"s"}""", 1L, "a")]
    [TestCase("""{"sessionId":"s","vaultId":3,"vaultIds":[{"id":1,"url":"a"}]}""", 3L, null)]
    [TestCase("""{"sessionId":"s","vaultId":"x","vaultIds":{}}""", null, null)]
    [TestCase("""{"sessionId":"s","vaultId":"-1"}""", null, null)]
    [TestCase("""{"sessionId":"s"}""", null, null)]
    public void A_login_names_the_vault_it_opened_and_where_it_is(string json, long? vault, string? url)
    {
        var reply = Reading.Of(json, VeevaVaultSessionReply.Read);
        Assert.That((reply.SessionId, reply.VaultId, reply.UrlOf(reply.VaultId)), Is.EqualTo(("s", vault, url)));
    }

    [TestCase(1_000, "last")]
    [TestCase(1_001, null)]
    public void Of_vaults_without_end_a_thousand_are_kept(int count, string? url)
    {
        var vaults = string.Join(',', Enumerable.Range(1, count).Select(at => string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{at}},"url":"{{(at == count ? "last" : "x")}}"}""")));
        Assert.That(Reading.Of($$"""{"sessionId":"s","vaultIds":[{{vaults}}]}""", VeevaVaultSessionReply.Read).UrlOf(count), Is.EqualTo(url));
    }

    [TestCase("""{"vaultId":1}""", "The reply has no 'sessionId'.")]
    [TestCase("""{"sessionId":7}""", "'sessionId' in the reply is not the text that is due.")]
    public void Without_a_session_there_is_no_login(string json, string problem) => Assert.That(Reading.ProblemOf(json, VeevaVaultSessionReply.Read), Is.EqualTo(problem));

    [TestCase(null, 901L, "The login at vault.test opened the vault 901, which is not known to be the one at that address. The user may have no access there; if it is the right one, set VaultId. Nothing was sent to it.")]
    [TestCase(902L, 900L, "The login at vault.test opened the vault 900, which is not the vault 902 that VaultId names. The user may have no access there; if it is the right one, set VaultId. Nothing was sent to it.")]
    public async Task A_login_to_another_vault_is_told_in_full(long? wanted, long opened, string message)
    {
        Service.On(Login, EmulatedReply.Json(200, $$"""{"responseStatus":"SUCCESS","sessionId":"SESSION-1","vaultIds":[{"id":900,"url":"https://vault.test/api"},{"id":901,"url":"https://other.test/api"}],"vaultId":{{opened}} }"""));
        var client = CreateClient(VeevaVaultCredential.Password("u", "s3cret &"), options => options.VaultId = wanted);
        var error = await FailureOf(client.FindAsync(1));
        Assert.That(error.Message, Does.Contain(message.TrimEnd('.')));
        var again = await FailureOf(client.FindAsync(1));
        Assert.That(again.Message, Does.Contain("The login was refused before and is not tried again by this client. " + message.TrimEnd('.')));
        Assert.That(Service.Lines, Is.EqualTo(new[] { Login }));
    }

    [TestCase("""{"responseStatus":"FAILURE","errors":[{"type":"USER_LOCKED_OUT","message":"Locked."}]}""", "USER_LOCKED_OUT", "Locked.", "Locked.", null)]
    [TestCase("""{"responseStatus":"FAILURE","errors":[{"type":"USER_LOCKED_OUT","message":"Not s3cret &."}]}""", "USER_LOCKED_OUT", "no reason that can be shown", null, null)]
    [TestCase("""{"responseStatus":"FAILURE","errors":[{"type":"API_LIMIT_EXCEEDED","message":"Often."}]}""", "API_LIMIT_EXCEEDED", "Often.", "Often.", 60)]
    [TestCase("""{"responseStatus":"FAILURE","errors":[{"type":"s3cret &","message":"m"}]}""", null, null, null, null)]
    [TestCase("""{"responseStatus":"FAILURE","responseMessage":"m"}""", null, "m", "m", null)]
    [TestCase("""{"responseStatus":"SUCCESS"}""", null, null, null, null)]
    public void What_a_refusal_says_is_shown_without_the_password(string json, string? code, string? message, string? reason, int? retryAfter)
    {
        var dialect = new VeevaVaultLoginDialect(Secret, null);
        var error = dialect.ReadError(Encoding.UTF8.GetBytes(json));
        Assert.That((error?.Code, error?.Message, dialect.Reason, error?.RetryAfter), Is.EqualTo((code, message, reason, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : default(TimeSpan?))));
        Assert.That(dialect.IsFailure(Encoding.UTF8.GetBytes(json)), Is.EqualTo(json.Contains("FAILURE", StringComparison.Ordinal)));
    }

    [TestCase(200, TaskErrorReason.Throttled, TaskErrorReason.Throttled)]
    [TestCase(299, TaskErrorReason.Throttled, TaskErrorReason.Throttled)]
    [TestCase(200, null, TaskErrorReason.Protocol)]
    [TestCase(199, TaskErrorReason.Throttled, TaskErrorReason.Protocol)]
    [TestCase(300, TaskErrorReason.Throttled, TaskErrorReason.Protocol)]
    [TestCase(503, TaskErrorReason.Throttled, TaskErrorReason.ServerError)]
    [TestCase(404, TaskErrorReason.Throttled, TaskErrorReason.NotFound)]
    public void Under_a_success_the_error_decides(int status, TaskErrorReason? reason, TaskErrorReason expected) =>
        Assert.That(new VeevaVaultLoginDialect(Secret, null).Classify(status, reason is null ? null : new ServiceError("c", "m") { Reason = reason }), Is.EqualTo(expected));

    [Test]
    public void A_login_has_a_name_and_an_id_of_its_requests()
    {
        var dialect = new VeevaVaultLoginDialect(Secret, null);
        Assert.That((dialect.ServiceName, dialect.RequestIdHeader, new VeevaVaultDialect(null, false).RequestIdHeader, new VeevaVaultDialect(null, false).ServiceName), Is.EqualTo(("Veeva Vault login", "X-VaultAPI-ExecutionId", "X-VaultAPI-ExecutionId", "Veeva Vault")));
        Assert.That(Encoding.UTF8.GetString(Secret.Form), Is.EqualTo("username=me%40x.com&password=s3cret%20%26"));
        Assert.That(Secret.Secrets, Is.EqualTo(new[] { "s3cret &" }));
    }

    [Test]
    public void Only_an_answer_with_a_code_is_final()
    {
        var refusal = new TaskRequestException("m") { Delivery = RequestDelivery.Answered, Reason = TaskErrorReason.Authentication, ErrorCode = "c" };
        Assert.That(VeevaVaultLogin.IsFinal(refusal), Is.True);
        Assert.That(VeevaVaultLogin.IsFinal(Like(refusal, RequestDelivery.MaybeSent, refusal.Reason, refusal.ErrorCode)), Is.False);
        Assert.That(VeevaVaultLogin.IsFinal(Like(refusal, refusal.Delivery, TaskErrorReason.Throttled, refusal.ErrorCode)), Is.False);
        Assert.That(VeevaVaultLogin.IsFinal(Like(refusal, refusal.Delivery, refusal.Reason, null)), Is.False);
        Assert.That((VeevaVaultLogin.IsFinal(new TaskClientException("m")), VeevaVaultLogin.IsFinal(new InvalidOperationException())), Is.EqualTo((true, false)));

        static TaskRequestException Like(TaskRequestException one, RequestDelivery delivery, TaskErrorReason reason, string? code) => new(one.Summary) { Delivery = delivery, Reason = reason, ErrorCode = code };
    }

    [TestCase("session", true)]
    [TestCase("Bearer token", true)]
    [TestCase("Bearer ", false)]
    [TestCase("bearer token", false)]
    [TestCase("token Bearer ", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void A_session_is_one_word_or_a_token_with_its_scheme(string? text, bool isUsable)
    {
        Assert.That(VeevaVaultSession.IsUsable(text), Is.EqualTo(isUsable));
        Assert.That(() => VeevaVaultSession.Check(text, "The login"), isUsable ? Is.EqualTo(text) : Throws.InvalidOperationException.With.Message.EqualTo("The login gave a session id that is empty or not of visible ASCII characters only."));
    }

    [TestCase("X-VaultAPI-ResponseDelay", "1", 30)]
    [TestCase("X-VaultAPI-ResponseDelay", "30001", 30.001)]
    [TestCase("X-VaultAPI-ResponseDelay", "300000", 300)]
    [TestCase("X-VaultAPI-ResponseDelay", "300001", 300)]
    [TestCase("X-VaultAPI-ResponseDelay", "0", null)]
    [TestCase("X-VaultAPI-ResponseDelay", "-1", null)]
    [TestCase("X-VaultAPI-BurstLimitRemaining", "9", 30)]
    [TestCase("X-VaultAPI-BurstLimitRemaining", "10", null)]
    [TestCase("X-VaultAPI-BurstLimitRemaining", "many", null)]
    public void A_pause_follows_from_the_headers(string header, string value, double? seconds)
    {
        using var reply = new HttpResponseMessage();
        reply.Headers.TryAddWithoutValidation(header, value);
        reply.Headers.TryAddWithoutValidation("X-VaultAPI-BurstLimit", "100");
        Assert.That(new VeevaVaultDialect(null, takesXml: false).PauseAfter(reply)?.TotalSeconds, Is.EqualTo(seconds));
    }

    [TestCase("199", 30)]
    [TestCase("200", null)]
    public void Of_a_large_limit_the_last_two_hundred_are_little(string remaining, int? seconds)
    {
        using var reply = new HttpResponseMessage();
        reply.Headers.TryAddWithoutValidation("X-VaultAPI-BurstLimit", "5000");
        reply.Headers.TryAddWithoutValidation("X-VaultAPI-BurstLimitRemaining", remaining);
        Assert.That(new VeevaVaultDialect(null, takesXml: false).PauseAfter(reply)?.TotalSeconds, Is.EqualTo(seconds));
    }
}
