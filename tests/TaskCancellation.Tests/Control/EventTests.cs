using System.Text.Json;

namespace TaskCancellation.Tests.Control;

/// <summary>The events from which the page is drawn.</summary>
internal sealed class EventTests : ControlTest
{
    [Test]
    public async Task Everything_is_told_first_and_then_what_changes([ValueSource(nameof(Names))] string name)
    {
        await StartAsync();
        var (first, second) = (await AddAsync(name), await AddAsync(name));
        using var stream = new StreamReader(await Http.GetStreamAsync(new Uri(Server.ControlAddress, "events")));
        var whole = await NextAsync(stream, name);
        Assert.That(Ids(whole), Is.EqualTo(new[] { first, second }));
        Assert.That(whole.GetProperty("head").GetProperty("address").GetString(), Is.EqualTo(AddressOf(name).ToString()));
        Assert.That(whole.GetProperty("requests").GetProperty("count").GetInt32(), Is.Zero);

        await PostAsync($"{name}/tasks/{first}/hold");
        var held = await NextAsync(stream, name);
        Assert.That(Ids(held), Is.EqualTo(new[] { first }), "and nothing of the other");
        Assert.That(held.GetProperty("changed")[0].GetProperty("isHeld").GetBoolean(), Is.True);
        Assert.That((held.GetProperty("head").ValueKind, held.GetProperty("requests").ValueKind), Is.EqualTo((JsonValueKind.Null, JsonValueKind.Null)));

        await PostAsync($"{name}/tasks/{first}/release");
        Assert.That((await NextAsync(stream, name)).GetProperty("changed")[0].GetProperty("isHeld").GetBoolean(), Is.False);

        await PostAsync($"{name}/tasks/{second}/finish");
        Assert.That((await AboutAsync(stream, name, second)).GetProperty("hasEnded").GetBoolean(), Is.True);

        await PostAsync($"{name}/tasks/{first}/remove");
        var removed = await NextAsync(stream, name);
        Assert.That(name == "elasticsearch" ? Ids(removed) : removed.GetProperty("removed").EnumerateArray().Select(id => id.GetString()), Is.EqualTo(new[] { first }), "Elasticsearch's emulator keeps the row of a lost task");
    }

    [Test]
    public async Task The_time_of_a_change_is_on_the_clock_that_all_services_share([ValueSource(nameof(Names))] string name)
    {
        await StartAsync("--set", $"{name}.skew=3600");
        await AdvanceAsync(120);
        var now = (await GetAsync("clock")).GetProperty("now").GetDateTimeOffset();
        await AddAsync(name);
        using var stream = new StreamReader(await Http.GetStreamAsync(new Uri(Server.ControlAddress, "events")));
        Assert.That((await NextAsync(stream, name)).GetProperty("changed")[0].GetProperty("since").GetDateTimeOffset(), Is.EqualTo(now).Within(TimeSpan.FromSeconds(1)), "Topaz tells whole seconds");
    }

    [Test]
    public async Task Of_two_tasks_with_one_id_the_newer_is_told_once()
    {
        await StartAsync();
        var id = await AddAsync("elasticsearch");
        await PostAsync("elasticsearch/actions/restartNode");
        Assert.That(await AddAsync("elasticsearch"), Is.EqualTo(id));
        using var stream = new StreamReader(await Http.GetStreamAsync(new Uri(Server.ControlAddress, "events")));
        var line = (await NextAsync(stream, "elasticsearch")).GetProperty("changed").EnumerateArray().Single();
        Assert.That(line.GetProperty("state").GetString(), Is.EqualTo("running"));
        await AddAsync("elasticsearch");
        Assert.That(Ids(await NextAsync(stream, "elasticsearch")), Is.Unique.And.No.Member(id));
    }

    [Test]
    public async Task Names_and_requests_that_are_too_long_for_a_line_are_cut()
    {
        await StartAsync();
        await AddAsync("veevavault", JsonSerializer.Serialize(new Dictionary<string, string> { ["title"] = new('x', 5000) }));
        await SendAsync("veevavault", HttpMethod.Get, "/" + new string('y', 5000));
        using var stream = new StreamReader(await Http.GetStreamAsync(new Uri(Server.ControlAddress, "events")));
        var whole = await NextAsync(stream, "veevavault");
        Assert.That(whole.GetProperty("changed")[0].GetProperty("name").GetString(), Is.EqualTo(new string('x', 300) + "…"));
        Assert.That(whole.GetProperty("requests").GetProperty("newest")[0].GetProperty("request").GetString(), Has.Length.EqualTo(301));
    }

    private static IEnumerable<string?> Ids(JsonElement change) => change.GetProperty("changed").EnumerateArray().Select(line => line.GetProperty("id").GetString());

    /// <summary>The next that is told of a task; the end of one can change others, and that shows before or with it.</summary>
    private static async Task<JsonElement> AboutAsync(StreamReader stream, string service, string id)
    {
        while (true)
        {
            if ((await NextAsync(stream, service)).GetProperty("changed").EnumerateArray().FirstOrDefault(line => line.GetProperty("id").GetString() == id) is { ValueKind: JsonValueKind.Object } line)
            {
                return line;
            }
        }
    }

    /// <summary>The next event about a service.</summary>
    private static async Task<JsonElement> NextAsync(StreamReader stream, string service)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            if (line == "event: service")
            {
                var data = JsonElement.Parse((await stream.ReadLineAsync())!["data: ".Length..]);
                if (data.GetProperty("name").GetString() == service)
                {
                    return data;
                }
            }
        }

        throw new AssertionException("The events have ended.");
    }
}
