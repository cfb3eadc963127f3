using System.Text.Json.Nodes;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Emulator;

/// <summary>Each row of the table of what came with which version: the version has it, and the one before has not.</summary>
public sealed class VersionTests : EmulatorTest
{
    private static readonly Dictionary<string, Func<VersionTests, Task<bool>>> Signs = new()
    {
        ["ListTotal"] = async test => JsonNode.Parse((await test.Get("/tasks")).Body)!.AsObject().ContainsKey("total"),
        ["DocumentEdition"] = test => test.Knows("documentEdition"),
        ["Batches"] = async test => (await test.Get("/batches")).Status == 200 && (await test.Get("/tasks?reverse=true&batchUids=0")).Status == 200 && await test.TaskHas("batchUid"),
        ["UpgradeDatabase"] = test => test.Knows("upgradeDatabase"),
        ["TaskDocuments"] = test => test.Routes("GET", "/tasks/0/documents"),
        ["Network"] = test => test.Routes("GET", "/network"),
        ["SizeStats"] = async test => (await test.Get("/stats")).Body.Contains("usedDatabaseSize", StringComparison.Ordinal),
        ["CancelsWhenFull"] = test => test.CancelsWhenFull(),
        ["BatchMeasures"] = test => test.BatchHas("progressTrace"),
        ["BatchStrategy"] = test => test.BatchHas("batchStrategy"),
        ["ChatKey"] = test => test.HasKey("Default Chat API Key"),
        ["Export"] = test => test.Knows("export"),
        ["ReadAllAction"] = test => test.HasKey("Default Read-Only Admin API Key"),
        ["EmbedderRequests"] = test => test.BatchHas("embedderRequests"),
        ["Renames"] = async test => (await test.Send("PATCH", "/indexes/movies", body: """{"uid":"films"}""")).Status == 202,
        ["IndexCompaction"] = test => test.Knows("indexCompaction"),
        ["CustomMetadata"] = async test => (await test.Send("POST", "/indexes/movies/documents?customMetadata=a", body: """[{"id":1}]""")).Body.Contains("customMetadata", StringComparison.Ordinal),
        ["NetworkTopology"] = test => test.Knows("networkTopologyChange"),
        ["QueueCompaction"] = async test => (await test.Send("POST", "/tasks/compact")).Body.Contains("feature_not_enabled", StringComparison.Ordinal),
        ["SearchRules"] = test => test.Routes("POST", "/dynamic-search-rules"),
        ["ScopedKeysAreHeld"] = test => test.RefusesAScopedKey(),
        ["RuleTasks"] = test => test.Knows("dsrUpdate"),
        ["SettingsWriteDocuments"] = test => test.SettingsWriteDocuments(),
        ["LaterFeatures"] = async test => (await test.Get("/experimental-features")).Body.Contains("renderRoute", StringComparison.Ordinal),
    };

    private static IEnumerable<string> Names => Since.All.Select(row => row.Name);

    [TestCaseSource(nameof(Names))]
    public async Task Comes_with_its_version(string name)
    {
        var row = Since.All.Single(row => row.Name == name);
        Server.Version = $"1.{row.Minor - 1}";
        Assert.That(await Signs[name](this), Is.False);
        Server.ResetDatabase();
        Server.IsQueueFull = false;
        Server.MasterKey = null;
        Server.Version = $"1.{row.Minor}";
        Assert.That(await Signs[name](this), Is.True);
    }

    [TestCase("1.0", """{"results":[],"limit":20,"from":null,"next":null}""")]
    [TestCase("1.50", """{"results":[],"total":0,"limit":20,"from":null,"next":null}""")]
    public async Task A_list_of_the_first_and_of_the_last(string version, string body)
    {
        Server.Version = version;
        Assert.That(await Get("/tasks"), Is.EqualTo((200, body)));
    }

    [Test]
    public async Task An_index_could_not_be_renamed()
    {
        Server.Version = "1.17";
        Assert.That(await Send("PATCH", "/indexes/movies", body: """{"uid":"films"}"""), Is.EqualTo(Refusal(400, "immutable_index_uid", "Immutable field `uid`: expected one of `primaryKey`")));
        await Send("POST", "/swap-indexes", body: """[{"indexes":["a","b"],"rename":true}]""");
        Assert.That(await Details(0), Is.EqualTo("""{"swaps":[{"indexes":["a","b"]}]}"""));
    }

    [TestCase("1.12", """{"totalNbTasks":1,"status":{"succeeded":1},"types":{"dumpCreation":1},"indexUids":{}}""")]
    [TestCase("1.14", """{"totalNbTasks":1,"status":{"succeeded":1},"types":{"dumpCreation":1},"indexUids":{},"progressTrace":{"processing tasks":"1.00ms"}}""")]
    public async Task The_stats_of_a_batch_have_grown(string version, string stats)
    {
        Server.Version = version;
        Add(kind: "dumpCreation", status: "succeeded");
        Assert.That(JsonNode.Parse((await Get("/batches/0")).Body)!["stats"]!.ToJsonString(), Is.EqualTo(stats));
    }

    private async Task<bool> Knows(string kind) => (await Get("/tasks?types=" + kind)).Status == 200;

    private async Task<bool> Routes(string method, string path) => (await Send(method, path)) is not (404, "");

    private async Task<bool> TaskHas(string member)
    {
        Add(status: "succeeded");
        return (await Read(0)).AsObject().ContainsKey(member);
    }

    private async Task<bool> CancelsWhenFull()
    {
        Add();
        Server.IsQueueFull = true;
        return (await Cancel("?uids=0")).Status == 200;
    }

    /// <summary>Whether a batch of documents that are embedded shows the member, itself or among its stats.</summary>
    private async Task<bool> BatchHas(string member)
    {
        await Made("PATCH", "/indexes/movies/settings", """{"embedders":{"mine":{"source":"rest","url":"http://embedder.test/embed"}}}""");
        await Made("POST", "/indexes/movies/documents", """[{"id":1}]""");
        var batch = JsonNode.Parse((await Get("/batches/1")).Body)!.AsObject();
        return batch.ContainsKey(member) || batch["stats"]!.AsObject().ContainsKey(member);
    }

    private async Task<bool> HasKey(string name)
    {
        Server.MasterKey = "MASTER";
        return (await Get("/keys", "Bearer MASTER")).Body.Contains(name, StringComparison.Ordinal);
    }

    private async Task<bool> RefusesAScopedKey()
    {
        Server.MasterKey = "MASTER";
        Server.AddUser(new() { Name = "m", ApiKey = "m", Actions = ["*"], Indexes = ["movies"] });
        return (await Get("/version", "Bearer m")).Status == 403;
    }

    private async Task<bool> SettingsWriteDocuments()
    {
        await Made("POST", "/indexes/movies/documents", """[{"id":1}]""");
        await Made("PATCH", "/indexes/movies/settings", """{"stopWords":["a"]}""");
        return (await Get("/batches/1")).Body.Contains("writeChannelCongestion", StringComparison.Ordinal);
    }
}
