using System.Text.Json;

namespace TaskCancellation.Tests.Control;

/// <summary>All that the page of a service lists can be done, and what cannot be done is said with what could be.</summary>
internal sealed class SurfaceTests : ControlTest
{
    /// <summary>Settings that any text can be the value of.</summary>
    private static readonly string[] Texts =
    [
        "meilisearch.masterKey", "meilisearch.unresponsiveHost", "meilisearch.databaseVersion", "elasticsearch.clusterName", "elasticsearch.allowlist",
        "cloudfoundry.taskCreationMessage", "cloudfoundry.diegoError", "topazimage.newTasks.ending",
        "veevavault.allowedClientIds", "veevavault.unknownJobErrorType", "veevavault.cancelUnsupportedErrorType", "veevavault.taskStateKey", "veevavault.vqlStatusField",
    ];

    /// <summary>What each action is given; <c>$task</c> is the id of a task.</summary>
    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["meilisearch.restart"] = "{}",
        ["meilisearch.upgrade"] = """{"failure":"internal"}""",
        ["meilisearch.resetDatabase"] = "{}",
        ["elasticsearch.addNode"] = """{"id":"ndB000000000000000000A","name":"second"}""",
        ["elasticsearch.restartNode"] = "{}",
        ["elasticsearch.freezeNode"] = """{"id":"ndB000000000000000000A"}""",
        ["elasticsearch.thawNode"] = """{"id":"ndB000000000000000000A"}""",
        ["elasticsearch.addIndex"] = """{"name":"books","documents":"10","shards":2}""",
        ["elasticsearch.removeNode"] = """{"id":"ndB000000000000000000A"}""",
        ["elasticsearch.cancelByServer"] = """{"id":"$task","reason":"channel was closed"}""",
        ["cloudfoundry.sync"] = "{}",
        ["cloudfoundry.prune"] = """{"days":31}""",
        ["cloudfoundry.delete"] = """{"id":"$app"}""",
        ["cloudfoundry.loseInDiego"] = """{"id":"$task"}""",
        ["cloudfoundry.suspend"] = """{"id":"$space","suspended":false}""",
        ["cloudfoundry.revokeTokens"] = """{"refreshTokensToo":true}""",
        ["topazimage.start"] = """{"id":"$task"}""",
        ["topazimage.requeue"] = """{"id":"$task"}""",
        ["topazimage.setState"] = """{"id":"$task","state":"Odd"}""",
        ["topazimage.setEta"] = """{"id":"$task","eta":"2030-01-31T12:00:00Z"}""",
        ["topazimage.setCredits"] = """{"total":5}""",
        ["veevavault.setState"] = """{"id":"$task","state":"ODD"}""",
        ["veevavault.refuseNext"] = """{"type":"OPERATION_NOT_ALLOWED","times":2}""",
        ["veevavault.addVault"] = """{"id":901,"name":"Second","address":"https://second.test/"}""",
        ["veevavault.endSessions"] = "{}",
    };

    [SetUp]
    public Task StartAsync() => base.StartAsync();

    [Test]
    public async Task Everything_that_a_page_says_can_be_asked_for_is_there([ValueSource(nameof(Names))] string name)
    {
        var id = await AddAsync(name);
        await PostAsync($"{name}/users", await UserAsync(name));
        var root = await GetAsync("/");
        var page = await GetAsync(name);
        Assert.That(page.GetProperty("can").EnumerateObject().Count(), Is.EqualTo(root.GetProperty("can").EnumerateObject().Count(one => one.Name.Contains("{service}", StringComparison.Ordinal))));
        foreach (var line in root.GetProperty("can").EnumerateObject().Concat(page.GetProperty("can").EnumerateObject()).Where(line => line.Name != "GET /events"))
        {
            var (method, path) = (line.Name.Split(' ')[0], line.Name.Split(' ')[1].Replace("{service}", name, StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal));
            var (_, answer) = await TryAsync(new HttpMethod(method), path, "{}");
            Assert.That(answer.ToString(), Does.Not.Contain("tells what there is"), line.Name);
        }
    }

    [Test]
    public async Task Every_setting_takes_the_value_that_it_tells([ValueSource(nameof(Names))] string name)
    {
        foreach (var setting in (await GetAsync(name)).GetProperty("settings").EnumerateArray().ToList())
        {
            var (key, value) = (setting.GetProperty("name").GetString()!, setting.GetProperty("value"));
            var after = await SetAsync(name, $$"""{"{{key}}":{{value.GetRawText()}}}""");
            Assert.That(after.GetProperty(key).ToString(), Is.EqualTo(value.ToString()), key);
            Assert.That(setting.GetProperty("description").GetString(), Does.EndWith(".").Or.EndWith("…"), key);
        }
    }

    [Test]
    public async Task A_value_that_a_setting_cannot_have_is_refused_by_name([ValueSource(nameof(Names))] string name)
    {
        var taken = new List<string>();
        foreach (var key in (await GetAsync($"{name}/settings")).EnumerateObject().Select(setting => setting.Name))
        {
            var (status, answer) = await TryAsync(HttpMethod.Put, $"{name}/settings", $$"""{"{{key}}":"no such value"}""");
            if (status == 200)
            {
                taken.Add($"{name}.{key}");
            }
            else
            {
                Assert.That(status, Is.EqualTo(400), key);
                Assert.That(answer.GetProperty("error").GetString(), Does.StartWith($"{key}: 'no such value' cannot be set. "));
            }
        }

        Assert.That(taken, Is.EqualTo(Texts.Where(text => text.StartsWith(name + ".", StringComparison.Ordinal))).AsCollection);
    }

    [TestCase("elasticsearch", "tasksIndex", "Available, Red, Closed, Missing")]
    [TestCase("elasticsearch", "flavor", "Elasticsearch, OpenSearch, Serverless")]
    [TestCase("cloudfoundry", "flavor", "CloudController, Korifi")]
    [TestCase("veevavault", "pollLimit", "None, PerJob, PerVault")]
    public async Task A_setting_that_is_one_of_a_few_names_tells_them(string name, string key, string names)
    {
        Assert.That(await RefusedAsync(400, HttpMethod.Put, $"{name}/settings", $$"""{"{{key}}":"Nonsense"}"""), Does.Contain(names));
        Assert.That(await RefusedAsync(400, HttpMethod.Put, $"{name}/settings", $$"""{"{{key}}":77}"""), Does.Contain(names));
    }

    [Test]
    public async Task A_setting_that_is_not_there_is_refused_with_those_that_are([ValueSource(nameof(Names))] string name) =>
        Assert.That(await RefusedAsync(400, HttpMethod.Put, $"{name}/settings", """{"nonsense":1}"""), Does.StartWith("There is no setting nonsense, but ").And.Contains("version, "));

    [Test]
    public async Task Every_action_can_be_done_by_name([ValueSource(nameof(Names))] string name)
    {
        var listed = (await GetAsync(name)).GetProperty("actions").EnumerateArray().Select(action => action.GetProperty("name").GetString()!).ToList();
        Assert.That(Parameters.Keys.Where(key => key.StartsWith(name + ".", StringComparison.Ordinal)), Is.EquivalentTo(listed.Select(action => $"{name}.{action}")));
        foreach (var action in listed.OrderBy(action => action == "delete"))
        {
            var id = await AddAsync(name, action == "start" ? """{"state":"Pending"}""" : "{}");
            await PostAsync($"{name}/actions/{action}", await FillAsync(name, id, Parameters[$"{name}.{action}"]));
        }
    }

    [Test]
    public async Task A_parameter_that_an_action_does_not_take_is_refused_with_those_it_takes([ValueSource(nameof(Names))] string name)
    {
        foreach (var action in (await GetAsync(name)).GetProperty("actions").EnumerateArray().ToList())
        {
            var error = await RefusedAsync(400, HttpMethod.Post, $"{name}/actions/{action.GetProperty("name")}", """{"nonsense":1}""");
            var known = action.GetProperty("parameters").EnumerateArray().Select(one => one.GetString()).DefaultIfEmpty("nothing");
            Assert.That(error, Is.EqualTo($"{action.GetProperty("name")} takes no nonsense, but {string.Join(", ", known)}."));
        }
    }

    [TestCase("topazimage/actions/setCredits", """{"total":"many"}""")]
    [TestCase("topazimage/actions/setState", """{"id":"x"}""")]
    [TestCase("elasticsearch/actions/freezeNode", "{}")]
    [TestCase("elasticsearch/actions/addIndex", "{}")]
    [TestCase("cloudfoundry/actions/delete", "{}")]
    [TestCase("cloudfoundry/actions/suspend", """{"id":"x"}""")]
    [TestCase("veevavault/actions/addVault", """{"id":1}""")]
    public async Task An_action_without_what_it_needs_tells_what_that_is(string path, string body)
    {
        var name = path.Split('/');
        var description = (await GetAsync(name[0])).GetProperty("actions").EnumerateArray().Single(action => action.GetProperty("name").GetString() == name[2]).GetProperty("description").GetString()!;
        Assert.That(await RefusedAsync(400, HttpMethod.Post, path, body), Does.StartWith(name[2] + ": ").And.EndsWith(description));
    }

    [Test]
    public async Task An_action_or_a_verb_that_is_not_there_is_not_found_and_those_that_are_get_told([ValueSource(nameof(Names))] string name)
    {
        var actions = (await GetAsync(name)).GetProperty("actions").EnumerateArray().Select(action => action.GetProperty("name").GetString());
        Assert.That(await RefusedAsync(404, HttpMethod.Post, $"{name}/actions/nonsense", "{}"), Is.EqualTo($"There is no action nonsense, but {string.Join(", ", actions)}."));
        Assert.That(await RefusedAsync(404, HttpMethod.Post, $"{name}/tasks/{await AddAsync(name)}/nonsense", "{}"), Does.EndWith("but hold, release, finish, fail, remove, cancel."));
    }

    [TestCase("""{"at":"soon"}""", "at: 'soon' is no instant such as 2026-01-31T12:00:00Z.")]
    [TestCase("""{"after":"soon"}""", "after: 'soon' is no number of seconds.")]
    [TestCase("""{"when":5}""", "finish takes no when, but at, after.")]
    [TestCase("[]", "An object is needed.")]
    public async Task When_something_should_happen_is_read_strictly(string body, string error) =>
        Assert.That(await RefusedAsync(400, HttpMethod.Post, $"meilisearch/tasks/{await AddAsync("meilisearch")}/finish", body), Is.EqualTo(error));

    [Test]
    public async Task What_should_happen_later_happens_by_the_clock([ValueSource(nameof(Names))] string name)
    {
        var id = await AddAsync(name);
        await PostAsync($"{name}/tasks/{id}/remove", """{"after":30}""");
        await AdvanceAsync(29);
        Assert.That(await IsThereAsync(name, id), Is.True);
        await AdvanceAsync(1);
        Assert.That(await IsThereAsync(name, id), Is.False);
    }

    [Test]
    public async Task Nothing_is_done_with_a_task_that_is_not_there([ValueSource(nameof(Names))] string name, [Values("hold", "release", "finish", "fail", "remove", "cancel")] string verb) =>
        Assert.That(await RefusedAsync(404, HttpMethod.Post, $"{name}/tasks/nonsense/{verb}", "{}"), Is.EqualTo("There is no task nonsense."));

    /// <summary>Whether a task is there; a row may tell of one that is gone.</summary>
    private async Task<bool> IsThereAsync(string name, string id)
    {
        var (status, row) = await TryAsync(HttpMethod.Get, $"{name}/tasks/{id}");
        return status == 200 && !(row.TryGetProperty("ending", out var ending) && ending.GetString() == "Lost");
    }

    private async Task<string> FillAsync(string name, string id, string body)
    {
        if (!body.Contains('$', StringComparison.Ordinal))
        {
            return body;
        }

        var row = await GetAsync($"{name}/tasks/{id}");
        string Of(string member) => row.TryGetProperty(member, out var value) ? value.GetString()! : "";
        return body.Replace("$task", id, StringComparison.Ordinal).Replace("$app", Of("appId"), StringComparison.Ordinal).Replace("$space", Of("spaceId"), StringComparison.Ordinal);
    }

    private async Task<string> UserAsync(string name)
    {
        var members = (await GetAsync(name)).GetProperty("userMembers").EnumerateArray().ToList();
        return members.Exists(member => member.GetProperty("name").GetString() == "apiKey" && member.GetProperty("default").ValueKind == JsonValueKind.Null)
            ? """{"name":"{name}","apiKey":"secret"}"""
            : """{"name":"{name}"}""";
    }
}
