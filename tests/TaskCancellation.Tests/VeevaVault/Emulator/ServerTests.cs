using TaskCancellation.Testing;
using TaskCancellation.Testing.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Emulator;

public class ServerTests : EmulatorTest
{
    [Test, Category("VV-10.2")]
    public async Task A_proxy_can_answer_instead()
    {
        Emulator.Faults.OnCall(1).Respond(EmulatedReply.Html(502));
        Emulator.Faults.OnCall(2).Respond(EmulatedReply.Empty(429).WithRetryAfter(TimeSpan.FromSeconds(7)));
        var job = Add();
        Assert.That(((await Cancel(job)).Status, (await Cancel(job)).Status, StatusOf(job)), Is.EqualTo((502, 429, "QUEUED")));
        Assert.That((await Cancel(job)).Status, Is.EqualTo(200));
    }

    [Test, Category("VV-10.3")]
    public async Task The_reason_phrase_is_gone_or_there()
    {
        Assert.That((await Get($"{JobsPath}/monitors")).ReasonPhrase, Is.Empty);
        Emulator.HasReasonPhrase = true;
        Assert.That((await Get($"{JobsPath}/monitors")).ReasonPhrase, Is.EqualTo("OK"));
    }

    [Test, Category("VV-10.13")]
    public async Task Versions_are_an_object()
    {
        Emulator.ApiVersions = ["v25.2", "v25.3"];
        AssertBody(await Get("/api/"), """{"responseStatus":"SUCCESS","values":{"v25.2":"https://vault.test/api/v25.2","v25.3":"https://vault.test/api/v25.3"}}""");
    }

    [Test, Category("VV-F6"), Category("Finding fc-F6"), Category("Inferred")]
    public async Task A_version_alone_answers_all_versions()
    {
        AssertBody(await Get("/api/v25.3"), (await Get("/api/")).Body);
        AssertRefused(await Get("/api/v99.1"), "MALFORMED_URL");
    }

    [Test, Category("VV-10.13")]
    public async Task A_vault_can_be_older()
    {
        Assert.That((Emulator.Version, Emulator.ApiVersions.Count), Is.EqualTo(("v26.2", 10)));
        Emulator.Version = "v25.2";
        Assert.That((Emulator.Version, Emulator.ApiVersions[0]), Is.EqualTo(("v25.2", "v23.2")));
        AssertRefused(await Get($"{JobsPath}/monitors"), "MALFORMED_URL");
        AssertStatus(await Get("/api/v25.2/services/jobs/monitors"), "SUCCESS");
        Assert.That(() => Emulator.Version = "25.2", Throws.ArgumentException.With.Message.Contains("v26.2"));
    }

    [TestCase("GET", "/api/v25.3/services/nothing", "MALFORMED_URL")]
    [TestCase("GET", "/api/v99.1/services/jobs/monitors", "MALFORMED_URL")]
    [TestCase("GET", "/api/25.3/services/jobs/monitors", "MALFORMED_URL")]
    [TestCase("GET", "/api/v25.3/services/jobs/word", "MALFORMED_URL")]
    [TestCase("GET", "/api/v25.3/services/jobs/actions/cancel", "METHOD_NOT_SUPPORTED")]
    [TestCase("GET", "/api/v25.3/services/jobs/start_now/5001", "METHOD_NOT_SUPPORTED")]
    [TestCase("DELETE", "/api/v25.3/services/jobs/5001", "METHOD_NOT_SUPPORTED")]
    [TestCase("GET", "/api/v25.3/auth", "METHOD_NOT_SUPPORTED")]
    [Category("VV-10.14"), Category("VV-10.1")]
    public async Task Wrong_addresses_are_200_all_the_same(string method, string path, string type) =>
        AssertRefused(await Send(method, path, VeevaVaultEmulator.AdminSession), type);

    [TestCase("v25.2"), TestCase("v23.2"), Category("VV-10.23"), Category("Inferred")]
    public async Task Cancel_began_with_25_3(string version)
    {
        var job = Add();
        var path = $"/api/{version}/services/jobs/actions/cancel";
        AssertRefused(await CancelJson("""[{"job_id":5001}]""", path: path), "METHOD_NOT_SUPPORTED");
        Emulator.CancelUnsupportedErrorType = "MALFORMED_URL";
        AssertRefused(await CancelJson("""[{"job_id":5001}]""", path: path), "MALFORMED_URL");
        Assert.That(StatusOf(job), Is.EqualTo("QUEUED"));
        AssertBody(await CancelJson("""[{"job_id":5001}]""", path: CancelPath.Replace("v25.3", "v26.1", StringComparison.Ordinal)), Items(Success(job)));
    }

    [Test, Category("VV-10.50")]
    public async Task The_burst_limit_delays_and_never_refuses()
    {
        Emulator.BurstLimit = new VeevaVaultRateLimit(2, TimeSpan.FromMilliseconds(700));
        var first = await Get($"{JobsPath}/monitors");
        Assert.That((first.Headers["X-VaultAPI-BurstLimit"], first.Headers["X-VaultAPI-BurstLimitRemaining"], first.Headers.ContainsKey("X-VaultAPI-ResponseDelay")), Is.EqualTo(("2", "1", false)));
        Assert.That((await Get($"{JobsPath}/monitors")).Headers["X-VaultAPI-BurstLimitRemaining"], Is.EqualTo("0"));
        var before = Clock.GetUtcNow();
        var job = Add();
        var late = await Cancel(job);
        AssertBody(late, Items(Success(job)));
        Assert.That((late.Headers["X-VaultAPI-BurstLimitRemaining"], late.Headers["X-VaultAPI-ResponseDelay"]), Is.EqualTo(("0", "700")));
        Assert.That(Clock.GetUtcNow() - before, Is.EqualTo(TimeSpan.FromMilliseconds(700)));
        Advance(300);
        Assert.That((await Get($"{JobsPath}/monitors")).Headers["X-VaultAPI-BurstLimitRemaining"], Is.EqualTo("1"));
    }

    [Test, Category("VV-10.51")]
    public async Task Every_answer_has_its_headers()
    {
        Emulator.ExpectedDowntime = TimeSpan.FromMinutes(12);
        var headers = (await Send("GET", $"{JobsPath}/monitors", VeevaVaultEmulator.AdminSession, with: Referenced)).Headers;
        var vault = headers.Where(header => header.Key.StartsWith("X-VaultAPI-", StringComparison.Ordinal)).ToDictionary();
        Assert.That(vault, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["X-VaultAPI-ExecutionId"] = "00000001-0000-4000-8000-000000000001",
            ["X-VaultAPI-BurstLimit"] = "2000",
            ["X-VaultAPI-BurstLimitRemaining"] = "1999",
            ["X-VaultAPI-VaultId"] = "900",
            ["X-VaultAPI-UserId"] = "4101",
            ["X-VaultAPI-TruncatedSessionId"] = "ADMIN-SESS",
            ["X-VaultAPI-Status"] = "SUCCESS",
            ["X-VaultAPI-DowntimeExpectedDurationMinutes"] = "12",
            ["X-VaultAPI-ReferenceId"] = "my reference",
        }));
    }

    [Test, Category("VV-10.51"), Category("VV-10.1")]
    public async Task Headers_came_and_went_with_versions()
    {
        Emulator.ApiVersions = ["v20.3", "v21.1", "v23.1", "v23.2"];
        var v203 = (await Send("GET", "/api/v20.3/services/jobs/monitors", VeevaVaultEmulator.AdminSession)).Headers;
        Assert.That((v203["X-VaultAPI-DailyLimit"], v203["X-VaultAPI-DailyLimitRemaining"]), Is.EqualTo(("999999", "999999")));
        Assert.That((await Get("/api/v21.1/services/jobs/monitors")).Headers.ContainsKey("X-VaultAPI-DailyLimit"), Is.False);
        Assert.That((await Get("/api/v23.1/services/jobs/monitors")).Headers.ContainsKey("X-VaultAPI-Status"), Is.False);
        var v232 = (await Send("GET", "/api/v23.2/services/jobs/monitors", VeevaVaultEmulator.AdminSession, with: Referenced)).Headers;
        Assert.That((v232["X-VaultAPI-Status"], v232.ContainsKey("X-VaultAPI-ReferenceId")), Is.EqualTo(("SUCCESS", false)));
    }

    [Test, Category("VV-10.52"), Category("Inferred")]
    public async Task Client_ids_can_be_restricted()
    {
        Emulator.AllowedClientIds = ["mine"];
        static Action<HttpRequestMessage> Client(string id) => request => request.Headers.Add("X-VaultAPI-ClientID", id);
        AssertRefused(await Get($"{JobsPath}/monitors"), "INVALID_DATA");
        AssertStatus(await Send("GET", $"{JobsPath}/monitors", VeevaVaultEmulator.AdminSession, with: Client("mine")), "SUCCESS");
        AssertStatus(await Send("GET", $"{JobsPath}/monitors?client_id=mine", VeevaVaultEmulator.AdminSession, with: Client("other")), "SUCCESS");
        AssertRefused(await Send("GET", $"{JobsPath}/monitors?client_id=other", VeevaVaultEmulator.AdminSession, with: Client("mine")), "INVALID_DATA");
    }

    [Test, Category("VV-10.54")]
    public async Task A_request_can_be_refused_as_a_whole()
    {
        var job = Add();
        Emulator.RefuseNext(new("UNEXPECTED_ERROR", "Oops.", "EXCEPTION"), times: 2);
        var answer = await Cancel(job);
        AssertBody(answer, """{"responseStatus":"EXCEPTION","errors":[{"type":"UNEXPECTED_ERROR","message":"Oops."}]}""");
        Assert.That(answer.Headers["X-VaultAPI-Status"], Is.EqualTo("EXCEPTION"));
        await Cancel(job);
        Assert.That(StatusOf(job), Is.EqualTo("QUEUED"));
        AssertBody(await Cancel(job), Items(Success(job)));
    }

    [Test, Category("VV-10.55"), Category("Inferred")]
    public async Task Texts_can_be_made_nonsense()
    {
        Emulator.ScrambleInferred = true;
        AssertBody(await Cancel(77), Items("""{"responseStatus":"FAILURE","errors":{"type":"INVALID_DATA","message":"etats GNIEUEUQ ro DEUEUQ ni dnuof ton si ]77[ boJ"}}"""));
        AssertBody(await Get($"{JobsPath}/monitors", null), """{"responseStatus":"FAILURE","errors":[{"type":"INVALID_SESSION_ID","message":".dilav regnol on si noisseS"}]}""");
    }

    private static void Referenced(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("X-VaultAPI-ReferenceId", "my reference");
}
