namespace TaskCancellation.Tests.Control;

/// <summary>The cancel of the control port: the service's own, whoever may still use the service.</summary>
internal sealed class CancelTests : ControlTest
{
    [SetUp]
    public Task StartAsync() => base.StartAsync();

    [Test]
    public async Task It_reaches_the_task_and_is_logged_as_a_request_of_a_client([ValueSource(nameof(Names))] string name)
    {
        var id = await AddAsync(name);
        var answer = await PostAsync($"{name}/tasks/{id}/cancel");
        Assert.That(answer.GetProperty("status").GetInt32(), Is.InRange(200, 204));
        var line = (await GetAsync($"{name}/requests")).EnumerateArray().Single();
        Assert.That(line.GetProperty("request").GetString(), Is.EqualTo(answer.GetProperty("request").GetString()));
        Assert.That(line.GetProperty("status").GetInt32(), Is.EqualTo(answer.GetProperty("status").GetInt32()));
        await AdvanceAsync(60);
        Assert.That(await StateAsync(name, id), Does.StartWith("cancel").IgnoreCase.Or.EqualTo("FAILED"));
    }

    [Test]
    public async Task It_works_where_every_other_credential_is_taken_away()
    {
        await SetAsync("meilisearch", """{"masterKey":"another"}""");
        await PostAsync("elasticsearch/users", """{"name":"reader","password":"r","privileges":["monitor"]}""");
        await AskAsync(HttpMethod.Delete, "cloudfoundry/users/admin");
        await PostAsync("cloudfoundry/actions/revokeTokens", """{"refreshTokensToo":true}""");
        await AskAsync(HttpMethod.Delete, "topazimage/users/default");
        await SetAsync("veevavault", """{"isInConfigurationMode":true}""");
        foreach (var name in Names)
        {
            var id = await AddAsync(name, name == "topazimage" ? """{"account":"somebody"}""" : "{}");
            for (var again = 0; again < 2; again++)
            {
                await PostAsync("veevavault/actions/endSessions");
                var answer = await PostAsync($"{name}/tasks/{id}/cancel");
                Assert.That(answer.GetProperty("status").GetInt32(), Is.Not.EqualTo(401).And.Not.EqualTo(403), name);
                Assert.That(answer.GetProperty("body").GetString(), Does.Not.Contain("INVALID_SESSION"), name);
            }

            await AdvanceAsync(60);
            Assert.That(await StateAsync(name, id), Does.StartWith("cancel").IgnoreCase.Or.EqualTo("FAILED"), name);
        }
    }

    [Test]
    public async Task It_takes_no_more_ids_from_the_sequence_than_the_cancel_of_a_client()
    {
        await PostAsync($"cloudfoundry/tasks/{await AddAsync("cloudfoundry")}/cancel");
        var byHand = await AddAsync("cloudfoundry");
        await CloseAsync();
        await StartAsync();
        await SendAsync("cloudfoundry", HttpMethod.Post, $"/v3/tasks/{await AddAsync("cloudfoundry")}/actions/cancel", authorization: "bearer admin-token");
        Assert.That(await AddAsync("cloudfoundry"), Is.EqualTo(byHand));
    }

    [TestCase("elasticsearch", "--elasticsearch-flavor=Serverless", 410)]
    [TestCase("veevavault", "--veevavault-version=v25.1", 200, "METHOD_NOT_SUPPORTED")]
    [TestCase("topazimage", "--set=topazimage.isOverloaded=true", 429)]
    public async Task A_refusal_is_handed_on(string name, string option, int status, string said = "")
    {
        await CloseAsync();
        await StartAsync(option);
        var answer = await PostAsync($"{name}/tasks/{await AddAsync(name)}/cancel");
        Assert.That(answer.GetProperty("status").GetInt32(), Is.EqualTo(status));
        Assert.That(answer.GetProperty("body").GetString(), Does.Contain(said));
    }

    [Test]
    public async Task It_takes_nothing() =>
        Assert.That(await RefusedAsync(400, HttpMethod.Post, $"meilisearch/tasks/{await AddAsync("meilisearch")}/cancel", """{"after":5}"""), Is.EqualTo("cancel takes no after, but nothing."));

    private async Task<string> StateAsync(string name, string id)
    {
        var row = await GetAsync($"{name}/tasks/{id}");
        return (row.TryGetProperty("ending", out var ending) ? ending : row.GetProperty("state")).GetString()!;
    }
}
