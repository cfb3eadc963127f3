using System.Collections.Concurrent;
using System.Text.Json;
using PuppeteerSharp;
using TaskCancellation.Tests.Control;

namespace TaskCancellation.Tests.Pages;

/// <summary>A server, and its page in a browser. A test waits for what the page shows, never for time; what is amiss in the page fails the test.</summary>
internal abstract class PageTest : ControlTest
{
    private readonly ConcurrentQueue<string> amiss = new();
    private IPage? page;

    protected IPage Page => page!;

    [TearDown]
    public async Task ClosePageAsync()
    {
        if (page is not null)
        {
            await page.DisposeAsync();
        }

        Assert.That(amiss, Is.Empty, "errors in the page, or breaches of its policy");
    }

    /// <summary>Starts a server and opens its page.</summary>
    protected async Task OpenAsync(params string[] arguments)
    {
        await StartAsync(arguments);
        await ShowAsync();
    }

    /// <summary>Opens the page of the server.</summary>
    protected async Task ShowAsync()
    {
        page = await Chromium.Browser.NewPageAsync();
        page.PageError += (_, error) => amiss.Enqueue(error.Message);
        page.Console += (_, said) =>
        {
            // A server that is down, or a request that it refuses, is an error to the browser too.
            if (said.Message.Type == ConsoleType.Error && !said.Message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                amiss.Enqueue(said.Message.Text);
            }
        };
        await page.SetViewportAsync(new ViewPortOptions { Width = 1400, Height = 1000 });
        await page.GoToAsync(Server.ControlAddress.ToString());
        await ConnectionAsync("live");
    }

    /// <summary>Takes an error for the one that the test has caused.</summary>
    protected void Forgive(string text)
    {
        Assert.That(amiss, Has.All.Contains(text));
        amiss.Clear();
    }

    protected Task ConnectionAsync(string state) => TrueAsync("state => document.getElementById('link').dataset.state === state", state);

    /// <summary>Waits until something is true in the page.</summary>
    protected async Task TrueAsync(string function, params object[] arguments)
    {
        try
        {
            await using var found = await Page.WaitForFunctionAsync(function, arguments);
        }
        catch (WaitTaskTimeoutException never)
        {
            throw new AssertionException($"{function} with {string.Join(", ", arguments)} never became true. The page shows:\n{await Page.EvaluateExpressionAsync<string>("document.body.innerText")}", never);
        }
    }

    /// <summary>Waits until the row of a task shows that state.</summary>
    protected Task StateAsync(string service, string id, string state) =>
        TrueAsync("(row, state) => document.querySelector(row)?.querySelector('.state').textContent === state", Row(service, id), state);

    /// <summary>Waits until a text is shown below what the selector finds.</summary>
    protected Task TextAsync(string selector, string text) =>
        TrueAsync("(selector, text) => { const node = document.querySelector(selector); return !!node && !node.hidden && node.textContent.includes(text); }", selector, text);

    protected async Task ClickAsync(string service, string id, string verb)
    {
        var button = $"{Row(service, id)} button[data-verb={verb}]:not(:disabled)";
        await using var there = await Page.WaitForSelectorAsync(button);
        await Page.ClickAsync(button);
    }

    /// <summary>Advances the clock as a person does.</summary>
    protected async Task AdvanceByHandAsync(int seconds)
    {
        await Page.EvaluateFunctionAsync("seconds => { document.getElementById('advance-value').value = seconds; }", seconds);
        await Page.ClickAsync("#advance button");
    }

    protected static string Row(string service, string id) => $"#{service} tr[data-id=\"{id}\"]";

    /// <summary>A task as the emulator itself holds it.</summary>
    protected JsonElement RowOf(string service, string id) => Server.Services.Single(one => one.Name == service).Control.Find(id);

    /// <summary>Adds tasks to the emulator itself.</summary>
    protected string Add(string service, string task = "{}") => Server.Services.Single(one => one.Name == service).Control.Add(JsonElement.Parse(task));
}
