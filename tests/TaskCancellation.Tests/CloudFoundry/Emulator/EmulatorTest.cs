using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

/// <summary>An emulator, a clock, and raw HTTP.</summary>
public abstract class EmulatorTest
{
    protected VirtualClock Clock { get; private set; } = null!;

    protected CloudFoundryEmulator Emulator { get; private set; } = null!;

    protected HttpClient Http { get; private set; } = null!;

    [SetUp]
    public void StartEmulator() => Start(CloudFoundryFlavor.CloudController);

    [TearDown]
    public void StopEmulator()
    {
        Http.Dispose();
        Emulator.Dispose();
    }

    protected void Start(CloudFoundryFlavor flavor)
    {
        Http?.Dispose();
        Emulator?.Dispose();
        Clock = TestClock.Create();
        Emulator = new CloudFoundryEmulator(Clock) { Flavor = flavor };
        Http = Emulator.CreateClient();
    }

    protected void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Makes a token good: that of a user of the same name.</summary>
    protected void AddToken(string token, CloudFoundryRole role, string? within = null, IReadOnlyList<string>? scopes = null, DateTimeOffset? expiresAt = null) =>
        Emulator.AddUser(new() { Name = token, Tokens = [token], Roles = [new(role, within)], Scopes = scopes, TokensExpireAt = expiresAt });

    protected Task<Answer> Get(string path, string? token = CloudFoundryEmulator.AdminToken) => Send(HttpMethod.Get, path, token);

    protected Task<Answer> Cancel(string taskId, string? token = CloudFoundryEmulator.AdminToken) =>
        Send(HttpMethod.Post, $"/v3/tasks/{taskId}/actions/cancel", token);

    protected async Task<Answer> Send(HttpMethod method, string path, string? token = CloudFoundryEmulator.AdminToken, string? json = null, Action<HttpRequestMessage>? with = null)
    {
        // As written: nothing is escaped, nothing resolved.
        var address = path.StartsWith('/') ? Emulator.BaseAddress.GetLeftPart(UriPartial.Authority) + path : path;
        using var request = new HttpRequestMessage(method, new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("bearer", token);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        with?.Invoke(request);
        using var response = await Http.SendAsync(request);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    protected async Task<string[]> List(string query, string? token = CloudFoundryEmulator.AdminToken)
    {
        var answer = await Get(query, token);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        return [.. answer.Json["resources"]!.AsArray().Select(task => task!["guid"]!.GetValue<string>())];
    }

    protected static string Error(int code, string title, string detail) =>
        $$"""{"errors":[{"detail":"{{detail}}","title":"{{title}}","code":{{code}}}]}""";

    protected static string BadQuery(string messages) =>
        Error(10005, "CF-BadQueryParameter", "The query parameter is invalid: " + messages);

    protected static void AssertAnswer(Answer answer, int status, string body)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Body, Is.EqualTo(body));
            Assert.That(answer.Status, Is.EqualTo(status));
        }
    }

    protected CloudFoundryRow Row(string taskId) => Emulator.Find(taskId) ?? throw new AssertionException("The row is gone.");

    protected void AssertRow(string taskId, string state, string? reason = null) =>
        Assert.That((Row(taskId).State, Row(taskId).Failure), Is.EqualTo((state, reason)));

    protected sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;
    }
}
