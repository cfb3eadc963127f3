namespace TaskCancellation.Tests.Pages;

/// <summary>What a person does with the tasks of the page, and what becomes of them in the emulators.</summary>
internal sealed class ByHandTests : PageTest
{
    /// <summary>The unfinished task that is canceled, the seconds until it has ended, the state that it ends in, and what the service answers to the cancel.</summary>
    private static IEnumerable<TestCaseData> Cancels =>
    [
        new("meilisearch", "{}", "canceled", "POST /tasks/cancel?uids=0\n200 {\"taskUid\":1,"),
        new("elasticsearch", "{}", "canceled", "_cancel\n200 {\"nodes\":{"),
        new("cloudfoundry", "{}", "FAILED", "/actions/cancel\n202 {\"guid\":"),
        new("topazimage", """{"state":"Pending"}""", "Cancelled", "DELETE /image/v1/cancel/"),
        new("veevavault", """{"state":"QUEUED"}""", "CANCELLED", "POST /api/v26.2/services/jobs/actions/cancel\n200 {\"responseStatus\":\"SUCCESS\",\"data\":[{\"responseStatus\":\"SUCCESS\""),
    ];

    /// <summary>What a service answers to the cancel of a task that has ended.</summary>
    private static IEnumerable<TestCaseData> Refusals =>
    [
        new("meilisearch", "succeeded", "POST /tasks/cancel?uids=0\n200 {\"taskUid\":1,"),
        new("elasticsearch", "completed", "200 {\"node_failures\":["),
        new("cloudfoundry", "SUCCEEDED", "422 {\"errors\":["),
        new("topazimage", "Completed", "\n409 {"),
        new("veevavault", "SUCCESS", "200 {\"responseStatus\":\"SUCCESS\",\"data\":[{\"responseStatus\":\"FAILURE\""),
    ];

    [Test]
    public async Task A_task_is_held_and_released()
    {
        await OpenAsync();
        var id = await AddAsync("meilisearch", """{"runDuration":5}""");
        await ClickAsync("meilisearch", id, "hold");
        await TextAsync($"{Row("meilisearch", id)} .held", "held");
        Assert.That(RowOf("meilisearch", id).GetProperty("isHeld").GetBoolean(), Is.True);
        await AdvanceByHandAsync(3600);
        await TextAsync($"{Row("meilisearch", id)} td:nth-child(4)", "1 h 0 min");
        Assert.That(RowOf("meilisearch", id).GetProperty("state").GetString(), Is.EqualTo("enqueued"), "it does not progress by itself");
        await ClickAsync("meilisearch", id, "release");
        await TextAsync("#meilisearch .answer", $"{id}: release is done.");
        await AdvanceByHandAsync(60);
        await StateAsync("meilisearch", id, "succeeded");
        Assert.That(RowOf("meilisearch", id).GetProperty("state").GetString(), Is.EqualTo("succeeded"));
    }

    [Test]
    public async Task A_held_task_is_finished_or_canceled()
    {
        await OpenAsync();
        foreach (var (verb, state) in new[] { ("finish", "succeeded"), ("cancel", "canceled") })
        {
            var id = await AddAsync("meilisearch", """{"runDuration":5}""");
            await ClickAsync("meilisearch", id, "hold");
            await ClickAsync("meilisearch", id, "release");
            await ClickAsync("meilisearch", id, "hold");
            await ClickAsync("meilisearch", id, verb);
            await TextAsync("#meilisearch .answer", verb == "cancel" ? "200 {" : $"{id}: finish is done.");
            await AdvanceByHandAsync(1);
            await StateAsync("meilisearch", id, state);
            Assert.That(RowOf("meilisearch", id).GetProperty("state").GetString(), Is.EqualTo(state));
        }
    }

    [Test]
    public async Task A_task_is_failed_with_a_reason_by_keyboard_alone()
    {
        await OpenAsync();
        var id = await AddAsync("meilisearch", """{"runDuration":null}""");
        await using (var button = await Page.WaitForSelectorAsync($"{Row("meilisearch", id)} button[data-verb=fail]"))
        {
            await button.FocusAsync();
        }

        await Page.Keyboard.PressAsync("Enter");
        await TrueAsync("() => document.getElementById('fail').open && document.activeElement.id === 'reason'");
        await Page.Keyboard.TypeAsync("no space left");
        await Page.Keyboard.PressAsync("Enter");
        await StateAsync("meilisearch", id, "failed");
        var (_, task) = await SendAsync("meilisearch", HttpMethod.Get, $"/tasks/{id}");
        Assert.That(task.GetProperty("error").GetProperty("message").GetString(), Does.Contain("no space left"));
        await TextAsync("#meilisearch .answer", $"{id}: fail is done.");
    }

    [Test]
    public async Task Back_leaves_a_task_as_it_is()
    {
        await OpenAsync();
        var id = await AddAsync("veevavault");
        await ClickAsync("veevavault", id, "fail");
        await Page.ClickAsync("#fail-back");
        await TrueAsync("() => !document.getElementById('fail').open");
        Assert.That(RowOf("veevavault", id).GetProperty("state").GetString(), Is.EqualTo("QUEUED"));
    }

    [TestCaseSource(nameof(Cancels))]
    public async Task A_cancel_by_hand_is_the_cancel_of_the_service(string service, string task, string state, string answer)
    {
        await OpenAsync();
        var id = await AddAsync(service, task);
        await ClickAsync(service, id, "cancel");
        await TextAsync($"#{service} .answer", answer);
        await AdvanceByHandAsync(60);
        await StateAsync(service, id, state);
        var row = RowOf(service, id);
        Assert.That(row.TryGetProperty("cancelCount", out var count) ? count.GetInt32() : 1, Is.EqualTo(1));
        Assert.That((row.TryGetProperty("ending", out var ending) ? ending : row.GetProperty("state")).GetString(), Is.EqualTo(state).IgnoreCase);
        Assert.That(row.TryGetProperty("failure", out var failure) ? failure.GetString() : "task was cancelled", Is.EqualTo("task was cancelled"));
        await TextAsync($"#{service} summary", "1 request");
        await TextAsync($"#{service} .requests", answer.Split('\n')[0]);
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task A_cancel_of_an_ended_task_shows_what_the_service_says(string service, string state, string answer)
    {
        await OpenAsync();
        var id = await AddAsync(service, service == "meilisearch" ? """{"runDuration":null}""" : "{}");
        await ClickAsync(service, id, "finish");
        await StateAsync(service, id, state);
        await TrueAsync("row => document.querySelectorAll(row + ' button:disabled').length === 3", Row(service, id));
        await ClickAsync(service, id, "cancel");
        await TextAsync($"#{service} .answer", answer);
        Assert.That(await Page.EvaluateFunctionAsync<string>("row => document.querySelector(row).querySelector('.state').textContent", Row(service, id)), Is.EqualTo(state));
    }

    [Test]
    public async Task A_task_is_added_as_usual_or_as_JSON_says([ValueSource(nameof(Names))] string service)
    {
        await OpenAsync();
        await Page.ClickAsync($"#{service} .add button");
        await TextAsync($"#{service} .answer", "Added ");
        await TrueAsync("service => document.querySelectorAll(`#${service} tbody tr`).length === 1", service);
        await Page.TypeAsync($"#{service} .json", """{"nonsense":1}""");
        await Page.Keyboard.PressAsync("Enter");
        await TextAsync($"#{service} .answer.wrong", "There is no member nonsense, but ");
        Assert.That(await Page.EvaluateFunctionAsync<int>("service => document.querySelectorAll(`#${service} tbody tr`).length", service), Is.EqualTo(1));
    }

    [Test]
    public async Task The_clock_is_advanced_hurried_and_stopped()
    {
        await OpenAsync();
        var before = (await GetAsync("clock")).GetProperty("now").GetDateTimeOffset();
        await TextAsync("#speed", "stands still");
        await AdvanceByHandAsync(90);
        await TrueAsync("now => document.getElementById('now').textContent === now", $"{before.AddSeconds(90):yyyy-MM-dd HH:mm:ss} UTC");
        await Page.ClickAsync("#set-speed button");
        await TextAsync("#speed", "100 times real time");
        await Page.ClickAsync("#run");
        await TrueAsync("() => document.getElementById('speed').textContent === 'real time'");
        await Page.ClickAsync("#stop");
        await TextAsync("#speed", "stands still");
        Assert.That((await GetAsync("clock")).GetProperty("speed").GetDouble(), Is.Zero);
        await Page.EvaluateExpressionAsync("document.getElementById('advance').noValidate = true");
        await AdvanceByHandAsync(-1);
        await TrueAsync("() => document.getElementById('clock-error').textContent.length > 10");
    }
}
