using System.Text.Json.Nodes;

namespace TaskCancellation.Tests.Meilisearch.Emulator;

/// <summary>The calls that make tasks, as other languages' tests make them.</summary>
[Category("Finding fc-R7")]
public sealed class WorkTests : EmulatorTest
{
    [TestCase("POST", "/indexes", """{"uid":"new"}""", "indexCreation", "new", """{"primaryKey":null}""")]
    [TestCase("PATCH", "/indexes/movies", """{"primaryKey":"id"}""", "indexUpdate", "movies", """{"primaryKey":"id"}""")]
    [TestCase("PATCH", "/indexes/movies", """{"uid":"films"}""", "indexUpdate", "movies", """{"primaryKey":null,"oldIndexUid":"movies","newIndexUid":"films"}""")]
    [TestCase("DELETE", "/indexes/movies", null, "indexDeletion", "movies", """{"deletedDocuments":3}""")]
    [TestCase("POST", "/indexes/movies/documents", """[{"id":4}]""", "documentAdditionOrUpdate", "movies", """{"receivedDocuments":1,"indexedDocuments":1}""")]
    [TestCase("PUT", "/indexes/movies/documents", """{"id":4}""", "documentAdditionOrUpdate", "movies", """{"receivedDocuments":1,"indexedDocuments":1}""")]
    [TestCase("DELETE", "/indexes/movies/documents/1", null, "documentDeletion", "movies", """{"providedIds":1,"deletedDocuments":1,"originalFilter":null}""")]
    [TestCase("POST", "/indexes/movies/documents/delete-batch", "[1,2,99]", "documentDeletion", "movies", """{"providedIds":3,"deletedDocuments":2,"originalFilter":null}""")]
    [TestCase("POST", "/indexes/movies/documents/delete", """{"filter":"genre = a"}""", "documentDeletion", "movies", """{"providedIds":0,"deletedDocuments":2,"originalFilter":"\"genre = a\""}""")]
    [TestCase("DELETE", "/indexes/movies/documents", null, "documentDeletion", "movies", """{"deletedDocuments":3}""")]
    [TestCase("POST", "/indexes/movies/documents/edit", """{"function":"doc.x = 1","filter":"genre != a"}""", "documentEdition", "movies", """{"editedDocuments":1,"deletedDocuments":1,"originalFilter":"\"genre != a\"","context":null,"function":"doc.x = 1"}""")]
    [TestCase("PATCH", "/indexes/movies/settings", """{"filterableAttributes":["genre"]}""", "settingsUpdate", "movies", """{"filterableAttributes":["genre"]}""")]
    [TestCase("PUT", "/indexes/movies/settings/stop-words", """["a"]""", "settingsUpdate", "movies", """{"stopWords":["a"]}""")]
    [TestCase("POST", "/swap-indexes", """[{"indexes":["movies","books"]}]""", "indexSwap", null, """{"swaps":[{"indexes":["movies","books"],"rename":false}]}""")]
    [TestCase("POST", "/dumps", null, "dumpCreation", null, """{"dumpUid":"20260101-000000081"}""")]
    [TestCase("POST", "/snapshots", null, "snapshotCreation", null, null)]
    [TestCase("POST", "/indexes/movies/compact", null, "indexCompaction", "movies", """{"preCompactionSize":"40 KiB","postCompactionSize":"16 KiB"}""")]
    [TestCase("PATCH", "/dynamic-search-rules/one", """{"active":true}""", "dsrUpdate", ".meili_dsr", """{"rule":{"active":true},"updatedRules":1}""")]
    [TestCase("DELETE", "/dynamic-search-rules", null, "dsrClear", ".meili_dsr", """{"deletedDocuments":0}""")]
    [TestCase("POST", "/export", """{"url":"http://other.test","apiKey":"abcdefgh","indexes":{"movies":{"filter":"genre = a"}}}""", "export", null, """{"url":"http://other.test","apiKey":"abXXXX...","indexes":{"movies":{"filter":"genre = a","overrideSettings":false,"matched_documents":3}}}""")]
    public async Task A_call_makes_a_task(string method, string path, string? body, string kind, string? index, string? details)
    {
        await Arrange();
        var (status, summary) = await Send(method, path, body: body);
        var made = JsonNode.Parse(summary)!;
        Assert.That((status, (string?)made["type"], (string?)made["status"], (string?)made["indexUid"], made.AsObject().Count), Is.EqualTo((kind == "export" ? 200 : 202, kind, "enqueued", index, 5)), summary);
        Pass(21);
        var task = await Read((long)made["taskUid"]!);
        Assert.That((string?)task["status"], Is.EqualTo("succeeded"), task.ToJsonString());
        Assert.That(task["details"] is null ? null : await Details((long)made["taskUid"]!), Is.EqualTo(details));
    }

    [TestCase("POST", "/indexes", """{"uid":"movies"}""", "index_already_exists", "Index `movies` already exists.")]
    [TestCase("DELETE", "/indexes/unknown", null, "index_not_found", "Index `unknown` not found.")]
    [TestCase("POST", "/indexes/movies/documents", """[{"a": 1}]""", "missing_document_id", "Document doesn't have a `id` attribute: `{\"a\":1}`.")]
    [TestCase("POST", "/indexes/empty/documents", """[{"a":1}]""", "index_primary_key_no_candidate_found", null)]
    [TestCase("PATCH", "/indexes/movies", """{"primaryKey":"genre"}""", "index_primary_key_already_exists", "Index `movies`: Index already has a primary key: `id`.")]
    public async Task What_cannot_be_done_fails_when_it_is_its_turn(string method, string path, string? body, string code, string? message)
    {
        await Arrange();
        var uid = await Made(method, path, body);
        var task = await Read(uid);
        Assert.That(((string?)task["status"], (string?)task["error"]!["code"]), Is.EqualTo(("failed", code)));
        Assert.That((string?)task["error"]!["message"], message is null ? Is.Not.Null : Is.EqualTo(message));
    }

    [Test]
    public async Task Metadata_is_shown_and_a_waiting_tasks_documents_can_be_read()
    {
        await Arrange();
        Server.IsSchedulerPaused = true;
        var (_, summary) = await Send("POST", "/indexes/movies/documents?customMetadata=my%20note", body: """[{"id": 7}]""");
        Assert.That((string?)JsonNode.Parse(summary)!["customMetadata"], Is.EqualTo("my note"));
        var uid = (long)JsonNode.Parse(summary)!["taskUid"]!;
        Assert.That((await Get($"/tasks/{uid}/documents")).Status, Is.EqualTo(400), "the feature is off");
        await Send("PATCH", "/experimental-features", body: """{"getTaskDocumentsRoute":true}""");
        Assert.That(await Get($"/tasks/{uid}/documents"), Is.EqualTo((200, """{"id":7}""")));
        Assert.That((await Get("/tasks/0/documents")).Body, Does.Contain("task_file_not_found"));
    }

    [Test]
    public async Task A_full_queue_takes_none_of_them()
    {
        Server.IsQueueFull = true;
        Assert.That((await Send("POST", "/dumps")).Status, Is.EqualTo(422));
        Assert.That((await Send("POST", "/indexes", body: """{"uid":"x"}""")).Body, Does.Contain("no_space_left_on_device"));
    }

    [Test]
    public async Task How_they_run_can_be_arranged()
    {
        Server.NewTasks = new() { RunDuration = null, Failure = new("Broken.") };
        await Send("POST", "/dumps");
        Pass(60_000);
        Assert.That(Status(0), Is.EqualTo("processing"));
        Server.Release(0);
        Server.Fail(0, "Broken at last.");
        Assert.That((string?)(await Read(0))["error"]!["message"], Is.EqualTo("Broken at last."));
    }

    private async Task Arrange()
    {
        Server.Version = "1.50";
        await Send("PATCH", "/experimental-features", body: """{"editDocumentsByFunction":true,"dynamicSearchRules":true}""");
        await Made("POST", "/indexes", """{"uid":"books"}""");
        await Made("POST", "/indexes/movies/documents", """[{"id":1,"genre":"a"},{"id":2,"genre":"a"},{"id":3,"genre":"b"}]""");
    }
}
