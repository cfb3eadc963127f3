using System.Text.Json;
using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Pages;

/// <summary>What the page shows by itself, while others work with the services.</summary>
internal sealed class LiveTests : PageTest
{
    private const string Hostile = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";

    [Test]
    public async Task A_cancel_by_the_library_shows_by_itself()
    {
        await OpenAsync();
        var id = long.Parse(await AddAsync("meilisearch", """{"runDuration":null}"""), System.Globalization.CultureInfo.InvariantCulture);
        await StateAsync("meilisearch", $"{id}", "enqueued");
        using var http = new HttpClient { BaseAddress = AddressOf("meilisearch") };
        using var client = new MeilisearchTaskClient(http, new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None });
        await client.CancelAsync(id);
        await AdvanceAsync(1);
        await StateAsync("meilisearch", $"{id}", "canceled");
        await TextAsync("#meilisearch .requests", "POST /tasks/cancel?uids=0");
    }

    [Test]
    public async Task Versions_counts_and_addresses_are_those_of_the_server()
    {
        await OpenAsync("--elasticsearch-flavor", "OpenSearch", "--elasticsearch-version", "3.9.0");
        foreach (var name in Names)
        {
            await TextAsync($"#{name} .address", AddressOf(name).ToString());
        }

        await TextAsync("#elasticsearch .version", "OpenSearch 3.9.0");
        await SetAsync("meilisearch", """{"version":"1.12"}""");
        await TextAsync("#meilisearch .version", "1.12");
        await AddAsync("veevavault");
        await TextAsync("#veevavault .count", "1 unfinished of 1 task");
        await TextAsync("nav a[href=\"#veevavault\"] b", "1");
        await PostAsync("veevavault/tasks/5001/remove");
        await TextAsync("#veevavault .count", "0 unfinished of 0 tasks");
        await TextAsync("#veevavault .shown", "No tasks.");
    }

    [TestCase("meilisearch", "indexUid")]
    [TestCase("elasticsearch", "description")]
    [TestCase("cloudfoundry", "name")]
    [TestCase("topazimage", "fileName")]
    [TestCase("veevavault", "title")]
    public async Task A_hostile_name_is_text(string service, string member)
    {
        await OpenAsync();
        var id = Add(service, $$"""{"{{member}}":{{JsonSerializer.Serialize(Hostile)}}}""");
        await TextAsync($"{Row(service, id)} td:nth-child(3)", Hostile);
        await SendAsync(service, HttpMethod.Get, "?a=<img/src=x/onerror=window.hacked=1>");
        await TextAsync($"#{service} .requests", "onerror");
        Assert.That(await Page.EvaluateExpressionAsync<bool>("!window.hacked && !document.querySelector('main img, main script')"), Is.True);
    }

    [Test]
    public async Task The_policy_keeps_any_other_script_out()
    {
        await OpenAsync();
        using var answer = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, Server.ControlAddress) { Headers = { { "Accept", "text/html" } } });
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.That(policy, Does.StartWith("default-src 'none'; script-src 'sha256-").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe"));
        var blocked = await Page.EvaluateFunctionAsync<string>(
            """
            () => new Promise(tell => {
              document.addEventListener('securitypolicyviolation', event => tell(event.effectiveDirective), { once: true });
              document.body.append(Object.assign(document.createElement('div'), { innerHTML: '<img src="http://127.0.0.1:1/x.png">' }));
            })
            """);
        Assert.That(blocked, Is.EqualTo("img-src"));
        Forgive("violates the following Content Security Policy");
    }

    [Test]
    public async Task Of_ten_thousand_tasks_the_newest_show_and_the_filter_finds_the_others()
    {
        await StartAsync();
        for (var i = 0; i < 10_000; i++)
        {
            Add("veevavault", $$"""{"title":"Job number {{i}}","state":"{{(i % 1000 == 0 ? "RUNNING" : "QUEUED")}}"}""");
        }

        await ShowAsync();
        await TextAsync("#veevavault .count", "10,000 unfinished of 10,000 tasks");
        await TextAsync("#veevavault .shown", "Shown: the newest 100 tasks. Not shown: 9,900 tasks older than these.");
        await TextAsync("#veevavault tbody tr:first-child", "Job number 9999");
        await TextAsync("#veevavault tbody tr:last-child", "Job number 9900");
        await Page.ClickAsync("#veevavault .show");
        await TextAsync("#veevavault tbody tr:last-child", "Job number 9800");

        await Page.TypeAsync("#veevavault .text", "number 12");
        await TextAsync("#veevavault .shown", "Shown: the newest 100 tasks. Not shown: 11 tasks older than these, and 9,889 tasks that the filter leaves out.");
        await Page.TypeAsync("#veevavault .text", "34");
        await TextAsync("#veevavault .shown", "Shown: the newest 1 task. Not shown: 9,999 tasks that the filter leaves out.");
        await TextAsync("#veevavault tbody tr:only-child", "Job number 1234");

        await Page.EvaluateExpressionAsync("document.querySelector('#veevavault .text').value = ''");
        await Page.SelectAsync("#veevavault .state-filter", "=RUNNING");
        await TextAsync("#veevavault tbody tr:last-child", "Job number 0");
        await ClickAsync("veevavault", "5001", "finish");
        await TextAsync("#veevavault tbody tr:last-child", "Job number 1000");
    }

    [Test]
    public async Task Only_the_row_that_changes_is_drawn_again_and_the_focus_stays()
    {
        await OpenAsync();
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(Add("cloudfoundry", $$"""{"name":"task {{i}}"}"""));
        }

        await TextAsync("#cloudfoundry .count", "20 unfinished of 20 tasks");
        await Page.FocusAsync($"{Row("cloudfoundry", ids[3])} button[data-verb=finish]");
        await Page.EvaluateExpressionAsync(
            """
            window.touched = new Set();
            new MutationObserver(all => all.forEach(one => touched.add((one.target.closest?.('tr') ?? one.target.parentElement?.closest('tr') ?? one.target).dataset?.id ?? 'list')))
              .observe(document.querySelector('#cloudfoundry tbody'), { subtree: true, childList: true, attributes: true, characterData: true });
            """);
        await PostAsync($"cloudfoundry/tasks/{ids[7]}/finish");
        await StateAsync("cloudfoundry", ids[7], "SUCCEEDED");
        Assert.That(await Page.EvaluateExpressionAsync<string[]>("[...touched]"), Is.EqualTo(new[] { ids[7] }));
        await AddAsync("cloudfoundry");
        await TextAsync("#cloudfoundry .count", "20 unfinished of 21 tasks");
        Assert.That(await Page.EvaluateFunctionAsync<bool>("row => document.activeElement === document.querySelector(row + ' button[data-verb=finish]')", Row("cloudfoundry", ids[3])), Is.True);
    }

    [Test]
    public async Task A_lost_connection_is_said_and_found_again()
    {
        await OpenAsync();
        var port = Server.ControlAddress.Port;
        await AddAsync("meilisearch", """{"indexUid":"before"}""");
        await AddAsync("meilisearch", """{"indexUid":"before too"}""");
        await TextAsync("#meilisearch tbody", "before too");
        await CloseAsync();
        await ConnectionAsync("lost");
        await TextAsync("#link", "connection lost");
        await ClickAsync("meilisearch", "0", "finish");
        await TextAsync("#meilisearch .answer.wrong", "The server does not answer.");

        await StartAsync("--control-port", $"{port}");
        await AddAsync("meilisearch", """{"indexUid":"after"}""");
        await ConnectionAsync("live");
        await TextAsync("#meilisearch tbody tr:only-child", "after");
        await ClickAsync("meilisearch", "0", "cancel");
        await TextAsync("#meilisearch .answer", "200 {");
        await AdvanceByHandAsync(1);
        await StateAsync("meilisearch", "0", "canceled");
    }

    [Test]
    public async Task A_page_of_another_origin_cannot_drive_it()
    {
        await OpenAsync();
        await using var evil = await EmulatorServer.Sockets.SocketHost.StartAsync(0, _ => context =>
        {
            context.Response.ContentType = "text/html";
            return Task.CompletedTask;
        });
        await using var page = await Chromium.Browser.NewPageAsync();
        await page.GoToAsync(evil.Address.ToString());
        var outcomes = await page.EvaluateFunctionAsync<string[]>(
            """
            async control => {
              const tell = async (method, mode) => {
                try { return (await fetch(control + 'meilisearch/tasks', { method, mode, body: method === 'POST' ? '{}' : undefined })).type; } catch { return 'refused'; }
              };
              return [await tell('POST', 'no-cors'), await tell('POST', 'cors'), await tell('GET', 'cors'), await tell('GET', 'no-cors')];
            }
            """,
            Server.ControlAddress.ToString());
        Assert.That(outcomes, Is.EqualTo(new[] { "refused", "refused", "refused", "refused" }), "not even an answer that cannot be read");
        Assert.That((await GetAsync("meilisearch/tasks")).GetArrayLength(), Is.Zero);
    }
}
