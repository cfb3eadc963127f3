using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Emulator;

/// <summary>What becomes of a cancellation and of the tasks it meets.</summary>
public sealed class CancelationTests : EmulatorTest
{
    [Test]
    [Category("MS-8.15")]
    public async Task The_summary_has_five_members()
    {
        Add();
        Assert.That(await Cancel("?uids=0"), Is.EqualTo((200, """{"taskUid":1,"indexUid":null,"status":"enqueued","type":"taskCancelation","enqueuedAt":"2026-01-01T00:00:00Z"}""")));
        Assert.That(await Cancel("/?uids=99"), Is.EqualTo((200, """{"taskUid":2,"indexUid":null,"status":"enqueued","type":"taskCancelation","enqueuedAt":"2026-01-01T00:00:00Z"}""")));
    }

    [Test]
    [Category("MS-8.33"), Category("MS-8.65"), Category("MS-8.20")]
    public async Task An_enqueued_task_is_canceled()
    {
        Server.Add(new() { DetailsJson = """{"receivedDocuments":900,"indexedDocuments":null}""" });
        await CancelAccepted("?uids=0");
        Pass(11);
        Assert.That((await Get("/tasks/0")).Body, Is.EqualTo(
            """{"uid":0,"batchUid":0,"indexUid":"movies","status":"canceled","type":"documentAdditionOrUpdate","canceledBy":1,"details":{"receivedDocuments":900,"indexedDocuments":0},"error":null,"duration":"PT0.000415S","enqueuedAt":"2026-01-01T00:00:00Z","startedAt":"2026-01-01T00:00:00.001Z","finishedAt":"2026-01-01T00:00:00.001415Z"}"""));
        Assert.That((await Get("/tasks/1")).Body, Is.EqualTo(
            """{"uid":1,"batchUid":0,"indexUid":null,"status":"succeeded","type":"taskCancelation","canceledBy":null,"details":{"matchedTasks":1,"canceledTasks":1,"originalFilter":"?uids=0"},"error":null,"duration":"PT0.000415S","enqueuedAt":"2026-01-01T00:00:00Z","startedAt":"2026-01-01T00:00:00.001Z","finishedAt":"2026-01-01T00:00:00.001415Z"}"""));
        Assert.That(await Uids("?statuses=canceled"), Is.EqualTo("0"));
        Assert.That(await Uids("?canceledBy=1"), Is.EqualTo("0"));
    }

    [Test]
    [Category("MS-8.16"), Category("MS-8.14")]
    public async Task A_finished_task_is_matched_and_not_canceled()
    {
        Add(status: "succeeded");
        await CancelAccepted("?uids=0");
        Pass(11);
        Assert.That(Status(1), Is.EqualTo("succeeded"));
        Assert.That(await Details(1), Is.EqualTo("""{"matchedTasks":1,"canceledTasks":0,"originalFilter":"?uids=0"}"""));
        Assert.That(await Uids("?canceledBy=1"), Is.Empty);
        Assert.That(await Uids("?canceledBy=0"), Is.Empty);
    }

    [Test]
    [Category("MS-8.34")]
    public async Task A_processing_task_is_aborted_then_canceled()
    {
        AddOpen();
        Pass(10);
        Assert.That(Status(0), Is.EqualTo("processing"));
        await CancelAccepted("?statuses=processing");
        Pass(5);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("enqueued", "processing")));
        Pass(1);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("canceled", "succeeded")));
    }

    [Test]
    [Category("MS-8.35"), Category("MS-8.19")]
    public async Task A_mix_of_tasks_is_matched_whole_and_canceled_where_unfinished()
    {
        Add(status: "succeeded");
        AddOpen("books");
        AddOpen("cds");
        Pass(10);
        await CancelAccepted("?uids=0,1,2");
        Assert.That((await Read(1))["batchUid"]!.GetValue<int>(), Is.EqualTo(1));
        Pass(20);
        Assert.That(await Details(3), Does.StartWith("""{"matchedTasks":3,"canceledTasks":2,"""));
        Assert.That((await Get("/batches/1")).Body, Is.EqualTo(
            """{"uid":1,"progress":null,"details":{"receivedDocuments":2,"indexedDocuments":0,"matchedTasks":3,"canceledTasks":2,"originalFilter":"?uids=0,1,2"},"stats":{"totalNbTasks":3,"status":{"succeeded":1,"canceled":2},"types":{"documentAdditionOrUpdate":2,"taskCancelation":1},"indexUids":{"books":1,"cds":1},"progressTrace":{"processing tasks":"1.00ms"}},"duration":"PT0.000415S","startedAt":"2026-01-01T00:00:00.015Z","finishedAt":"2026-01-01T00:00:00.015415Z","batchStrategy":"created batch containing only task with id 3 of type `taskCancelation` that cannot be batched with any other task."}"""));
        Assert.That(await Uids("?canceledBy=3", path: "/batches"), Is.EqualTo("1"));
        Assert.That(await Uids("?statuses=canceled", path: "/batches"), Is.EqualTo("1"));
    }

    [Test]
    [Category("MS-8.36")]
    public async Task A_running_dump_is_stopped()
    {
        AddOpen(kind: "dumpCreation", status: "processing");
        await CancelAccepted("?types=dumpCreation");
        Pass(20);
        Assert.That(Status(0), Is.EqualTo("canceled"));
        Assert.That(await Details(0), Is.EqualTo("""{"dumpUid":null}"""));
    }

    [Test]
    [Category("MS-8.51")]
    public async Task The_later_of_two_cancellations_runs_first()
    {
        Add();
        await CancelAccepted("?uids=0");
        await CancelAccepted("?uids=0");
        Pass(20);
        Assert.That((await Read(0))["canceledBy"]!.GetValue<int>(), Is.EqualTo(2));
        Assert.That(await Details(1), Does.StartWith("""{"matchedTasks":1,"canceledTasks":0,"""));
        Assert.That(await Details(2), Does.StartWith("""{"matchedTasks":1,"canceledTasks":1,"""));
        Assert.That(((int)(await Read(2))["batchUid"]!, (int)(await Read(1))["batchUid"]!), Is.EqualTo((0, 1)));
    }

    [Test]
    [Category("MS-8.52")]
    public async Task A_waiting_cancellation_can_be_canceled()
    {
        Add();
        await CancelAccepted("?uids=0");
        await CancelAccepted("?statuses=*");
        Pass(20);
        Assert.That((Status(0), Status(1), Status(2)), Is.EqualTo(("canceled", "canceled", "succeeded")));
        Assert.That(await Details(1), Does.StartWith("""{"matchedTasks":1,"canceledTasks":0,"""));
        Assert.That(await Uids("?canceledBy=2"), Is.EqualTo("1,0"));
    }

    [Test]
    [Category("MS-8.53")]
    public async Task The_sibling_of_an_aborted_batch_waits_again_and_succeeds()
    {
        Add();
        Add();
        Server.StartBatch(0, 1);
        await CancelAccepted("?uids=0");
        Pass(5);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("enqueued", "enqueued")));
        Pass(1);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("canceled", "processing")));
        Pass(1000);
        Assert.That(Status(1), Is.EqualTo("succeeded"));
        Assert.That((int)(await Read(1))["batchUid"]!, Is.EqualTo(1));
    }

    [Test]
    [Category("MS-8.54")]
    public async Task A_task_that_ends_before_it_notices_is_not_canceled()
    {
        Server.Add(new() { State = "processing", RunDuration = TimeSpan.FromMilliseconds(3) });
        await CancelAccepted("?uids=0");
        Pass(20);
        Assert.That(Status(0), Is.EqualTo("succeeded"));
        Assert.That(await Details(1), Does.StartWith("""{"matchedTasks":1,"canceledTasks":0,"""));
    }

    [Test]
    [Category("MS-8.54")]
    public async Task A_task_can_finish_just_before_or_just_after_the_cancel_lands()
    {
        AddOpen(status: "processing");
        Server.BeforeCancel = _ => Server.Finish(0);
        await CancelAccepted("?statuses=processing");
        Assert.That((Status(0), await Details(1)), Is.EqualTo(("succeeded", """{"matchedTasks":0,"canceledTasks":null,"originalFilter":"?statuses=processing"}""")));
        Server.BeforeCancel = null;

        Pass(20);
        AddOpen(status: "processing");
        Server.AfterCancel = _ => Server.Fail(2);
        await CancelAccepted("?statuses=processing");
        Pass(20);
        Assert.That(Status(2), Is.EqualTo("failed"));
        Assert.That(await Details(3), Does.StartWith("""{"matchedTasks":1,"canceledTasks":0,"""));
    }

    [Category("MS-8.55"), Category("Finding M-confirmed")]
    [TestCase("indexDeletion")]
    [TestCase("indexSwap")]
    [TestCase("taskDeletion")]
    [TestCase("dsrClear")]
    [TestCase("snapshotCreation")]
    [TestCase("indexCompaction")]
    [TestCase("indexUpdate")]
    [TestCase("indexCreation", Category = "Finding M-5")]
    public async Task Some_kinds_run_to_their_end(string kind)
    {
        Server.Add(new() { Kind = kind, OtherIndexUids = ["films"], State = "processing", RunDuration = TimeSpan.FromMilliseconds(100) });
        await CancelAccepted("?uids=0");
        Pass(99);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("processing", "enqueued")));
        Pass(2);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("succeeded", "succeeded")));
    }

    [Category("Finding M-confirmed")]
    [TestCase("documentAdditionOrUpdate")]
    [TestCase("documentEdition")]
    [TestCase("documentDeletion")]
    [TestCase("settingsUpdate")]
    [TestCase("dumpCreation")]
    [TestCase("export")]
    public async Task Other_kinds_stop(string kind)
    {
        AddOpen(kind: kind, status: "processing");
        await CancelAccepted("?uids=0");
        Pass(20);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("canceled", "succeeded")));
    }

    [Test]
    [Category("MS-8.40")]
    public async Task CanceledBy_selects_what_was_canceled_only()
    {
        Add(status: "succeeded");
        Add();
        await CancelAccepted("?uids=0,1");
        Pass(20);
        Assert.That(await Uids("?canceledBy=2"), Is.EqualTo("1"));
        Assert.That(await Details(await CancelAccepted("?canceledBy=2")), Does.Contain("\"matchedTasks\":1"));
    }

    [Test]
    [Category("MS-8.32")]
    public async Task A_lone_star_targets_every_task()
    {
        Add();
        Add(kind: "dumpCreation");
        Add(status: "failed");
        Assert.That(await Details(await CancelAccepted("?statuses=*")), Does.Contain("\"matchedTasks\":3"));
    }

    [Category("MS-8.61")]
    [TestCase("?statuses=processing%2Cenqueued")]
    [TestCase("?beforeEnqueuedAt=9999-12-31T23:59:59.000000042Z&uids=0")]
    [TestCase("?uids=0&indexUids=movies%2Cbooks")]
    public async Task The_original_filter_is_the_raw_query(string query) =>
        Assert.That((string?)(await Read(await CancelAccepted(query)))["details"]!["originalFilter"], Is.EqualTo(query));

    [Category("MS-8.65")]
    [TestCase("documentEdition", """{"editedDocuments":0,"deletedDocuments":null,"originalFilter":null,"context":null,"function":"doc.seen = true"}""")]
    [TestCase("documentDeletion", """{"providedIds":1,"deletedDocuments":0,"originalFilter":null}""")]
    [TestCase("indexCompaction", "{}")]
    [TestCase("networkTopologyChange", """{"movedDocuments":0,"message":"Failed. Previous status: Waiting"}""")]
    [TestCase("taskDeletion", """{"matchedTasks":0,"deletedTasks":0,"originalFilter":"?uids="}""")]
    public async Task Open_counters_of_a_canceled_task_become_zero(string kind, string details)
    {
        Add(kind: kind);
        await CancelAccepted("?uids=0");
        Pass(20);
        Assert.That((Status(0), await Details(0)), Is.EqualTo(("canceled", details)));
    }

    [Test]
    [Category("MS-8.66")]
    public async Task Old_servers_note_no_batch_and_no_start_for_what_never_ran()
    {
        Server.Version = "1.11.0";
        AddOpen();
        AddOpen("books");
        Pass(10);
        await CancelAccepted("?uids=0,1");
        Pass(20);
        Assert.That((await Get("/tasks/0")).Body, Does.EndWith("\"duration\":\"PT0.014415S\",\"enqueuedAt\":\"2026-01-01T00:00:00Z\",\"startedAt\":\"2026-01-01T00:00:00.001Z\",\"finishedAt\":\"2026-01-01T00:00:00.015415Z\"}"));
        Assert.That((await Get("/tasks/1")).Body, Is.EqualTo(
            """{"uid":1,"indexUid":"books","status":"canceled","type":"documentAdditionOrUpdate","canceledBy":2,"details":{"receivedDocuments":1,"indexedDocuments":0},"error":null,"duration":null,"enqueuedAt":"2026-01-01T00:00:00Z","startedAt":null,"finishedAt":"2026-01-01T00:00:00.015415Z"}"""));
    }

    [Test]
    [Category("MS-8.44"), Category("Inferred")]
    public async Task A_failed_upgrade_is_canceled_after_a_restart()
    {
        Server.Add(new() { Kind = "upgradeDatabase", State = "failed", Failure = new MeilisearchError("Disk is full.", "no_space_left_on_device", "system") });
        Add();
        await CancelAccepted("?types=upgradeDatabase");
        Pass(1000);
        Assert.That((Status(0), Status(1), Status(2)), Is.EqualTo(("failed", "enqueued", "enqueued")));
        Server.Restart();
        Pass(1);
        Assert.That((Status(0), Status(1), Status(2)), Is.EqualTo(("canceled", "enqueued", "succeeded")), "the queue stands still");
        Assert.That((await Read(0))["error"]!.ToJsonString(), Does.Contain("Disk is full."));
    }

    [Test]
    public async Task A_task_can_be_made_deaf_to_the_stop()
    {
        Server.Add(new() { CancelEnding = MeilisearchCancelEnding.CompletesAnyway, RunDuration = TimeSpan.FromMilliseconds(100) });
        Pass(10);
        await CancelAccepted("?uids=0");
        Pass(101);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("succeeded", "succeeded")));
    }

    [Test]
    [Category("MS-8.34")]
    public async Task A_held_task_is_canceled_all_the_same()
    {
        Add();
        AddOpen("books");
        Pass(10);
        Server.Hold(0);
        Server.Hold(1);
        await CancelAccepted("?statuses=processing,enqueued");
        Pass(20);
        Assert.That(Server.Rows.Select(row => row.State), Is.EqualTo(new[] { "canceled", "canceled", "succeeded" }));
    }

    [Test]
    [Category("Inferred")]
    public void A_failing_upgrade_halts_the_queue()
    {
        Add();
        Server.Add(new() { Kind = "upgradeDatabase", Failure = new("Disk is full.") });
        Pass(9000);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("enqueued", "failed")));
    }

    [Test]
    [Category("Inferred")]
    public void A_failed_upgrade_is_tried_again_in_its_batch_after_a_restart()
    {
        Add(status: "succeeded");
        Server.Add(new() { Kind = "upgradeDatabase", State = "failed" });
        Add(status: "succeeded");
        Server.Restart();
        Pass(1);
        Assert.That(Server.Rows[1], Has.Property("State").EqualTo("processing").And.Property("BatchUid").EqualTo(1));
    }
}
