using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using EmulatorServer;
using EmulatorServer.Services;

namespace TaskCancellation.Tests.Control;

/// <summary>A server as its command line starts it, and what is asked at its control port.</summary>
internal abstract class ControlTest
{
    private Server? server;

    protected HttpClient Http { get; private set; } = null!;

    protected Server Server => server!;

    protected static IEnumerable<string> Names => EmulatedService.All.Select(service => service.Name);

    [SetUp]
    public void OpenClient() => Http = new HttpClient();

    [TearDown]
    public async Task StopAsync()
    {
        Http.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Starts it with those arguments, and a clock that stands unless they say otherwise.</summary>
    protected async Task StartAsync(params string[] arguments) => server = await Server.StartAsync(Read([.. arguments, "--manual"]));

    /// <summary>What the command line makes of its arguments.</summary>
    protected static ServerSettings Read(params string[] arguments)
    {
        var options = new ServerOptions();
        var command = new RootCommand();
        options.AddTo(command);
        var parsed = command.Parse(arguments);
        Assert.That(parsed.Errors, Is.Empty);
        return options.Read(parsed);
    }

    /// <summary>Ends the server before the test does.</summary>
    protected ValueTask CloseAsync() => Server.DisposeAsync();

    protected Uri AddressOf(string service) => Server.Services.Single(one => one.Name == service).Address;

    /// <summary>Asks at the control port; a good answer is needed.</summary>
    protected async Task<JsonElement> AskAsync(HttpMethod method, string path, string? body = null)
    {
        var (status, answer) = await TryAsync(method, path, body);
        Assert.That(status, Is.EqualTo(200).Or.EqualTo(201), $"{method} {path} {body}: {answer}");
        return answer;
    }

    protected Task<JsonElement> GetAsync(string path) => AskAsync(HttpMethod.Get, path);

    protected Task<JsonElement> PostAsync(string path, string body = "{}") => AskAsync(HttpMethod.Post, path, body);

    protected async Task<string> AddAsync(string service, string task = "{}") => (await PostAsync($"{service}/tasks", task)).GetProperty("id").GetString()!;

    protected Task<JsonElement> SetAsync(string service, string settings) => AskAsync(HttpMethod.Put, $"{service}/settings", settings);

    protected Task AdvanceAsync(double seconds) => PostAsync("clock/advance", $$"""{"seconds":{{seconds}}}""");

    /// <summary>Asks at the control port; whatever the answer.</summary>
    protected async Task<(int Status, JsonElement Answer)> TryAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Server.ControlAddress, path)) { Content = body is null ? null : new StringContent(body) };
        using var response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Asks at the control port for what cannot be, and gives what is said.</summary>
    protected async Task<string> RefusedAsync(int status, HttpMethod method, string path, string? body = null)
    {
        var (given, answer) = await TryAsync(method, path, body);
        Assert.That(given, Is.EqualTo(status), $"{method} {path} {body}: {answer}");
        var error = answer.GetProperty("error").GetString()!;
        Assert.That(error, Does.Not.Contain("Parameter '").And.Not.Contain("System."), "no words of .NET");
        return error;
    }

    /// <summary>Speaks to a service as its clients do.</summary>
    protected async Task<(int Status, JsonElement Body)> SendAsync(string service, HttpMethod method, string path, string? body = null, string? authorization = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(AddressOf(service), path));
        request.Content = body is null ? null : new StringContent(body, mediaType: new("application/json"));
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-API-Key", key);
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }
}
