using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Emulator;

/// <summary>Routes, deletion, a full queue, and the hooks.</summary>
public sealed class ServerTests : EmulatorTest
{
    [Category("MS-8.63")]
    [TestCase("GET", "/tasks/cancel", 405)]
    [TestCase("DELETE", "/tasks/cancel", 405)]
    [TestCase("POST", "/tasks", 405)]
    [TestCase("PUT", "/tasks/1", 405)]
    [TestCase("POST", "/batches", 405)]
    [TestCase("POST", "/health", 405)]
    [TestCase("GET", "/nowhere", 404)]
    [TestCase("POST", "/tasks/cancel/now", 404)]
    public async Task Wrong_paths_and_methods_have_empty_bodies(string method, string path, int status) => Assert.That(await Send(method, path), Is.EqualTo((status, "")));

    [Test]
    [Category("MS-8.68")]
    public async Task An_over_long_target_is_refused()
    {
        const string query = "?uids=0&indexUids=";
        var longest = 65_534 - "/tasks/cancel".Length - query.Length;
        var names = string.Concat(Enumerable.Repeat("movies,", longest / 7)).PadRight(longest, ',');
        Assert.That((await Cancel(query + names)).Status, Is.EqualTo(200));
        Assert.That(await Cancel(query + names + ","), Is.EqualTo((400, "")));
    }

    [Test]
    public async Task Health_and_version_are_shown()
    {
        Assert.That(await Get("/health"), Is.EqualTo((200, """{"status":"available"}""")));
        Assert.That((await Get("/version")).Body, Does.EndWith("\"pkgVersion\":\"1.41.0\"}"));
        Server.Version = "1.11.3";
        Assert.That((await Get("/version")).Body, Does.EndWith("\"pkgVersion\":\"1.11.3\"}"));
    }

    [Test]
    [Category("MS-8.9")]
    public async Task Unknown_and_malformed_uids_are_told_apart()
    {
        Assert.That(await Get("/tasks/4294967295"), Is.EqualTo(Refusal(404, "task_not_found", "Task `4294967295` not found.")));
        Assert.That(await Get("/tasks/abc"), Is.EqualTo(Refusal(400, "invalid_task_uids", "Task uid `abc` is invalid. It should only contain numeric characters.")));
        Assert.That(await Get("/tasks/4294967296"), Is.EqualTo(Refusal(400, "invalid_task_uids", "Task uid `4294967296` is invalid. It should only contain numeric characters.")));
        Assert.That(await Get("/batches/9"), Is.EqualTo(Refusal(404, "batch_not_found", "Batch `9` not found.")));
    }

    [Test]
    [Category("MS-8.17")]
    public async Task Deletion_removes_ended_tasks_only()
    {
        Add(status: "succeeded");
        AddOpen();
        Assert.That(await Send("DELETE", "/tasks?uids=0,1"), Is.EqualTo((200, """{"taskUid":2,"indexUid":null,"status":"enqueued","type":"taskDeletion","enqueuedAt":"2026-01-01T00:00:00Z"}""")));
        Pass(20);
        Assert.That(await Details(2), Is.EqualTo("""{"matchedTasks":2,"deletedTasks":1,"originalFilter":"?uids=0,1"}"""));
        Assert.That(await Get("/tasks/0"), Is.EqualTo(Refusal(404, "task_not_found", "Task `0` not found.")));
        Assert.That(await Get("/batches/0"), Is.EqualTo(Refusal(404, "batch_not_found", "Batch `0` not found.")));
        Assert.That(await Uids(""), Is.EqualTo("2,1"));
    }

    [Test]
    [Category("MS-8.67")]
    public async Task A_task_can_vanish()
    {
        Add();
        Server.Remove(0);
        Assert.That((await Get("/tasks/0")).Status, Is.EqualTo(404));
        Assert.That(Add(), Is.EqualTo(1));
    }

    [Test]
    [Category("MS-8.41")]
    public async Task Too_many_tasks_are_cleaned_up()
    {
        Server.CleanupThreshold = 20;
        for (var i = 0; i < 20; i++)
        {
            Add(status: "succeeded");
        }

        Pass(20);
        Assert.That((await Get("/tasks?limit=1")).Body, Does.Contain("\"total\":19"));
        Assert.That(await Details(20), Is.EqualTo("""{"matchedTasks":2,"deletedTasks":2,"originalFilter":"?beforeEnqueuedAt=2026-01-01T00:00:00.000000001Z&statuses=succeeded,failed,canceled"}"""));
    }

    [Test]
    [Category("MS-8.42")]
    public async Task A_full_queue_takes_only_effective_requests()
    {
        Add();
        Server.IsQueueFull = true;
        Assert.That(await Cancel("?uids=9"), Is.EqualTo(Refusal(422, "no_space_left_on_device", "Meilisearch cannot receive write operations because the limit of the task database has been reached. Please delete tasks to continue performing write operations.", "system")));
        Assert.That((await Send("DELETE", "/tasks?uids=9")).Status, Is.EqualTo(422));
        Assert.That((await Cancel("?uids=0")).Status, Is.EqualTo(200));
        Assert.That((await Cancel("?uids=x")).Status, Is.EqualTo(400));
    }

    [Test]
    [Category("MS-8.43")]
    public async Task A_full_queue_of_an_old_server_takes_deletions_only()
    {
        Server.Version = "1.13";
        Add();
        Server.IsQueueFull = true;
        Assert.That((await Cancel("?uids=0")).Status, Is.EqualTo(422));
        Assert.That((await Send("DELETE", "/tasks?uids=0")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_running_batch_shows_progress()
    {
        AddOpen();
        Pass(10);
        Assert.That((await Get("/batches")).Body, Is.EqualTo(
            """{"results":[{"uid":0,"progress":{"steps":[{"currentStep":"processing tasks","finished":0,"total":2},{"currentStep":"indexing","finished":3,"total":4}],"percentage":37.5},"details":{"receivedDocuments":1,"indexedDocuments":null},"stats":{"totalNbTasks":1,"status":{"processing":1},"types":{"documentAdditionOrUpdate":1},"indexUids":{"movies":1},"progressTrace":{"processing tasks":"1.00ms"}},"duration":null,"startedAt":"2026-01-01T00:00:00.001Z","finishedAt":null,"batchStrategy":"batched all enqueued tasks"}],"total":1,"limit":20,"from":0,"next":null}"""));
        Server.ScrambleInferred = true;
        Assert.That((await Get("/batches/0")).Body, Does.Not.Contain("batched all"));
    }

    [Test]
    public void Tasks_run_by_themselves_and_in_order()
    {
        Add();
        Add("books", kind: "settingsUpdate");
        Server.Add(new() { IndexUid = "cds", Failure = new("No such field.", "invalid_document_fields", "invalid_request") });
        Assert.That(Server.Rows.Select(row => row.State), Is.All.EqualTo("enqueued"));
        Pass(1);
        Assert.That(Server.Rows.Select(row => row.State), Is.EqualTo(new[] { "processing", "enqueued", "enqueued" }));
        Pass(1000);
        Assert.That(Server.Rows.Select(row => row.State), Is.EqualTo(new[] { "succeeded", "processing", "enqueued" }));
        Pass(2000);
        Assert.That(Server.Rows.Select(row => row.State), Is.EqualTo(new[] { "succeeded", "succeeded", "failed" }));
        Assert.That(Server.Rows.Select(row => row.BatchUid), Is.EqualTo(new long?[] { 0, 1, 2 }));
        Assert.That(Server.Rows[2].StartedAtText, Is.EqualTo("2026-01-01T00:00:02.001Z"));
    }

    [Test]
    public async Task A_failed_task_shows_its_error()
    {
        Server.Add(new() { State = "failed", RunDuration = null, Failure = new("No such field.", "invalid_document_fields", "invalid_request") });
        Assert.That((await Read(0))["error"]!.ToJsonString(), Is.EqualTo(
            """{"message":"No such field.","code":"invalid_document_fields","type":"invalid_request","link":"https://docs.meilisearch.com/errors#invalid_document_fields"}"""));
    }

    [Test]
    public void Hooks_hold_release_and_happen_at_an_instant()
    {
        Add();
        Server.Hold(0);
        Pass(5000);
        Assert.That(Status(0), Is.EqualTo("enqueued"));
        Server.Release(0);
        Assert.That(Status(0), Is.EqualTo("processing"));
        Server.Hold(0);
        Server.After(TimeSpan.FromSeconds(2), () => Server.Fail(0));
        Pass(9000);
        Assert.That(Server.Rows[0], Has.Property("State").EqualTo("failed").And.Property("FinishedAtText").EqualTo("2026-01-01T00:00:07Z"));
        Server.Finish(0);
        Assert.That(Status(0), Is.EqualTo("failed"));
    }

    [Test]
    public void Neighbours_on_one_index_run_together()
    {
        Add();
        Add("books");
        Add();
        Add(kind: "settingsUpdate");
        Add();
        Pass(10);
        Assert.That(Server.Rows.Where(row => row.State == "processing").Select(row => row.Id), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(() => Server.StartBatch(1), Throws.InvalidOperationException);
        Server.AutoBatching = false;
        Pass(3000);
        Assert.That(Server.Rows.Select(row => row.BatchUid), Is.EqualTo(new long?[] { 0, 1, 0, 2, 3 }));
    }

    [Test]
    public void A_paused_scheduler_starts_nothing()
    {
        Server.IsSchedulerPaused = true;
        Add();
        Pass(1000);
        Assert.That(Status(0), Is.EqualTo("enqueued"));
        Server.IsSchedulerPaused = false;
        Assert.That(Status(0), Is.EqualTo("processing"));
    }

    [Test]
    public void A_waiting_task_can_end_while_others_run()
    {
        AddOpen(status: "processing");
        AddOpen("books");
        Server.Finish(1);
        Server.Finish(0);
        Assert.That(Server.Rows.Select(row => row.State), Is.All.EqualTo("succeeded"));
        Assert.That(Server.Rows.Select(row => row.BatchUid), Is.EqualTo(new long?[] { 0, 1 }));
    }

    [Test]
    public void The_servers_clock_may_differ_and_be_finer()
    {
        using var server = new MeilisearchEmulator(Clock, seed: 7) { Skew = TimeSpan.FromMinutes(-10) };
        server.Add();
        server.Add();
        var texts = server.Rows.Select(row => row.EnqueuedAtText).ToList();
        Assert.That(texts, Is.Ordered.And.All.StartsWith("2025-12-31T23:50:00.0000000"));
        using var same = new MeilisearchEmulator(Clock, seed: 7) { Skew = TimeSpan.FromMinutes(-10) };
        same.Add();
        Assert.That(same.Rows[0].EnqueuedAtText, Is.EqualTo(texts[0]));
    }

    [TestCase(0, "PT0S")]
    [TestCase(5_000_000, "PT0.500S")]
    [TestCase(4150, "PT0.000415S")]
    [TestCase(1, "PT0.000000100S")]
    [TestCase(54_000_000_000, "PT5400S")]
    [TestCase(864_000_000_000, "P1D")]
    [TestCase(864_032_500_000, "P1DT3.250S")]
    public async Task Durations_are_days_and_seconds(long ticks, string text)
    {
        var start = Clock.GetUtcNow();
        Server.Add(new() { State = "succeeded", EnqueuedAt = start, FinishedAt = start.AddTicks(ticks) });
        Assert.That((string?)(await Read(0))["duration"], Is.EqualTo(text));
    }
}
