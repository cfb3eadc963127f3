namespace TaskCancellation.Tests.Control;

/// <summary>Who may use the control port: programs, and the page that it serves, but no other page.</summary>
internal sealed class GuardTests : ControlTest
{
    [TestCase("localhost", null, null, null)]
    [TestCase("127.0.0.1", null, null, null)]
    [TestCase("[::1]", null, null, null)]
    [TestCase("LOCALHOST:7799", "http://localhost:7799", "same-origin", "empty")]
    [TestCase("localhost:7799", null, "none", "document")]
    public async Task Programs_and_the_page_itself_pass(string host, string? origin, string? site, string? destination) =>
        Assert.That(await AskAsync(HttpMethod.Get, host, origin, site, destination), Is.EqualTo((200, (string?)null)));

    [TestCase("evil.test", null, null, "The control port does not answer as evil.test, but as localhost, and as the hosts that --external-address names.")]
    [TestCase("127.0.0.1.evil.test:7799", null, null, "The control port does not answer as 127.0.0.1.evil.test, but")]
    [TestCase("192.0.2.1", null, null, "The control port does not answer as 192.0.2.1, but")]
    [TestCase("emulators", null, null, "The control port does not answer as emulators, but")]
    [TestCase("localhost:7799", "http://evil.test", null, "A page of http://evil.test asks, and the control port serves no page but its own.")]
    [TestCase("localhost:7799", "http://localhost:3000", null, "A page of http://localhost:3000 asks")]
    [TestCase("localhost:7799", "null", null, "A page of null asks")]
    [TestCase("localhost:7799", null, "cross-site", "A page of another site asks, and the control port serves no page but its own.")]
    [TestCase("localhost:7799", null, "same-site", "A page of another site asks")]
    public async Task Pages_of_other_origins_are_refused_with_a_sentence(string host, string? origin, string? site, string sentence)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            var (status, error) = await AskAsync(method, host, origin, site, "empty");
            Assert.That(status, Is.EqualTo(403));
            Assert.That(error, Does.StartWith(sentence));
        }

        Assert.That((await GetAsync("meilisearch/tasks")).GetArrayLength(), Is.Zero, "nothing was done");
    }

    [Test]
    public async Task A_link_to_the_page_can_be_followed_from_anywhere_but_posts_nothing()
    {
        Assert.That((await AskAsync(HttpMethod.Get, "localhost", null, "cross-site", "document")).Status, Is.EqualTo(200));
        Assert.That((await AskAsync(HttpMethod.Post, "localhost", "http://evil.test", "cross-site", "document")).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task Hosts_that_are_named_are_its_own()
    {
        await StartAgainAsync("--external-address", "https://emulators.test");
        Assert.That((await AskAsync(HttpMethod.Post, "emulators.test", "https://emulators.test", "same-origin", "empty")).Status, Is.EqualTo(201));
        Assert.That((await AskAsync(HttpMethod.Post, "other.test", null, null, null)).Status, Is.EqualTo(403));
    }

    [TestCase("0.0.0.0")]
    [TestCase("::")]
    public async Task Beyond_this_machine_it_answers_to_addresses_and_names_of_the_network_alone(string listen)
    {
        await StartAgainAsync("--listen", listen);
        Assert.That(Server.ControlAddress.IsLoopback && Server.Services.All(service => service.Address.IsLoopback), Is.True, "the addresses that are told can be used");
        foreach (var (host, status) in new[] { ("emulators:7799", 201), ("192.0.2.1:7799", 201), ("localhost", 201), ("evil.test", 403) })
        {
            Assert.That((await AskAsync(HttpMethod.Post, host, null, null, null)).Status, Is.EqualTo(status), host);
        }

        Assert.That((await AskAsync(HttpMethod.Post, "emulators:7799", "http://evil.test", null, null)).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task Browsers_are_answered_the_page_and_programs_JSON()
    {
        using var page = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, Server.ControlAddress) { Headers = { { "Accept", "text/html,application/xhtml+xml,*/*;q=0.8" } } });
        Assert.That(page.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
        Assert.That(await page.Content.ReadAsStringAsync(), Does.StartWith("<!doctype html>").And.Not.Contain("src=\"http").And.Not.Contain("@import"));
        using var json = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, Server.ControlAddress) { Headers = { { "Accept", "*/*" } } });
        Assert.That(json.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        foreach (var answer in new[] { page, json })
        {
            Assert.That(answer.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
            Assert.That(answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single(), Is.EqualTo("same-origin"));
        }
    }

    [SetUp]
    public Task StartAsync() => base.StartAsync();

    private async Task StartAgainAsync(params string[] arguments)
    {
        await CloseAsync();
        await StartAsync(arguments);
    }

    /// <summary>Adds a task, or lists the tasks, with the headers of a browser.</summary>
    private async Task<(int Status, string? Error)> AskAsync(HttpMethod method, string host, string? origin, string? site, string? destination)
    {
        using var request = new HttpRequestMessage(method, new Uri(Server.ControlAddress, "meilisearch/tasks")) { Content = method == HttpMethod.Post ? new StringContent("{}") : null };
        request.Headers.Host = host;
        foreach (var (name, value) in new[] { ("Origin", origin), ("Sec-Fetch-Site", site), ("Sec-Fetch-Dest", destination) })
        {
            if (value is not null)
            {
                request.Headers.Add(name, value);
            }
        }

        using var response = await Http.SendAsync(request);
        var body = System.Text.Json.JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? null : body.GetProperty("error").GetString());
    }
}
