using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Emulator;

/// <summary>An emulator spoken to by raw HTTP, on a clock that starts at 2026-01-01T00:00:00Z.</summary>
public abstract class EmulatorTest
{
    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private HttpClient http = null!;

    protected VirtualClock Clock { get; private set; } = null!;

    protected MeilisearchEmulator Server { get; private set; } = null!;

    [SetUp]
    public void Begin()
    {
        Clock = TestClock.Create();
        Server = new MeilisearchEmulator(Clock);
        http = Server.CreateClient();
    }

    [TearDown]
    public void End()
    {
        http.Dispose();
        Server.Dispose();
    }

    protected async Task<(int Status, string Body)> Send(string method, string target, string? authorization = null, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.Content.Headers.ContentType?.MediaType, text.Length == 0 ? Is.Null : Is.EqualTo("application/json").Or.EqualTo("application/x-ndjson"));
        return ((int)response.StatusCode, text);
    }

    /// <summary>Makes a task over HTTP, lets it end, and returns its uid.</summary>
    protected async Task<long> Made(string method, string target, string? body = null)
    {
        var (status, summary) = await Send(method, target, body: body);
        Assert.That(status, Is.EqualTo(202), summary);
        Pass(30);
        return JsonNode.Parse(summary)!["taskUid"]!.GetValue<long>();
    }

    protected Task<(int Status, string Body)> Get(string target, string? authorization = null) => Send("GET", target, authorization);

    protected Task<(int Status, string Body)> Cancel(string query, string? authorization = null) => Send("POST", "/tasks/cancel" + query, authorization);

    /// <summary>Cancels and returns the uid of the cancellation.</summary>
    protected async Task<long> CancelAccepted(string query, string? authorization = null)
    {
        var (status, body) = await Cancel(query, authorization);
        Assert.That(status, Is.EqualTo(200), body);
        return JsonNode.Parse(body)!["taskUid"]!.GetValue<long>();
    }

    /// <summary>The uids that a list gives, in its order.</summary>
    protected async Task<string> Uids(string query, string? authorization = null, string path = "/tasks")
    {
        var (status, body) = await Get(path + query, authorization);
        Assert.That(status, Is.EqualTo(200), body);
        return string.Join(',', JsonNode.Parse(body)!["results"]!.AsArray().Select(task => task!["uid"]!.GetValue<long>()));
    }

    protected async Task<JsonNode> Read(long uid)
    {
        var (status, body) = await Get($"/tasks/{uid}");
        Assert.That(status, Is.EqualTo(200), body);
        return JsonNode.Parse(body)!;
    }

    protected async Task<string> Details(long uid) => (await Read(uid))["details"]!.ToJsonString(AsSent);

    protected string Status(long uid) => Server.Rows.Single(row => row.Id == uid).State;

    protected void Pass(int milliseconds) => Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

    protected long Add(string index = "movies", string kind = "documentAdditionOrUpdate", string status = "enqueued") =>
        Server.Add(new() { IndexUid = index, Kind = kind, State = status });

    /// <summary>A task that runs until it is told to end.</summary>
    protected long AddOpen(string index = "movies", string kind = "documentAdditionOrUpdate", string status = "enqueued") =>
        Server.Add(new() { IndexUid = index, Kind = kind, State = status, RunDuration = null });

    protected static (int Status, string Body) Refusal(int status, string code, string message, string type = "invalid_request") =>
        (status, string.Create(CultureInfo.InvariantCulture, $$"""{"message":"{{message}}","code":"{{code}}","type":"{{type}}","link":"https://docs.meilisearch.com/errors#{{code}}"}"""));
}
