using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using EmulatorServer;
using EmulatorServer.Services;

namespace TaskCancellation.Tests.Sockets;

/// <summary>The whole server: every service on a port of its own, and the control endpoint.</summary>
internal sealed class ServerTests
{
    private HttpClient http = null!;
    private Server server = null!;

    [SetUp]
    public async Task SetUp()
    {
        http = new HttpClient();
        server = await Server.StartAsync(new ServerSettings
        {
            Services = [.. EmulatedService.All.Select(service => (service, 0, (string?)null))],
            IsManual = true,
        });
    }

    [TearDown]
    public async Task TearDown()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    private static IEnumerable<string> Names => EmulatedService.All.Select(service => service.Name);

    [Test]
    public async Task The_control_endpoint_tells_where_each_service_is()
    {
        var root = await http.GetFromJsonAsync<JsonElement>(server.ControlAddress);
        Assert.That(root.GetProperty("services").EnumerateArray().Select(service => service.GetProperty("name").GetString()), Is.EqualTo(Names));
        Assert.That(root.GetProperty("services").EnumerateArray().Select(service => new Uri(service.GetProperty("address").GetString()!).IsLoopback), Is.All.True);
    }

    [Test]
    public async Task Tasks_are_added_held_finished_failed_and_removed([ValueSource(nameof(Names))] string name)
    {
        var (finished, failed, removed) = (await AddAsync(name), await AddAsync(name), await AddAsync(name));
        foreach (var (id, action) in new[] { (failed, "hold"), (finished, "finish"), (failed, "fail"), (removed, "remove") })
        {
            using var done = await PostAsync($"{name}/tasks/{id}/{action}", "{}");
            Assert.That((int)done.StatusCode, Is.EqualTo(200), await done.Content.ReadAsStringAsync());
        }

        var rows = (await http.GetFromJsonAsync<JsonElement>(new Uri(server.ControlAddress, $"{name}/tasks"))).EnumerateArray().ToList();
        Assert.That(rows, Has.Count.GreaterThanOrEqualTo(2), "some services keep a note of what is gone");
    }

    [Test]
    public async Task The_clock_moves_when_it_is_told_to()
    {
        var before = await NowAsync();
        using var moved = await PostAsync("clock/advance", """{"seconds":90.5}""");
        Assert.That((int)moved.StatusCode, Is.EqualTo(200));
        Assert.That(await NowAsync() - before, Is.EqualTo(TimeSpan.FromSeconds(90.5)));
    }

    [Test]
    public async Task The_clock_runs_as_fast_as_it_is_told_to_and_stands_again()
    {
        var before = await NowAsync();
        using var faster = await PostAsync("clock/speed", """{"speed":3600}""");
        Assert.That((int)faster.StatusCode, Is.EqualTo(200));
        while (await NowAsync() - before < TimeSpan.FromMinutes(1))
        {
            await Task.Yield();
        }

        using var standing = await PostAsync("clock/speed", """{"speed":0}""");
        Assert.That((int)standing.StatusCode, Is.EqualTo(200));
        using var root = JsonDocument.Parse(await standing.Content.ReadAsStringAsync());
        Assert.That(root.RootElement.GetProperty("speed").GetDouble(), Is.Zero);
    }

    /// <summary>The server looks at its connections each time it tells another second.</summary>
    [Test]
    public async Task A_connection_without_a_request_stays_open()
    {
        var connections = 0;
        using var idle = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                connections++;
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        (await idle.GetAsync(server.ControlAddress)).Dispose();
        var begin = await DateAsync();
        while (await DateAsync() - begin < TimeSpan.FromSeconds(3))
        {
            await Task.Yield();
        }

        (await idle.GetAsync(server.ControlAddress)).Dispose();
        Assert.That(connections, Is.EqualTo(1));
    }

    [Test]
    public async Task The_requests_of_clients_are_listed([ValueSource(nameof(Names))] string name)
    {
        (await http.GetAsync(new Uri(server.Services.Single(service => service.Name == name).Address, "hello?x=%20"))).Dispose();
        var lines = (await http.GetFromJsonAsync<JsonElement>(new Uri(server.ControlAddress, $"{name}/requests"))).EnumerateArray().ToList();
        Assert.That(lines.Single().GetProperty("request").GetString(), Does.StartWith("GET /").And.EndsWith("hello?x=%20"));
    }

    [TestCase("meilisearch/tasks/77/hold", "{}", 404)]
    [TestCase("cloudfoundry/tasks/77/finish", "{}", 404)]
    [TestCase("nobody/tasks", "{}", 404)]
    [TestCase("meilisearch/tasks", """{"indexUId":"x","nonsense":1}""", 400)]
    [TestCase("meilisearch/tasks", "no JSON", 400)]
    [TestCase("clock/advance", """{"seconds":-1}""", 400)]
    [TestCase("clock/speed", """{"speed":-1}""", 400)]
    public async Task What_cannot_be_done_is_said(string path, string body, int status)
    {
        using var refused = await PostAsync(path, body);
        Assert.That((int)refused.StatusCode, Is.EqualTo(status));
        Assert.That((await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString(), Is.Not.Empty);
    }

    private async Task<string> AddAsync(string name)
    {
        using var added = await PostAsync($"{name}/tasks", "{}");
        Assert.That((int)added.StatusCode, Is.EqualTo(201), await added.Content.ReadAsStringAsync());
        return (await added.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private async Task<DateTimeOffset> DateAsync()
    {
        using var answer = await http.GetAsync(new Uri(server.ControlAddress, "clock"));
        return answer.Headers.Date!.Value;
    }

    private async Task<DateTimeOffset> NowAsync() =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri(server.ControlAddress, "clock"))).GetProperty("now").GetDateTimeOffset();

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var content = new StringContent(body);
        return await http.PostAsync(new Uri(server.ControlAddress, path), content);
    }
}
