using System.Globalization;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Findings;

/// <summary>What a real Meilisearch showed of the client and is not cured; and what of it was small enough to be cured at once.</summary>
internal sealed class MeilisearchPendingTests : FindingTest
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

        Assert.That(server.Find(foreign)!.Status, Is.Not.EqualTo("canceled"));
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

        await Pending.Until(() => Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled)));
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

        await Pending.Until(() => Assert.That(report.Outcomes.Select(outcome => (outcome.Target.Id.Value, outcome.HasEnded)), Is.EqualTo(new[] { (Text(uid), false) })));
    }

    [Test]
    [Category("Finding M5")]
    public async Task A_cancel_by_filter_spares_a_cancelation_that_came_after_the_check()
    {
        server.Add(Endless());
        await RunAsync(client.CancelAsync(new TaskFilter { Enqueued = TimeRange.Before(Clock.GetUtcNow().AddHours(1)) }));
        var sent = server.Requests.Single(line => line.Request.Path == "/tasks/cancel").Request.RawQuery;

        await Pending.Until(() => Assert.That(sent, Does.Contain("types=")));
    }

    [Test]
    [Category("Finding M6")]
    public async Task A_cancel_that_waits_behind_a_batch_says_so()
    {
        server.Add(new() { IndexUid = "books", Kind = "indexDeletion", RunsFor = null });
        Clock.Advance(TimeSpan.FromSeconds(1));
        server.Add(Endless());
        var report = await RunAsync(client.CancelAndWaitAsync(Movies, wait: ShortWait));

        await Pending.Until(() => Assert.That(report.ToString(), Does.Contain("batch")));
    }

    [Test]
    [Category("Finding M7")]
    public async Task A_sibling_that_a_cancel_by_id_disturbs_is_named()
    {
        long[] uids = [server.Add(Endless()), server.Add(Endless())];
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(uids.Select(uid => server.Find(uid)!.BatchUid).Distinct().Count(), Is.EqualTo(1));
        var operation = await RunAsync(client.CancelAsync((TaskTarget)uids[0]));

        await Pending.Until(() => Assert.That(operation.Accepted.Collateral.Select(task => task.Id.Value), Is.EqualTo(new[] { Text(uids[1]) })));
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

        await Pending.Until(() => Assert.That((report.IsIndeterminate, report.Count(CancellationVerdict.Canceled)), Is.EqualTo((false, 1))));
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

        Assert.That(outcomes[0].Verdict, Is.EqualTo(CancellationVerdict.Accepted).Or.EqualTo(CancellationVerdict.Canceled).Or.EqualTo(CancellationVerdict.AlreadyCanceled));
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
        var task = (await RunAsync(client.FindAsync(uid)))!;
        Assert.That(task.State, Is.EqualTo(TaskState.Running));

        await Pending.Until(() => Assert.That(task.Progress, Is.Not.Null));
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

        await Pending.Until(() => Assert.That((report.IsComplete, report.AllCanceled), Is.EqualTo((true, true))));
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

    private static string Text(long uid) => uid.ToString(CultureInfo.InvariantCulture);
}
