using System.Globalization;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Findings;

/// <summary>What a real Meilisearch showed of cancels and of what became of them.</summary>
internal sealed class MeilisearchCancelFindingsTests : FindingTest
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
    [Category("Finding M3")]
    public async Task A_task_that_was_canceled_and_deleted_was_canceled()
    {
        var uid = server.Add(Endless());
        var operation = await RunAsync(client.CancelAsync((TaskTarget)uid));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(server.Find(uid)!.State, Is.EqualTo("canceled"));
        server.Remove(uid);
        var outcome = (await RunAsync(operation.WaitForCompletionAsync(ShortWait))).Outcomes[0];

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [TestCase(3, 0, ExpectedResult = "Canceled Canceled Canceled")]
    [TestCase(3, 1, ExpectedResult = "Accepted Accepted Canceled", Description = "of two that are gone one has ended by itself, which one cannot be told")]
    [TestCase(2, 0, ExpectedResult = "Canceled Canceled Canceled")]
    [TestCase(2, 1, ExpectedResult = "CompletedFirst Canceled Canceled")]
    [Category("Finding M3")]
    public async Task<string> What_was_deleted_was_canceled_where_the_counts_leave_nothing_else(int deleted, int finished)
    {
        server.IsSchedulerPaused = true;
        long[] uids = [server.Add(Endless()), server.Add(Endless()), server.Add(Endless())];
        var operation = await RunAsync(client.CancelAsync(new TaskFilter { Ids = [uids[0], uids[1], uids[2]] }));
        Array.ForEach(uids[..finished], uid => server.Finish(uid));
        server.IsSchedulerPaused = false;
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

        Assert.That((report.MatchedCount, report.CanceledAndDeletedCount, report.UnlistedCount, report.AllCanceled), Is.EqualTo(((long?)3, 3L, (long?)0, true)));
        Assert.That(report.ToString(), Is.EqualTo("3 canceled and deleted since"));
    }

    [Test]
    [Category("Finding A10")]
    public async Task A_cancel_at_the_server_that_addressed_nothing_ends_at_the_first_look()
    {
        server.Add(new() { IndexUid = "books", Kind = "indexDeletion", RunDuration = null });
        Clock.Advance(TimeSpan.FromSeconds(1));
        var uid = server.Add(Endless());
        server.BeforeCancel = _ => server.Remove(uid);
        var operation = await RunAsync(client.CancelAsync(Movies));
        server.ClearRequests();
        var report = await RunAsync(operation.WaitForCompletionAsync());

        Assert.That((report.MatchedCount, report.IsComplete, report.AllCanceled, server.Requests.Count), Is.EqualTo(((long?)0, true, false, 1)), "and no success, as the look before saw one");
        Assert.That(report.ToString(), Does.Contain("none matched, although 1 was listed just before"));
    }

    [Test]
    [Category("Finding M4")]
    public async Task A_cancellation_that_was_canceled_carried_nothing_out()
    {
        server.Add(new() { IndexUid = "books", Kind = "indexDeletion", RunDuration = TimeSpan.FromSeconds(5) });
        Clock.Advance(TimeSpan.FromSeconds(1));
        var uid = server.Add(Endless());
        var operation = await RunAsync(client.CancelAsync(Movies));
        await RunAsync(client.CancelAsync((TaskTarget)operation.ServiceTask!.Value));
        var report = await RunAsync(operation.WaitForCompletionAsync(ShortWait));
        Assert.That(server.Find(uid)!.State, Is.Not.EqualTo("canceled"));

        Assert.That(report.Outcomes.Select(outcome => (outcome.Target.Id.Value, outcome.Verdict)), Is.EqualTo(new[] { (Text(uid), CancellationVerdict.Rejected) }));
        Assert.That(report.Outcomes[0].Error!.Message, Does.Contain($"task {operation.ServiceTask}").And.Contain("was itself canceled by the task"));
        Assert.That((report.MatchedCount, report.UnlistedCount, report.IsComplete, report.AllCanceled), Is.EqualTo(((long?)1, (long?)0, true, false)));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Category("Finding M4")]
    public async Task A_cancel_by_id_that_was_canceled_itself_is_told_at_once(bool many)
    {
        server.IsSchedulerPaused = true;
        TaskId[] ids = many ? [server.Add(Endless()), server.Add(Endless())] : [server.Add(Endless())];
        var operation = await RunAsync(client.CancelAsync(new TaskFilter { Ids = ids }));
        await RunAsync(client.CancelAsync((TaskTarget)operation.ServiceTask!.Value));
        server.IsSchedulerPaused = false;
        var start = Clock.GetUtcNow();
        var report = await RunAsync(operation.WaitForCompletionAsync());

        Assert.That(report.Outcomes.Select(outcome => (outcome.Verdict, outcome.HasEnded)), Is.All.EqualTo((CancellationVerdict.Rejected, false)));
        Assert.That(report.Outcomes[0].Error!.Message, Does.Contain("was itself canceled"));
        Assert.That(Clock.GetUtcNow() - start, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    [Category("Finding M4")]
    public async Task What_another_cancellation_canceled_is_canceled_although_ours_was_canceled_with_it()
    {
        server.IsSchedulerPaused = true;
        var uid = server.Add(Endless());
        var operation = await RunAsync(client.CancelAsync((TaskTarget)uid));
        await RunAsync(client.CancelAsync(new TaskFilter { Ids = [uid, operation.ServiceTask!.Value] }));
        server.IsSchedulerPaused = false;

        Assert.That((await RunAsync(operation.WaitForCompletionAsync())).Outcomes[0].Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    [Category("Finding M6")]
    public async Task A_cancel_that_waits_behind_a_batch_says_so()
    {
        server.Add(new() { IndexUid = "books", Kind = "indexDeletion", RunDuration = null });
        Clock.Advance(TimeSpan.FromSeconds(1));
        server.Add(Endless());
        var report = await RunAsync(client.CancelAndWaitAsync(Movies, waitOptions: ShortWait));

        Assert.That(report.ToString(), Is.EqualTo("accepted, not yet counted, queued behind batch 0 (indexDeletion of books), running since 2026-01-01 00:00:00Z"));
    }

    [Test]
    [Category("Finding M6")]
    public async Task A_cancel_by_id_that_waits_behind_a_batch_says_so_and_so_does_a_run()
    {
        server.Add(new() { IndexUid = "books", Kind = "indexDeletion", RunDuration = null });
        Clock.Advance(TimeSpan.FromSeconds(1));
        var uid = server.Add(Endless());
        var outcome = await RunAsync(client.CancelAndWaitAsync((TaskTarget)uid, ShortWait));
        Assert.That((outcome.Verdict, outcome.BlockedBy), Is.EqualTo((CancellationVerdict.StillRunning, "batch 0 (indexDeletion of books), running since 2026-01-01 00:00:00Z")));

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
        server.IsSchedulerPaused = true;
        var ours = Enumerable.Range(0, addressed).Select(_ => server.Add(Endless())).ToList();
        var until = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromSeconds(1));
        var sibling = server.Add(Endless() with { EnqueuedAt = until.AddSeconds(1) });
        server.StartBatch([ours[0], sibling]);
        server.IsSchedulerPaused = false;
        var report = await RunAsync(client.CancelAndWaitAsync(new TaskFilter { Enqueued = TimeRange.AtOrBefore(until) }));

        Assert.That((report.AllCanceled, report.IsCollateralUnknown), Is.EqualTo((true, false)));
        Assert.That(report.Collateral.Select(task => task.Id.Value), Is.EqualTo(new[] { Text(sibling) }));
    }

    [Test]
    [Category("Finding M7")]
    public async Task Whom_a_cancel_by_id_disturbs_is_said_to_be_unread()
    {
        long[] uids = [server.Add(Endless()), server.Add(Endless())];
        server.StartBatch(uids);
        var operation = await RunAsync(client.CancelAsync((TaskTarget)uids[0]));
        Assert.That((operation.Accepted.IsCollateralUnknown, operation.Accepted.Collateral.Count), Is.EqualTo((true, 0)));

        server.Faults.When(request => request.Method == "GET").Respond(EmulatedReply.Json(403, """{"message":"The provided API key is invalid.","code":"invalid_api_key","type":"auth","link":""}"""));
        Assert.That((await RunAsync(client.CancelAsync(new TaskFilter { Kinds = ["settingsUpdate"] }))).Accepted.IsCollateralUnknown, Is.True);
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
    [Category("Finding D4")]
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

        Assert.That(refusal?.Reason, Is.EqualTo(isThrottled ? TaskErrorReason.Throttled : TaskErrorReason.Connection));
        Assert.That(server.Requests.Count(line => line.Request.Path == "/tasks/cancel"), Is.EqualTo(1));
    }

    [Test]
    [Category("Finding M13")]
    public async Task A_key_that_sees_all_it_addressed_learns_that_nothing_is_left()
    {
        server.MasterKey = "a-master-key-of-the-test";
        server.AddUser(new() { Name = "scoped", ApiKey = "scoped-key", Actions = ["tasks.get", "tasks.cancel"], Indexes = ["movies"] });
        using var scoped = ClientOf(server, MeilisearchCredential.ApiKey("scoped-key"));
        server.Add(Endless());
        var report = await RunAsync(scoped.CancelAndWaitAsync(Movies, waitOptions: ShortWait));
        Assert.That(server.Rows[0].State, Is.EqualTo("canceled"));

        Assert.That((report.IsComplete, report.AllCanceled, report.Count(CancellationVerdict.Canceled)), Is.EqualTo((true, true, 1)));
    }

    [Test]
    [Category("Finding M13")]
    public async Task A_key_that_sees_what_ended_by_itself_says_so()
    {
        server.MasterKey = "a-master-key-of-the-test";
        server.AddUser(new() { Name = "scoped", ApiKey = "scoped-key", Actions = ["tasks.get", "tasks.cancel"], Indexes = ["movies"] });
        using var scoped = ClientOf(server, MeilisearchCredential.ApiKey("scoped-key"));
        server.IsSchedulerPaused = true;
        long[] uids = [server.Add(Endless()), server.Add(Endless())];
        server.Finish(server.Add(Endless()));
        Clock.Advance(TimeSpan.FromSeconds(1));
        var operation = await RunAsync(scoped.CancelAsync(Movies));
        server.Finish(uids[0]);
        server.IsSchedulerPaused = false;
        var report = await RunAsync(operation.WaitForCompletionAsync(ShortWait));

        Assert.That((report.IsComplete, report.AllCanceled), Is.EqualTo((true, false)));
        Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EquivalentTo(new[] { $"{uids[0]}: CompletedFirst", $"{uids[1]}: Canceled" }));
    }

    private static MeilisearchTask Endless() => new() { RunDuration = null };

    private static string Text(long uid) => uid.ToString(CultureInfo.InvariantCulture);
}
