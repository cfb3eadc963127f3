using System.Text;
using System.Text.Json.Nodes;
using TaskCancellation.Testing;
using TaskCancellation.Testing.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Emulator;

/// <summary>An emulator, a clock that starts at 2026-01-01T00:00:00Z, and raw HTTP.</summary>
public abstract class EmulatorTest
{
    protected const string CancelPath = "/api/v25.3/services/jobs/actions/cancel";
    protected const string JobsPath = "/api/v25.3/services/jobs";

    protected VirtualClock Clock { get; private set; } = null!;

    protected VeevaVaultEmulator Emulator { get; private set; } = null!;

    protected HttpClient Http { get; private set; } = null!;

    [SetUp]
    public void StartEmulator()
    {
        Clock = TestClock.Create();
        Emulator = new VeevaVaultEmulator(Clock);
        Http = Emulator.CreateClient();
    }

    [TearDown]
    public void StopEmulator()
    {
        Http.Dispose();
        Emulator.Dispose();
    }

    protected void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    protected Task<Answer> Get(string path, string? session = VeevaVaultEmulator.AdminSession) => Send("GET", path, session);

    protected Task<Answer> Post(string path, string? session = VeevaVaultEmulator.AdminSession) => Send("POST", path, session);

    protected Task<Answer> Status(long id) => Get($"{JobsPath}/{id}");

    protected Task<Answer> Cancel(params long[] ids) => CancelJson("[" + string.Join(',', ids.Select(id => $$"""{"job_id":{{id}}}""")) + "]");

    protected Task<Answer> CancelJson(string json, string session = VeevaVaultEmulator.AdminSession, string path = CancelPath) =>
        Send("POST", path, session, json, "application/json");

    protected Task<Answer> LogIn(string form, string path = "/api/v25.3/auth") => Send("POST", path, null, form, "application/x-www-form-urlencoded");

    protected async Task<string> SessionOf(string user, string password) =>
        (await LogIn($"username={user}&password={password}")).Json["sessionId"]!.GetValue<string>();

    protected Task<Answer> Query(string vql, string version = "v25.3") =>
        Send("POST", $"/api/{version}/query", VeevaVaultEmulator.AdminSession, "q=" + Uri.EscapeDataString(vql), "application/x-www-form-urlencoded");

    /// <summary>Sends, and lets the clock run while the answer is held back.</summary>
    protected async Task<Answer> Send(
        string method, string path, string? session, string? body = null, string? contentType = null, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (session is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", session);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        with?.Invoke(request);
        var sending = Http.SendAsync(request);
        await Clock.AdvanceUntilCompletedAsync(sending);
        using var response = await sending;
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers, response.ReasonPhrase);
    }

    /// <summary>The ids that a list gives, in its order.</summary>
    protected async Task<long[]> List(string list)
    {
        var answer = await Get($"{JobsPath}/{list}");
        AssertStatus(answer, "SUCCESS");
        return [.. answer.Json["jobs"]!.AsArray().Select(job => job!["job_id"]!.GetValue<long>())];
    }

    protected string StatusOf(long id) => Emulator.Find(id)?.State ?? "gone";

    protected long Add(string status = "QUEUED", bool cancellable = true) => Emulator.Add(new() { State = status, IsCancelable = cancellable });

    protected static string Success(long id) => $$$"""{"responseStatus":"SUCCESS","data":{"id":{{{id}}}}}""";

    protected static string NotFound(long id, string type = "INVALID_DATA") =>
        $$$"""{"responseStatus":"FAILURE","errors":{"type":"{{{type}}}","message":"Job [{{{id}}}] is not found in QUEUED or QUEUEING state"}}""";

    protected static string Items(params string[] items) => $$"""{"responseStatus":"SUCCESS","data":[{{string.Join(',', items)}}]}""";

    protected static void AssertBody(Answer answer, string body) => Assert.That((answer.Status, answer.Body), Is.EqualTo((200, body)));

    protected static void AssertStatus(Answer answer, string status) =>
        Assert.That((answer.Status, answer.Json["responseStatus"]!.GetValue<string>()), Is.EqualTo((200, status)), answer.Body);

    /// <summary>A whole request refused: HTTP 200, FAILURE, one error in an array.</summary>
    protected static void AssertRefused(Answer answer, string type)
    {
        AssertStatus(answer, "FAILURE");
        Assert.That(answer.Json["errors"]!.AsArray().Single()!["type"]!.GetValue<string>(), Is.EqualTo(type));
        Assert.That(answer.Json.AsObject().ContainsKey("data"), Is.False);
    }

    protected sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers, string? ReasonPhrase)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;
    }
}
