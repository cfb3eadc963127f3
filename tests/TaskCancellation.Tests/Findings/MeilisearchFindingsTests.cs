using System.Globalization;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Findings;

/// <summary>What a real Meilisearch showed of the client and is not cured; and what of it was small enough to be cured at once.</summary>
internal sealed class MeilisearchFindingsTests : FindingTest
{
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };
    private static readonly WaitOptions ShortWait = new() { Timeout = TimeSpan.FromSeconds(20) };

    private MeilisearchEmulator server = null!;
    private MeilisearchTaskClient client = null!;

    [SetUp]
    public void SetUpServer()
    {
        server = new MeilisearchEmulator(Clock) { Version = "1.50" };
        client = ClientOf(server);
    }

    [TearDown]
    public void TearDownServer()
    {
        client.Dispose();
        server.Dispose();
    }

    [Test]
    [Category("Finding M2")]
    public async Task A_plan_cancels_no_task_that_has_a_uid_after_a_reset()
    {
        server.Add(Endless());
        var plan = await RunAsync(client.PlanAsync(Movies));
        server.ResetDatabase();
        Clock.Advance(TimeSpan.FromMinutes(1));
        var foreign = server.Add(Endless());
        await RunAsync(client.ExecuteAsync(plan));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(plan.Targets[0].Id.Value, Is.EqualTo(Text(foreign)));

        await Pending.Until(() => Assert.That(server.Find(foreign)!.Status, Is.Not.EqualTo("canceled")));
    }

    [Test]
    [Category("Finding M3")]
    public async Task A_task_that_was_canceled_and_deleted_was_canceled()
    {
        var uid = server.Add(Endless());
        var operation = await RunAsync(client.CancelAsync((TaskTarget)uid));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(server.Find(uid)!.Status, Is.EqualTo("canceled"));
        server.Remove(uid);
        var outcome = (await RunAsync(operation.WaitForCompletionAsync(ShortWait))).Outcomes[0];

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [TestCase(3, 0, ExpectedResult = "Canceled Canceled Canceled")]
    [TestCase(3, 1, ExpectedResult = "Ended Ended Canceled")]
    [TestCase(2, 0, ExpectedResult = "Canceled Canceled Canceled")]
    [TestCase(2, 1, ExpectedResult = "CompletedFirst Canceled Canceled")]
    [Category("Finding M3")]
    public async Task<string> What_was_deleted_was_canceled_where_the_counts_leave_nothing_else(int deleted, int finished)
    {
        server.SchedulerPaused = true;
        long[] uids = [server.Add(Endless()), server.Add(Endless()), server.Add(Endless())];
        var operation = await RunAsync(client.CancelAsync(new TaskFilter { Ids = [uids[0], uids[1], uids[2]] }));
        Array.ForEach(uids[..finished], uid => server.Finish(uid));
        server.SchedulerPaused = false;
        Clock.Advance(TimeSpan.FromSeconds(1));
        Array.ForEach(deleted == 3 ? uids[..2] : uids[1..], uid => server.Remove(uid));
        var report = await RunAsync(operation.WaitForCompletionAsync(ShortWait));
        return string.Join(' ', report.Outcomes.OrderBy(outcome => outcome.Target.Id.Value, StringComparer.Ordinal).Select(outcome => outcome.Verdict));
    }

    [Test]
    [Category("Finding M3")]
    public async Task What_a_cancel_at_the_server_canceled_is_said_although_it_was_deleted_since()
    {
        long[] uids = [server.Add(Endless()), server.Add(Endless()), server.Add(Endless())];
        var operation = await RunAsync(client.CancelAsync(Movies));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Array.ForEach(uids, uid => server.Remove(uid));
        var report = await RunAsync(operation.WaitForCompletionAsync(ShortWait));

        Assert.That((report.Matched, report.CanceledAndDeleted, report.Unlisted, report.AllCanceled), Is.EqualTo(((long?)3, 3L, (long?)0, true)));
        Assert.That(report.ToString(), Is.EqualTo("3 canceled and deleted since"));
    }

    [Test]
    [Category("Finding A10")]
    public async Task A_cancel_at_the_server_that_addressed_nothing_ends_at_the_first_look()
    {
        server.Add(new() { IndexUid = "books", Kind = "indexDeletion", RunsFor = null });
        Clock.Advance(TimeSpan.FromSeconds(1));
        var uid = server.Add(Endless());
        server.BeforeCancel = _ => server.Remove(uid);
        var operation = await RunAsync(client.CancelAsync(Movies));
        server.ClearRequests();
        var report = await RunAsync(operation.WaitForCompletionAsync());

        Assert.That((report.Matched, report.IsComplete, report.AllCanceled, server.Requests.Count), Is.EqualTo(((long?)0, true, false, 1)), "and no success, as the look before saw one");
        Assert.That(report.ToString(), Does.Contain("none matched, although 1 was listed just before"));
    }

    [Test]
    [Category("Finding M4")]
    public async Task A_cancelation_that_was_canceled_carried_nothing_out()
    {
        server.Add(new() { IndexUid = "books", Kind = "indexDeletion", RunsFor = TimeSpan.FromSeconds(5) });
        Clock.Advance(TimeSpan.FromSeconds(1));
        var uid = server.Add(Endless());
        var operation = await RunAsync(client.CancelAsync(Movies));
        await RunAsync(client.CancelAsync((TaskTarget)operation.ServiceTask!.Value));
        var report = await RunAsync(operation.WaitForCompletionAsync(ShortWait));
        Assert.That(server.Find(uid)!.Status, Is.Not.EqualTo("canceled"));

        Assert.That(report.Outcomes.Select(outcome => (outcome.Target.Id.Value, outcome.Verdict)), Is.EqualTo(new[] { (Text(uid), CancellationVerdict.Rejected) }));
        Assert.That(report.Outcomes[0].Error!.Message, Does.Contain($"task {operation.ServiceTask}").And.Contain("was itself canceled by the task"));
        Assert.That((report.Matched, report.Unlisted, report.IsComplete, report.AllCanceled), Is.EqualTo(((long?)1, (long?)0, true, false)));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Category("Finding M4")]
    public async Task A_cancel_by_id_that_was_canceled_itself_is_told_at_once(bool many)
    {
        server.SchedulerPaused = true;
        TaskId[] ids = many ? [server.Add(Endless()), server.Add(Endless())] : [server.Add(Endless())];
        var operation = await RunAsync(client.CancelAsync(new TaskFilter { Ids = ids }));
        await RunAsync(client.CancelAsync((TaskTarget)operation.ServiceTask!.Value));
        server.SchedulerPaused = false;
        var start = Clock.GetUtcNow();
        var report = await RunAsync(operation.WaitForCompletionAsync());

        Assert.That(report.Outcomes.Select(outcome => (outcome.Verdict, outcome.HasEnded)), Is.All.EqualTo((CancellationVerdict.Rejected, false)));
        Assert.That(report.Outcomes[0].Error!.Message, Does.Contain("was itself canceled"));
        Assert.That(Clock.GetUtcNow() - start, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    [Category("Finding M4")]
    public async Task What_another_cancelation_canceled_is_canceled_although_ours_was_canceled_with_it()
    {
        server.SchedulerPaused = true;
        var uid = server.Add(Endless());
        var operation = await RunAsync(client.CancelAsync((TaskTarget)uid));
        await RunAsync(client.CancelAsync(new TaskFilter { Ids = [uid, operation.ServiceTask!.Value] }));
        server.SchedulerPaused = false;

        Assert.That((await RunAsync(operation.WaitForCompletionAsync())).Outcomes[0].Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    [Category("Finding M5")]
    public async Task A_cancel_by_filter_spares_a_cancelation_that_came_after_the_check()
    {
        server.Add(Endless());
        await RunAsync(client.CancelAsync(new TaskFilter { Enqueued = TimeRange.Before(Clock.GetUtcNow().AddHours(1)) }));
        var sent = server.Requests.Single(line => line.Request.Path == "/tasks/cancel").Request.RawQuery;

        Assert.That(sent, Does.Contain("types=documentAdditionOrUpdate,documentEdition,documentDeletion,settingsUpdate,indexCreation,indexDeletion,indexUpdate,indexSwap,taskDeletion,dumpCreation,snapshotCreation,export,indexCompaction,dsrUpdate,dsrClear"));
    }

    [TestCase("1.0", true)]
    [TestCase("1.12", true)]
    [TestCase("1.41", true)]
    [TestCase("1.50", true)]
    [TestCase("1.0", false)]
    [TestCase("1.41", false)]
    [Category("Finding M5")]
    public async Task A_cancelation_that_comes_between_the_look_and_the_cancel_is_spared(string version, bool tellsItsKinds)
    {
        server.Version = version;
        if (!tellsItsKinds)
        {
            server.Faults.When(request => request.Method == "GET" && request.RawQuery.Contains("everyKindThereIs", StringComparison.Ordinal)).Respond(EmulatedReply.Html(403));
        }

        server.SchedulerPaused = true;
        var uid = server.Add(Endless());
        var other = -1L;
        server.BeforeCancel = _ => other = other < 0 ? server.Add(Endless() with { Kind = "taskCancelation" }) : other;
        await RunAsync(client.CancelAsync(new TaskFilter { States = [TaskState.Pending] }));
        server.SchedulerPaused = false;
        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((server.Find(uid)!.Status, server.Find(other)!.Status), Is.EqualTo(("canceled", "processing")).Or.EqualTo(("canceled", "succeeded")));
        Assert.That(server.Requests.Count(line => line.Request.Path == "/tasks/cancel" && line.Status == 200), Is.EqualTo(1));
    }

    [Test]
    [Category("Finding M5")]
    public async Task A_kind_that_only_the_server_knows_is_meant_as_well()
    {
        server.Faults.When(request => request.Method == "GET" && request.RawQuery.Contains("everyKindThereIs", StringComparison.Ordinal))
            .Edit(reply => EmulatedReply.Json(reply.Status, System.Text.Encoding.UTF8.GetString(reply.Body.Span).Replace("`dsrClear`", "`dsrClear`, `indexShuffle`", StringComparison.Ordinal)));
        await RunAsync(client.CancelAsync(new TaskFilter { States = [TaskState.Pending] }));

        Assert.That(server.Requests.First(line => line.Request.Path == "/tasks/cancel").Request.RawQuery, Does.Contain(",dsrClear,indexShuffle&"));
    }

    [TestCase("indexShuffle", CancelSelection.Auto)]
    [TestCase("indexShuffle", CancelSelection.Frozen)]
    [TestCase("settingsUpdate,indexShuffle", CancelSelection.Auto)]
    [TestCase("settingsUpdate,indexShuffle", CancelSelection.Frozen)]
    [TestCase("dsrUpdate", CancelSelection.Auto)]
    [TestCase("dsrUpdate", CancelSelection.AtServer)]
    [TestCase("dsrUpdate,settingsUpdate", CancelSelection.AtServer)]
    [Category("Finding C19")]
    public async Task A_kind_that_the_server_does_not_know_selects_nothing(string kinds, CancelSelection selection)
    {
        server.Version = "1.41";
        var settings = server.Add(Endless() with { Kind = "settingsUpdate" });
        var filter = new TaskFilter { Kinds = kinds.Split(',') };
        var expected = kinds.Contains("settings", StringComparison.Ordinal) ? Text(settings) : "";

        var (tasks, failure) = await ListAsync(client, filter);
        Assert.That((failure?.Message, string.Join(',', tasks.Select(task => task.Id))), Is.EqualTo(((string?)null, expected)));
        var report = await RunAsync(client.CancelAndWaitAsync(filter, new CancelOptions { Selection = selection }));
        Assert.That((report.AllCanceled, string.Join(',', report.Outcomes.Select(outcome => outcome.Target.Id))), Is.EqualTo((true, expected)));
    }

    [Test]
    [Category("Finding M6")]
    public async Task A_cancel_that_waits_behind_a_batch_says_so()
    {
        server.Add(new() { IndexUid = "books", Kind = "indexDeletion", RunsFor = null });
        Clock.Advance(TimeSpan.FromSeconds(1));
        server.Add(Endless());
        var report = await RunAsync(client.CancelAndWaitAsync(Movies, wait: ShortWait));

        Assert.That(report.ToString(), Is.EqualTo("accepted, not yet counted, queued behind batch 0 (indexDeletion of books), running since 2026-01-01 00:00:00Z"));
    }

    [Test]
    [Category("Finding M6")]
    public async Task A_cancel_by_id_that_waits_behind_a_batch_says_so_and_so_does_a_run()
    {
        server.Add(new() { IndexUid = "books", Kind = "indexDeletion", RunsFor = null });
        Clock.Advance(TimeSpan.FromSeconds(1));
        var uid = server.Add(Endless());
        var outcome = await RunAsync(client.CancelAndWaitAsync((TaskTarget)uid, ShortWait));
        Assert.That((outcome.Verdict, outcome.HeldUpBy), Is.EqualTo((CancellationVerdict.StillRunning, "batch 0 (indexDeletion of books), running since 2026-01-01 00:00:00Z")));

        var run = client.RunToCompletionAsync(_ => Task.FromResult((TaskId)server.Add(Endless())), new RunOptions { CancelAfter = TimeSpan.FromSeconds(5), Grace = TimeSpan.FromSeconds(10) });
        Assert.That(async () => await RunAsync(run), Throws.TypeOf<RunTimeoutException>().With.Message.Contains("queued behind batch 0"));
    }

    [Test]
    [Category("Finding M6")]
    public void That_a_cancel_waits_behind_a_batch_is_among_the_caveats() =>
        Assert.That(client.Capabilities.Caveats, Has.Some.Contains("only when the batch that runs now has ended"));

    [TestCase(1)]
    [TestCase(30)]
    [Category("Finding M7")]
    public async Task A_sibling_that_a_cancel_at_the_server_disturbs_is_named(int addressed)
    {
        server.SchedulerPaused = true;
        var ours = Enumerable.Range(0, addressed).Select(_ => server.Add(Endless())).ToList();
        var until = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromSeconds(1));
        var sibling = server.Add(Endless() with { EnqueuedAt = until.AddSeconds(1) });
        server.StartBatch([ours[0], sibling]);
        server.SchedulerPaused = false;
        var report = await RunAsync(client.CancelAndWaitAsync(new TaskFilter { Enqueued = TimeRange.AtOrBefore(until) }));

        Assert.That((report.AllCanceled, report.IsCollateralUnread), Is.EqualTo((true, false)));
        Assert.That(report.Collateral.Select(task => task.Id.Value), Is.EqualTo(new[] { Text(sibling) }));
    }

    [Test]
    [Category("Finding M7")]
    public async Task Whom_a_cancel_by_id_disturbs_is_said_to_be_unread()
    {
        long[] uids = [server.Add(Endless()), server.Add(Endless())];
        server.StartBatch(uids);
        var operation = await RunAsync(client.CancelAsync((TaskTarget)uids[0]));
        Assert.That((operation.Accepted.IsCollateralUnread, operation.Accepted.Collateral.Count), Is.EqualTo((true, 0)));

        server.Faults.When(request => request.Method == "GET").Respond(EmulatedReply.Json(403, """{"message":"The provided API key is invalid.","code":"invalid_api_key","type":"auth","link":""}"""));
        Assert.That((await RunAsync(client.CancelAsync(new TaskFilter { Kinds = ["settingsUpdate"] }))).Accepted.IsCollateralUnread, Is.True);
    }

    [Test]
    [Category("Finding M8")]
    public async Task A_cancel_whose_reply_was_lost_is_looked_for_again_by_the_wait()
    {
        server.Add(Endless());
        var isDown = false;
        server.Faults.When(request => request.Path == "/tasks/cancel" && (isDown = true)).Times(1).ResetAfterActing();
        server.Faults.When(request => isDown && request.Method == "GET").Refuse();
        var operation = await RunAsync(client.CancelAsync(Movies));
        Assert.That(operation.Accepted.IsIndeterminate, Is.True);
        isDown = false;
        var report = await RunAsync(operation.WaitForCompletionAsync(ShortWait));

        Assert.That((report.IsIndeterminate, report.Error, report.Count(CancellationVerdict.Canceled), report.AllCanceled), Is.EqualTo((false, (TaskRequestException?)null, 1, true)));
        var json = CancellationJson.Serialize(operation.State);
        var resumed = await RunAsync(ClientOf(server).Restore(CancellationJson.DeserializeOperation(json)).WaitForCompletionAsync());
        Assert.That((resumed.IsIndeterminate, resumed.AllCanceled), Is.EqualTo((false, true)));
    }

    [Test]
    [Category("Finding M8")]
    public async Task A_cancel_that_left_no_trace_is_looked_for_until_a_search_is_answered()
    {
        server.Add(Endless());
        server.Faults.When(request => request.Path == "/tasks/cancel").ResetBeforeActing();
        var operation = await RunAsync(client.CancelAsync(Movies));
        var start = Clock.GetUtcNow();
        server.Faults.When(_ => Clock.GetUtcNow() < start.AddSeconds(30)).Refuse();
        var report = await RunAsync(operation.WaitForCompletionAsync());

        Assert.That((report.IsIndeterminate, report.AllCanceled, report.Error?.Delivery), Is.EqualTo((true, false, (RequestDelivery?)RequestDelivery.MaybeSent)));
        Assert.That(Clock.GetUtcNow() - start, Is.InRange(TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(60)));
    }

    [Test]
    [Category("Finding D")]
    public async Task A_cancel_by_filter_is_sent_once_whatever_comes_back([Values] bool isThrottled)
    {
        server.Add(Endless());
        var isCancel = server.Faults.When(request => request.Path == "/tasks/cancel");
        _ = isThrottled ? isCancel.Respond(EmulatedReply.Text(429, "slow down", "text/plain")) : isCancel.Refuse();
        TaskRequestException? refusal = null;
        try
        {
            await RunAsync(client.CancelAsync(Movies));
        }
        catch (TaskRequestException failure)
        {
            refusal = failure;
        }

        Assert.That(refusal?.Kind, Is.EqualTo(isThrottled ? TaskErrorKind.Throttled : TaskErrorKind.Connection));
        Assert.That(server.Requests.Count(line => line.Request.Path == "/tasks/cancel"), Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Category("Finding M9")]
    public async Task A_resumed_journal_sends_again_what_is_safe_to_repeat(bool acts)
    {
        var uid = server.Add(Endless());
        var options = new BatchOptions { Journal = new StoppingJournal(stops: false), RunId = "run" };
        var isDown = false;
        var isCut = server.Faults.When(request => isDown |= request.Path == "/tasks/cancel");
        _ = acts ? isCut.ResetAfterActing() : isCut.ResetBeforeActing();
        var before = await RunAsync(client.CancelManyAsync([(TaskId)uid], options).ToListAsync().AsTask());
        Assert.That(before[0].Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
        server.Faults.Clear();
        server.ClearRequests();
        var outcomes = await RunAsync(client.CancelManyAsync([(TaskId)uid], options).ToListAsync().AsTask());

        await Pending.Until(() => Assert.That(outcomes[0].Verdict, Is.EqualTo(CancellationVerdict.Accepted).Or.EqualTo(CancellationVerdict.Canceled).Or.EqualTo(CancellationVerdict.AlreadyCanceled)));
    }

    [Test]
    [Category("Finding M10")]
    public async Task A_page_that_is_longer_than_allowed_is_asked_for_in_halves()
    {
        using var bounded = ClientOf(server, configure: options => options.MaxReplyBytes = 20_000);
        for (var at = 0; at < 30; at++)
        {
            server.Add(Endless() with { CustomMetadata = new string('x', 1000) });
        }

        var (tasks, failure) = await ListAsync(bounded, Movies);

        Assert.That((tasks.Count, failure?.Message), Is.EqualTo((30, (string?)null)));
        Assert.That(tasks.Select(task => task.Id).Distinct().Count(), Is.EqualTo(30));
    }

    [TestCase(20)]
    [TestCase(59)]
    [TestCase(61)]
    [TestCase(64)]
    [TestCase(100)]
    [TestCase(128)]
    [TestCase(900)]
    [Category("Finding M11")]
    public async Task A_task_whose_details_nest_deep_hides_nothing(int depth)
    {
        long[] uids = [server.Add(Endless()), server.Add(Endless())];
        var nested = new string('[', depth) + new string(']', depth);
        server.Faults.When(request => request.Method == "GET").Edit(reply => EmulatedReply.Json(
            reply.Status, System.Text.Encoding.UTF8.GetString(reply.Body.Span).Replace("\"details\":{", "\"details\":{\"originalFilter\":" + nested + ",", StringComparison.Ordinal)));

        var (tasks, failure) = await ListAsync(client, Movies);
        Assert.That((tasks.Count, failure?.Message), Is.EqualTo((2, (string?)null)));
        Assert.That(await RunAsync(client.FindAsync(uids[0])), Is.Not.Null);
        var raw = await RunAsync(client.ListAsync(Movies, new ReadOptions { KeepRaw = true }).ToListAsync().AsTask());
        Assert.That(raw[0].Raw.Length, Is.GreaterThan(2 * depth));
    }

    [Test]
    [Category("Finding M12")]
    public async Task A_running_task_shows_the_progress_of_its_batch()
    {
        var uid = server.Add(new() { RunsFor = TimeSpan.FromMinutes(1) });
        Clock.Advance(TimeSpan.FromSeconds(30));
        server.ClearRequests();
        Assert.That((await RunAsync(client.FindAsync(uid)))!.Progress, Is.Null);
        Assert.That(server.Requests, Has.Count.EqualTo(1), "a plain read is one request");

        var task = (await RunAsync(client.FindAsync(uid, new ReadOptions { ReadProgress = true })))!;
        Assert.That((task.State, task.Progress), Is.EqualTo((TaskState.Running, (double?)0.5)).Within(0.5));
        var listed = await RunAsync(client.ListAsync(Movies, new ReadOptions { ReadProgress = true }).ToListAsync().AsTask());
        Assert.That(listed.Select(one => one.Progress), Is.All.EqualTo(task.Progress));
        var told = new List<double?>();
        await RunAsync(client.WaitForCompletionAsync(uid, new WaitOptions { Progress = new Told(one => told.Add(one.Progress)) }));
        Assert.That(told[0], Is.EqualTo(task.Progress));
        Assert.That(told[^1], Is.Null.Or.EqualTo(1));
    }

    [Test]
    [Category("Finding M12")]
    public async Task Progress_that_cannot_be_read_costs_nothing_else([Values(404, 403, 503)] int status)
    {
        var uid = server.Add(new() { RunsFor = TimeSpan.FromMinutes(1) });
        Clock.Advance(TimeSpan.FromSeconds(30));
        server.Faults.When(request => request.Path.StartsWith("/batches", StringComparison.Ordinal)).Respond(EmulatedReply.Json(status, """{"message":"no","code":"batch_not_found","type":"invalid_request","link":""}"""));
        server.ClearRequests();
        var task = (await RunAsync(client.FindAsync(uid, new ReadOptions { ReadProgress = true })))!;

        Assert.That((task.State, task.Progress, server.Requests.Count), Is.EqualTo((TaskState.Running, (double?)null, 2)));
    }

    [Test]
    [Category("Finding M13")]
    public async Task A_key_that_sees_all_it_addressed_learns_that_nothing_is_left()
    {
        server.MasterKey = "a-master-key-of-the-test";
        server.AddUser(new() { Name = "scoped", Secret = "scoped-key", Actions = ["tasks.get", "tasks.cancel"], Indexes = ["movies"] });
        using var scoped = ClientOf(server, MeilisearchCredential.ApiKey("scoped-key"));
        server.Add(Endless());
        var report = await RunAsync(scoped.CancelAndWaitAsync(Movies, wait: ShortWait));
        Assert.That(server.Rows[0].Status, Is.EqualTo("canceled"));

        Assert.That((report.IsComplete, report.AllCanceled, report.Count(CancellationVerdict.Canceled)), Is.EqualTo((true, true, 1)));
    }

    [Test]
    [Category("Finding M13")]
    public async Task A_key_that_sees_what_ended_by_itself_says_so()
    {
        server.MasterKey = "a-master-key-of-the-test";
        server.AddUser(new() { Name = "scoped", Secret = "scoped-key", Actions = ["tasks.get", "tasks.cancel"], Indexes = ["movies"] });
        using var scoped = ClientOf(server, MeilisearchCredential.ApiKey("scoped-key"));
        server.SchedulerPaused = true;
        long[] uids = [server.Add(Endless()), server.Add(Endless())];
        server.Finish(server.Add(Endless()));
        Clock.Advance(TimeSpan.FromSeconds(1));
        var operation = await RunAsync(scoped.CancelAsync(Movies));
        server.Finish(uids[0]);
        server.SchedulerPaused = false;
        var report = await RunAsync(operation.WaitForCompletionAsync(ShortWait));

        Assert.That((report.IsComplete, report.AllCanceled), Is.EqualTo((true, false)));
        Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EquivalentTo(new[] { $"{uids[0]}: CompletedFirst", $"{uids[1]}: Canceled" }));
    }

    [Test]
    [Category("Finding M14")]
    public async Task The_filter_of_a_deletion_of_documents_is_JSON_text()
    {
        var uid = server.Add(new() { Kind = "documentDeletion", Details = """{"providedIds":0,"deletedDocuments":null,"originalFilter":"\"genre = horror\""}""" });
        var details = (MeilisearchTaskDetails)(await RunAsync(client.FindAsync(uid)))!.Details!;

        Assert.That(details.OriginalFilter, Is.EqualTo("\"genre = horror\""));
    }

    private static MeilisearchTask Endless() => new() { RunsFor = null };

    private sealed class Told(Action<TaskSnapshot> tell) : IProgress<TaskSnapshot>
    {
        public void Report(TaskSnapshot value) => tell(value);
    }

    private static string Text(long uid) => uid.ToString(CultureInfo.InvariantCulture);
}
