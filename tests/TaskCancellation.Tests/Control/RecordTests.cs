using System.Text.Json;

namespace TaskCancellation.Tests.Control;

/// <summary>Every member of tasks and users can be given by name.</summary>
internal sealed class RecordTests : ControlTest
{
    private const string Instant = "\"2026-01-31T12:00:00Z\"";

    /// <summary>Values for the members that have none by default, and cannot have just any.</summary>
    private static readonly Dictionary<string, string> Samples = new()
    {
        ["meilisearch.failure"] = """{"message":"m","code":"internal","type":"internal"}""",
        ["meilisearch.detailsJson"] = """ "{\"receivedDocuments\":1}" """,
        ["elasticsearch.nodeId"] = "\"$node\"",
        ["elasticsearch.parentId"] = "\"$node:77\"",
        ["elasticsearch.statusJson"] = """ "{\"a\":1}" """,
        ["elasticsearch.responseJson"] = """ "{\"a\":1}" """,
        ["elasticsearch.failure"] = """{"type":"search_phase_execution_exception","reason":"all shards failed","causedBy":{"type":"x","reason":"y"}}""",
        ["elasticsearch.writeFailures"] = """[{"index":"i","id":"1","cause":{"type":"x","reason":"y"}}]""",
        ["elasticsearch.headers"] = """{"trace.id":"1"}""",
        ["cloudfoundry.appId"] = "\"$app\"",
        ["cloudfoundry.labels"] = """{"team":"x"}""",
        ["cloudfoundry.roles"] = """[{"role":"SpaceDeveloper"}]""",
        ["topazimage.id"] = "\"00000000-0000-4000-8000-000000000077\"",
        ["topazimage.sourceId"] = "\"00000000-0000-4000-8000-000000000078\"",
        ["topazimage.optionsJson"] = """ "{\"a\":1}" """,
        ["topazimage.permissions"] = "\"Read, Cancel\"",
        ["veevavault.cancelError"] = """{"type":"INVALID_DATA","message":"m"}""",
        ["veevavault.tasks"] = """[{"id":"1","state":"RUNNING"},{"id":"2"}]""",
        ["veevavault.apiTokens"] = """[{"value":"t","expiresAt":"2030-01-31T12:00:00Z"}]""",
        ["veevavault.accessTokens"] = """[{"value":"t"}]""",
    };

    [SetUp]
    public Task StartAsync() => base.StartAsync();

    [Test]
    public async Task A_task_is_added_with_any_member([ValueSource(nameof(Names))] string name)
    {
        var (page, row) = (await GetAsync(name), await GetAsync($"{name}/tasks/{await AddAsync(name)}"));
        foreach (var member in page.GetProperty("taskMembers").EnumerateArray())
        {
            await AddAsync(name, $$"""{"{{member.GetProperty("name")}}":{{Sample(name, member, row)}}}""");
        }

        await AddAsync(name, page.GetProperty("exampleTask").GetRawText());
    }

    [Test]
    public async Task A_user_is_added_with_any_member_and_removed_by_name([ValueSource(nameof(Names))] string name)
    {
        foreach (var member in (await GetAsync(name)).GetProperty("userMembers").EnumerateArray().Where(member => member.GetProperty("name").GetString() != "name"))
        {
            var secret = name == "meilisearch" && member.GetProperty("name").GetString() != "apiKey" ? ",\"apiKey\":\"s\"" : "";
            var added = await PostAsync($"{name}/users", $$"""{"name":"someone"{{secret}},"{{member.GetProperty("name")}}":{{Sample(name, member, default)}}}""");
            Assert.That(added.GetProperty("name").GetString(), Is.EqualTo("someone"));
        }

        await AskAsync(HttpMethod.Delete, $"{name}/users/someone");
        Assert.That(await RefusedAsync(404, HttpMethod.Delete, $"{name}/users/someone"), Does.Contain("someone"));
    }

    [Test]
    public async Task A_member_with_a_value_of_the_wrong_kind_is_named([ValueSource(nameof(Names))] string name, [Values("task", "user")] string record)
    {
        foreach (var member in (await GetAsync(name)).GetProperty($"{record}Members").EnumerateArray())
        {
            var key = member.GetProperty("name").GetString()!;
            var needed = (name, record, key) switch
            {
                ("meilisearch", "user", "name") => """ "apiKey":"y", """,
                (_, "user", "name") => "",
                ("meilisearch", "user", not "apiKey") => """ "name":"x","apiKey":"y", """,
                (_, "user", _) => """ "name":"x", """,
                _ => "",
            };
            var wrong = member.GetProperty("type").GetString()!.StartsWith("object", StringComparison.Ordinal) ? "[1]" : """{"nonsense":[]}""";
            Assert.That(await RefusedAsync(400, HttpMethod.Post, $"{name}/{record}s", $$"""{{{needed}}"{{key}}":{{wrong}}}"""), Does.Contain(key));
        }
    }

    [TestCase("meilisearch/tasks", """{"indexUId":"x","nonsense":1}""", "There is no member nonsense, but id, kind, indexUid, ")]
    [TestCase("meilisearch/users", """{"name":"x"}""", "apiKey is needed.")]
    [TestCase("cloudfoundry/users", "{}", "name is needed.")]
    [TestCase("cloudfoundry/tasks", """{"cancelEnding":"Nonsense"}""", "cancelEnding: there is no \"Nonsense\", but Canceled, CompletesAnyway, OwnFailure, SyncLost, Ignored.")]
    [TestCase("cloudfoundry/tasks", """{"cancelEnding":3}""", "cancelEnding: there is no 3, but Canceled, CompletesAnyway, OwnFailure, SyncLost, Ignored.")]
    [TestCase("cloudfoundry/users", """{"name":"x","roles":[{"role":"Boss"}]}""", "roles[0].role: there is no \"Boss\", but None, Admin, ")]
    [TestCase("topazimage/users", """{"name":"x","permissions":"Read, Fly"}""", "permissions: there is no \"Read, Fly\", but None, Read, Cancel, ")]
    [TestCase("elasticsearch/tasks", """{"failure":{"type":"x"}}""", "failure.reason is needed.")]
    [TestCase("elasticsearch/tasks", """{"failure":{"kind":"x"}}""", "There is no member failure.kind, but type, reason, causedBy.")]
    [TestCase("elasticsearch/tasks", """{"runDuration":"soon"}""", "runDuration has no such value: time or null is needed.")]
    [TestCase("veevavault/tasks", """{"createdAt":"soon"}""", "createdAt has no such value: instant or null is needed.")]
    [TestCase("veevavault/tasks", "[]", "An object is needed.")]
    public async Task What_a_record_cannot_have_is_said_with_what_it_can_have(string path, string body, string error) =>
        Assert.That(await RefusedAsync(400, HttpMethod.Post, path, body), Does.StartWith(error));

    [Test]
    public async Task Every_member_is_described([ValueSource(nameof(Names))] string name)
    {
        var page = await GetAsync(name);
        foreach (var members in page.GetProperty("otherMembers").EnumerateObject().Select(other => other.Value).Append(page.GetProperty("taskMembers")).Append(page.GetProperty("userMembers")))
        {
            Assert.That(members.EnumerateArray().Where(member => member.GetProperty("description").GetString()!.Length == 0), Is.Empty);
        }
    }

    /// <summary>A value that a member takes: its default, or one of its kind.</summary>
    private static string Sample(string name, JsonElement member, JsonElement row)
    {
        string Of(string key) => row.ValueKind == JsonValueKind.Object && row.TryGetProperty(key, out var value) ? value.GetString()! : "";
        var type = member.GetProperty("type").GetString()!.Split(' ')[0];
        return Samples.TryGetValue($"{name}.{member.GetProperty("name")}", out var sample) ? sample.Replace("$node", Of("nodeId"), StringComparison.Ordinal).Replace("$app", Of("appId"), StringComparison.Ordinal)
            : member.GetProperty("default").GetString() is { } usual and not "null" and not "[]" and not "{}" ? usual
            : type switch
            {
                "number" => "77",
                "true" => "true",
                "instant" => Instant,
                "time" => "1.5",
                "list" when member.GetProperty("type").GetString()!.Contains("number", StringComparison.Ordinal) => "[900]",
                "list" => "[\"text\"]",
                "object" => """{"a":"b"}""",
                _ => "\"text\"",
            };
    }
}
