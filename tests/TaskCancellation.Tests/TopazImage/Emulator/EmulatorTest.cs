using System.Globalization;
using System.Text.Json.Nodes;
using TaskCancellation.Testing;
using TaskCancellation.Testing.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Emulator;

/// <summary>An emulator, a clock, and raw HTTP. The clock begins at Unix second 1790000000.</summary>
public abstract class EmulatorTest
{
    protected const long Begin = 1790000000;
    protected const string Job1 = "3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10";
    protected const string UnknownJob = "00000000-1111-4222-8333-444444444444";
    protected const string Refused = "Job cannot be cancelled in its current state.";

    protected VirtualClock Clock { get; private set; } = null!;

    protected TopazImageEmulator Emulator { get; private set; } = null!;

    protected HttpClient Http { get; private set; } = null!;

    [SetUp]
    public void StartEmulator() => Start("1.2.0");

    [TearDown]
    public void StopEmulator()
    {
        Http.Dispose();
        Emulator.Dispose();
    }

    protected static DateTimeOffset At(double seconds) => DateTimeOffset.FromUnixTimeSeconds(Begin) + TimeSpan.FromSeconds(seconds);

    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    protected void Start(string version)
    {
        Http?.Dispose();
        Emulator?.Dispose();
        Clock = TestClock.Create(At(0));
        Emulator = new TopazImageEmulator(Clock) { Version = version };
        Http = Emulator.CreateClient();
    }

    protected void Advance(double seconds) => Clock.Advance(Seconds(seconds));

    protected Task<Answer> Cancel(string id, string? key = TopazImageEmulator.ApiKey) => Send(HttpMethod.Delete, $"cancel/{id}", key);

    protected Task<Answer> Get(string path, string? key = TopazImageEmulator.ApiKey) => Send(HttpMethod.Get, path, key);

    protected async Task<Answer> Send(HttpMethod method, string path, string? key = TopazImageEmulator.ApiKey, HttpContent? content = null, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        with?.Invoke(request);
        using var response = await Http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    protected async Task<string> Status(string id) => (await Get($"status/{id}")).Json["status"]!.GetValue<string>();

    protected TopazImageRow Row(string id) => Emulator.Find(id) ?? throw new AssertionException("The job is gone.");

    protected static string Error(int code, string message) => string.Create(CultureInfo.InvariantCulture, $$"""{"code":{{code}},"message":"{{message}}"}""");

    protected static string[] IdsOf(JsonNode? jobs) => [.. jobs!.AsArray().Select(job => job!["process_id"]!.GetValue<string>())];

    protected static void AssertAnswer(Answer answer, int status, string body)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Body, Is.EqualTo(body));
            Assert.That(answer.Status, Is.EqualTo(status));
            Assert.That(answer.Headers.GetValueOrDefault("Content-Type"), Is.EqualTo(body.Length == 0 ? null : "application/json"));
        }
    }

    protected sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;
    }
}
