using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Emulator;

/// <summary>What real servers were seen to do in states that no single request shows.</summary>
public sealed class RecordedTests : EmulatorTest
{
    [Test]
    [Category("Finding M-1")]
    public async Task A_swap_and_a_rename_rewrite_the_history_before_them()
    {
        await Index("movies");
        await Index("books");
        Assert.That(await Made("POST", "/swap-indexes", """[{"indexes":["movies","books"]}]"""), Is.EqualTo(2));
        Assert.That((await Uids("?indexUids=movies"), await Uids("?indexUids=books")), Is.EqualTo(("1", "0")));
        Assert.That(await Uids("?indexUids=movies", path: "/batches"), Is.EqualTo("0"), "batches keep their names");
        await Made("PATCH", "/indexes/books", """{"uid":"books2"}""");
        Assert.That((await Uids("?indexUids=books"), await Uids("?indexUids=books2")), Is.EqualTo(("3", "3,0")));
        Assert.That(await Details(2), Is.EqualTo("""{"swaps":[{"indexes":["movies","books2"],"rename":false}]}"""));
    }

    [Test]
    [Category("Finding M-2")]
    public async Task A_canceled_upgrade_halts_the_queue_until_the_upgrade_is_tried_again()
    {
        Server.DatabaseVersion = "1.40.0";
        Server.Upgrade(new MeilisearchError("The database file is in an invalid state."));
        Pass(2000);
        var work = Add();
        var cancellation = await CancelAccepted("?types=upgradeDatabase");
        Pass(100);
        Assert.That((Status(0), Status(work), Status(cancellation)), Is.EqualTo(("failed", "enqueued", "enqueued")));
        Server.Restart();
        Pass(100);
        Assert.That((Status(0), Status(work), Status(cancellation)), Is.EqualTo(("canceled", "enqueued", "succeeded")));
        var further = await CancelAccepted("?types=upgradeDatabase");
        Server.Upgrade();
        Pass(100);
        Assert.That((Status(3 + 1), Status(further), Status(work)), Is.EqualTo(("canceled", "succeeded", "enqueued")), "it matched the older upgrade and cancels the newer one, too");
        Server.Upgrade();
        Pass(3000);
        Assert.That((Status(5), Status(work)), Is.EqualTo(("succeeded", "succeeded")));
        Assert.That(await Details(5), Is.EqualTo("""{"upgradeFrom":"v1.40.0","upgradeTo":"v1.41.0"}"""));
    }

    [Test]
    [Category("Finding M-3")]
    public async Task A_rollback_that_fails_fails_the_cancellation()
    {
        Server.RollbackError = new MeilisearchError("An internal error has occurred. `rollback`.");
        Server.Add(new() { Kind = "upgradeDatabase", State = "failed" });
        var work = Add();
        var cancellation = await CancelAccepted("?types=upgradeDatabase");
        Server.Restart();
        Pass(3000);
        Assert.That((Status(0), Status(cancellation), Status(work)), Is.EqualTo(("failed", "failed", "enqueued")));
        Assert.That(await Details(cancellation), Does.Contain("\"canceledTasks\":0"));
        Assert.That((string?)(await Read(cancellation))["error"]!["code"], Is.EqualTo("internal"));
    }

    [Category("Finding M-4")]
    [TestCase("documentAdditionOrUpdate,documentDeletion", 1)]
    [TestCase("documentDeletion,documentAdditionOrUpdate", 1)]
    [TestCase("documentAdditionOrUpdate,clear", 1)]
    [TestCase("clear,documentAdditionOrUpdate", 2)]
    [TestCase("documentAdditionOrUpdate,clear,documentAdditionOrUpdate", 2)]
    [TestCase("documentAdditionOrUpdate,indexDeletion", 1)]
    [TestCase("settingsUpdate,indexDeletion", 1)]
    [TestCase("settingsUpdate,documentAdditionOrUpdate", 2)]
    [TestCase("documentAdditionOrUpdate,settingsUpdate", 2)]
    [TestCase("documentAdditionOrUpdate,filter", 2)]
    [TestCase("filter,filter", 1)]
    [TestCase("documentEdition,documentEdition", 2)]
    [TestCase("indexUpdate,documentAdditionOrUpdate", 2)]
    [TestCase("snapshotCreation,snapshotCreation", 1)]
    [TestCase("dumpCreation,dumpCreation", 2)]
    [TestCase("dsrClear,dsrClear", 1)]
    public async Task What_runs_together_is_one_batch(string kinds, int batches)
    {
        await Waiting(kinds);
        Pass(10_000);
        Assert.That(Server.Rows.Skip(1).Select(row => row.BatchUid).Distinct().Count(), Is.EqualTo(batches));
    }

    [Test]
    [Category("Finding M-5")]
    public async Task The_removal_of_all_documents_does_not_heed_a_stop()
    {
        await Index("movies");
        Server.NewTasks = new() { RunDuration = TimeSpan.FromSeconds(1) };
        await Send("DELETE", "/indexes/movies/documents");
        Pass(10);
        var cancellation = await CancelAccepted("?uids=1");
        Pass(2000);
        Assert.That((Status(1), await Details(cancellation)), Is.EqualTo(("succeeded", """{"matchedTasks":1,"canceledTasks":0,"originalFilter":"?uids=1"}""")));
    }

    [Category("Finding M-4")]
    [TestCase("documentAdditionOrUpdate,documentDeletion")]
    [TestCase("documentDeletion,documentAdditionOrUpdate")]
    [TestCase("settingsUpdate,settingsUpdate")]
    public async Task What_runs_together_is_aborted_together(string kinds)
    {
        await Waiting(kinds);
        await CancelAccepted("?uids=1");
        Assert.That((Status(1), Status(2)), Is.EqualTo(("processing", "processing")));
        Pass(5);
        Assert.That((Status(1), Status(2)), Is.EqualTo(("enqueued", "enqueued")));
        Pass(1);
        Assert.That((Status(1), Status(2)), Is.EqualTo(("canceled", "processing")));
    }

    [Category("Finding M-4")]
    [TestCase("documentAdditionOrUpdate,clear")]
    [TestCase("documentAdditionOrUpdate,indexDeletion")]
    [TestCase("settingsUpdate,indexDeletion")]
    [TestCase("snapshotCreation,snapshotCreation")]
    [TestCase("dsrClear,dsrClear")]
    public async Task A_restart_aborts_also_what_does_not_heed_a_stop(string kinds)
    {
        await Waiting(kinds);
        await CancelAccepted("?uids=1");
        Pass(500);
        Assert.That((Status(1), Status(2), Status(3)), Is.EqualTo(("processing", "processing", "enqueued")));
        Server.Restart();
        Assert.That((Status(1), Status(2)), Is.EqualTo(("enqueued", "enqueued")));
        Pass(1);
        Assert.That((Status(1), Status(2), Status(3)), Is.EqualTo(("canceled", "processing", "succeeded")));
    }

    [Test]
    [Category("Finding M-6")]
    public async Task Work_starts_a_millisecond_after_it_was_enqueued()
    {
        Add();
        Pass(1);
        Assert.That(Status(0), Is.EqualTo("processing"));
        Server.Finish(0);
        await Send("DELETE", "/tasks?uids=0");
        Pass(2);
        Assert.That(Server.Find(0), Is.Null);
    }

    [Test]
    [Category("Finding M-7")]
    public async Task A_task_is_stamped_with_the_clock_as_it_is_when_it_comes()
    {
        Clock.Advance(TimeSpan.FromTicks(12_345));
        await Send("POST", "/dumps");
        Assert.That(Server.Rows[0].EnqueuedAt, Is.EqualTo(Clock.GetUtcNow()));
    }

    [Test]
    [Category("Finding M-8")]
    public async Task Batches_are_hidden_by_the_uids_of_global_tasks()
    {
        Server.MasterKey = "MASTER";
        Server.AddUser(new() { Name = "movies", ApiKey = "movies", Actions = ["tasks.*"], Indexes = ["movies"] });
        Add(status: "succeeded");
        Add(kind: "dumpCreation", status: "succeeded");
        Add(status: "succeeded");
        Server.Remove(0);
        Add(status: "succeeded");
        Assert.That(await Uids("", "Bearer movies", "/batches"), Is.EqualTo("3,2"));
        Assert.That((await Get("/batches/1", "Bearer movies")).Status, Is.EqualTo(404), "a dump, and task 1 is global");
        Server.Add(new() { Id = 10, Kind = "dumpCreation", State = "succeeded" });
        Assert.That((await Get("/batches/4", "Bearer movies")).Status, Is.EqualTo(200), "another's dump: there is no task 4");
    }

    [Test]
    [Category("Finding M-9")]
    public async Task Time_filters_leave_the_running_batch_out()
    {
        Add(status: "succeeded");
        Add(status: "succeeded");
        Server.Remove(0);
        AddOpen();
        AddOpen(status: "enqueued");
        Pass(10);
        Server.Remove(1);
        Assert.That(await Uids("", path: "/batches"), Is.EqualTo("2"));
        Assert.That(await Uids("?afterEnqueuedAt=2020-01-01", path: "/batches"), Is.Empty);
        Assert.That(await Uids("?uids=2", path: "/batches"), Is.Empty);
        Assert.That(await Uids("?statuses=processing", path: "/batches"), Is.EqualTo("2"));
    }

    [Test]
    [Category("Finding M-10")]
    public async Task An_edition_repeats_what_it_edited_as_deleted()
    {
        await Send("PATCH", "/experimental-features", body: """{"editDocumentsByFunction":true}""");
        await Made("POST", "/indexes/movies/documents", """[{"id":1},{"id":2},{"id":3}]""");
        await Made("POST", "/indexes/movies/documents/edit", """{"function":"doc.seen = true"}""");
        Assert.That(await Details(1), Is.EqualTo("""{"editedDocuments":3,"deletedDocuments":3,"originalFilter":null,"context":null,"function":"doc.seen = true"}"""));
    }

    [Category("Finding M-11")]
    [TestCase("DELETE", "/indexes/movies/documents", "null")]
    [TestCase("DELETE", "/indexes/movies", "0")]
    public async Task Documents_that_go_in_the_batch_they_came_in_were_not_indexed(string method, string path, string indexed)
    {
        await Index("movies");
        Server.IsSchedulerPaused = true;
        await Send("POST", "/indexes/movies/documents", body: """[{"id":1}]""");
        await Send(method, path);
        Server.IsSchedulerPaused = false;
        Pass(100);
        Assert.That((Status(1), Status(2)), Is.EqualTo(("succeeded", "succeeded")));
        Assert.That(await Details(1), Is.EqualTo($$"""{"receivedDocuments":1,"indexedDocuments":{{indexed}}}"""));
        Assert.That(await Details(2), Is.EqualTo("""{"deletedDocuments":0}"""));
    }

    [Test]
    [Category("Finding M4")]
    public async Task A_canceled_cancellation_does_nothing_more()
    {
        AddOpen(status: "processing");
        Add("books");
        await CancelAccepted("?uids=1");
        await CancelAccepted("?uids=2");
        Server.Finish(0);
        Pass(2000);
        Assert.That((Status(1), Status(2), Status(3)), Is.EqualTo(("succeeded", "canceled", "succeeded")));
        Assert.That(await Details(2), Is.EqualTo("""{"matchedTasks":1,"canceledTasks":0,"originalFilter":"?uids=1"}"""));
    }

    [Test]
    [Category("Finding M6")]
    public async Task A_cancel_of_waiting_tasks_waits_for_the_running_batch()
    {
        AddOpen(status: "processing");
        Add("books");
        var cancellation = await CancelAccepted("?uids=1");
        Pass(600_000);
        Assert.That((Status(1), Status(cancellation)), Is.EqualTo(("enqueued", "enqueued")));
        Server.Finish(0);
        Pass(1);
        Assert.That((Status(1), Status(cancellation)), Is.EqualTo(("canceled", "succeeded")));
    }

    [Test]
    [Category("Finding M2")]
    public async Task Uids_begin_again_in_a_new_database()
    {
        await Index("movies");
        Server.ResetDatabase();
        Assert.That((Server.Rows, (await Get("/indexes/movies")).Status), Is.EqualTo((Array.Empty<MeilisearchRow>(), 404)));
        Assert.That(Add(), Is.Zero);
        Pass(2000);
        Assert.That(Server.Rows[0].BatchUid, Is.Zero);
    }

    [Test]
    public async Task A_batch_that_waits_for_a_silent_host_notices_nothing()
    {
        await Made("PATCH", "/indexes/movies/settings", """{"embedders":{"mine":{"source":"rest","url":"http://embedder.test/embed"}}}""");
        Server.UnresponsiveHost = "embedder.test";
        await Send("POST", "/indexes/movies/documents", body: """[{"id":1}]""");
        Pass(1000);
        var cancellation = await CancelAccepted("?uids=1");
        Pass(1000);
        Assert.That((Status(1), Status(cancellation)), Is.EqualTo(("processing", "enqueued")));
        Server.UnresponsiveHost = null;
        Pass(1);
        Assert.That((Status(1), Status(cancellation)), Is.EqualTo(("canceled", "succeeded")));
    }

    [Test]
    [Category("Finding M-confirmed")]
    public async Task A_restart_waits_for_nothing_and_uids_go_on()
    {
        AddOpen();
        Add("books");
        Pass(10);
        await CancelAccepted("?uids=0");
        Server.Restart();
        Assert.That((Status(0), Status(1), Status(2)), Is.EqualTo(("enqueued", "enqueued", "processing")), "the cancellation comes first");
        Assert.That(Add(), Is.EqualTo(3));
        Pass(1);
        Assert.That((Status(0), Status(2), Server.Rows[0].BatchUid), Is.EqualTo(("canceled", "succeeded", 0L)), "the batch that was aborted left its uid");
    }

    [Test]
    [Category("Finding M-confirmed")]
    public async Task Until_the_stop_is_noticed_the_task_reads_processing_and_the_cancellation_enqueued()
    {
        AddOpen();
        Pass(10);
        await CancelAccepted("?uids=0");
        Pass(4);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("processing", "enqueued")));
        Pass(1);
        Assert.That((Status(0), Status(1)), Is.EqualTo(("enqueued", "processing")));
    }

    [Test]
    [Category("Finding M-confirmed")]
    public async Task A_running_cancellation_ignores_a_stop()
    {
        Server.CancellationDuration = TimeSpan.FromMilliseconds(20);
        AddOpen();
        await CancelAccepted("?types=documentAdditionOrUpdate");
        Pass(10);
        await CancelAccepted("?types=taskCancelation");
        Pass(50);
        Assert.That((Status(0), Status(1), Status(2)), Is.EqualTo(("canceled", "succeeded", "succeeded")));
        Assert.That(await Details(2), Is.EqualTo("""{"matchedTasks":1,"canceledTasks":0,"originalFilter":"?types=taskCancelation"}"""));
    }

    [Category("Finding M-contract")]
    [TestCase("documentDeletion", """{"providedIds":1,"deletedDocuments":null}""")]
    [TestCase("documentDeletion,filter", """{"providedIds":1,"deletedDocuments":null,"originalFilter":"\"genre = a\""}""")]
    [TestCase("filter,filter", """{"providedIds":0,"deletedDocuments":null,"originalFilter":"\"genre = a\"&\"genre = a\""}""")]
    [TestCase("indexCreation", "{}")]
    [TestCase("documentEdition", """{"editedDocuments":null,"deletedDocuments":null,"function":"doc.seen = true"}""")]
    public async Task The_details_of_a_batch_are_those_of_its_tasks_without_what_is_null(string kinds, string details)
    {
        await Waiting(kinds);
        Assert.That((await Get("/batches/1")).Body, Does.Contain($"\"details\":{details},"));
    }

    [Category("Finding M-contract")]
    [TestCase("documentAdditionOrUpdate", "batched all enqueued tasks")]
    [TestCase("documentAdditionOrUpdate,elsewhere", "batched all enqueued tasks for index `movies`")]
    [TestCase("documentAdditionOrUpdate,settingsUpdate", "stopped before task with id 2 because it is a settings change which cannot be batched with document operations")]
    [TestCase("settingsUpdate,documentAdditionOrUpdate", "stopped before task with id 2 because it is a document operation which cannot be batched with settings changes")]
    [TestCase("documentAdditionOrUpdate,indexDeletion", "stopped after task with id 2 because it deletes the index")]
    [TestCase("documentEdition", "created batch containing only task with id 1 of type `documentEdition` that cannot be batched with any other task.")]
    [TestCase("snapshotCreation", "stopped after the last task of type `snapshotCreation` because they cannot be batched with tasks of any other type.")]
    public async Task A_batch_says_why_it_holds_what_it_holds(string kinds, string strategy)
    {
        await Waiting(kinds);
        Assert.That((await Get("/batches/1")).Body, Does.EndWith($"\"batchStrategy\":\"{strategy}\"}}"));
    }

    [Category("Finding M-contract")]
    [TestCase("indexUids=books&types=settingsUpdate", "1,0")]
    [TestCase("types=settingsUpdate&statuses=succeeded", "1,0")]
    [TestCase("types=settingsUpdate&statuses=failed", "")]
    public async Task Each_constraint_is_held_against_the_batch_as_a_whole(string query, string uids)
    {
        Server.IsSchedulerPaused = true;
        foreach (var index in new[] { "movies", "cds" })
        {
            var settings = Add(index, "settingsUpdate");
            var other = Add("books");
            await CancelAccepted($"?uids={settings},{other}");
            Server.IsSchedulerPaused = false;
            Pass(20);
            Server.IsSchedulerPaused = true;
        }

        Assert.That(await Uids("?" + query, path: "/batches"), Is.EqualTo(uids));
    }

    /// <summary>A batch of the waiting tasks 1 and up, on an index that is there, run until told.</summary>
    private async Task Waiting(string kinds)
    {
        Server.Version = "1.50";
        await Index("movies");
        Server.IsSchedulerPaused = true;
        foreach (var kind in kinds.Split(','))
        {
            Server.Add(new()
            {
                Kind = kind switch { "clear" or "filter" => "documentDeletion", "elsewhere" => "settingsUpdate", _ => kind },
                IndexUid = kind == "elsewhere" ? "books" : "movies",
                DetailsJson = kind switch
                {
                    "clear" => """{"deletedDocuments":null}""",
                    "filter" => """{"providedIds":0,"deletedDocuments":null,"originalFilter":"\"genre = a\""}""",
                    _ => null,
                },
            });
        }

        Server.IsSchedulerPaused = false;
    }

    private Task<long> Index(string uid) => Made("POST", "/indexes", $$"""{"uid":"{{uid}}","primaryKey":"id"}""");
}
