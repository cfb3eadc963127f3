using System.Globalization;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Findings;

/// <summary>What a real Meilisearch showed of the client.</summary>
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

        Assert.That(server.Find(foreign)!.State, Is.Not.EqualTo("canceled"));
    }

    [Test]
    [Category("Finding M5")]
    public async Task A_cancel_by_filter_spares_a_cancellation_that_came_after_the_check()
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
    public async Task A_cancellation_that_comes_between_the_look_and_the_cancel_is_spared(string version, bool tellsItsKinds)
    {
        server.Version = version;
        if (!tellsItsKinds)
        {
            server.Faults.When(request => request.Method == "GET" && request.RawQuery.Contains("everyKindThereIs", StringComparison.Ordinal)).Respond(EmulatedReply.Html(403));
        }

        server.IsSchedulerPaused = true;
        var uid = server.Add(Endless());
        var other = -1L;
        server.BeforeCancel = _ => other = other < 0 ? server.Add(Endless() with { Kind = "taskCancelation" }) : other;
        await RunAsync(client.CancelAsync(new TaskFilter { States = [TaskState.Pending] }));
        server.IsSchedulerPaused = false;
        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((server.Find(uid)!.State, server.Find(other)!.State), Is.EqualTo(("canceled", "processing")).Or.EqualTo(("canceled", "succeeded")));
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
    [TestCase("indexShuffle", CancelSelection.ClientSide)]
    [TestCase("settingsUpdate,indexShuffle", CancelSelection.Auto)]
    [TestCase("settingsUpdate,indexShuffle", CancelSelection.ClientSide)]
    [TestCase("dsrUpdate", CancelSelection.Auto)]
    [TestCase("dsrUpdate", CancelSelection.ServerSide)]
    [TestCase("dsrUpdate,settingsUpdate", CancelSelection.ServerSide)]
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
        var uid = server.Add(new() { RunDuration = TimeSpan.FromMinutes(1) });
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
        var uid = server.Add(new() { RunDuration = TimeSpan.FromMinutes(1) });
        Clock.Advance(TimeSpan.FromSeconds(30));
        server.Faults.When(request => request.Path.StartsWith("/batches", StringComparison.Ordinal)).Respond(EmulatedReply.Json(status, """{"message":"no","code":"batch_not_found","type":"invalid_request","link":""}"""));
        server.ClearRequests();
        var task = (await RunAsync(client.FindAsync(uid, new ReadOptions { ReadProgress = true })))!;

        Assert.That((task.State, task.Progress, server.Requests.Count), Is.EqualTo((TaskState.Running, (double?)null, 2)));
    }

    [Test]
    [Category("Finding M12")]
    public async Task A_run_that_nobody_listens_to_reads_no_progress()
    {
        var uid = server.Add(new() { RunDuration = TimeSpan.FromMinutes(1) });
        await RunAsync(client.RunToCompletionAsync(_ => Task.FromResult((TaskId)uid)));

        Assert.That(server.Requests.Select(line => line.Request.Path), Is.Not.Empty.And.None.StartsWith("/batches"));
    }

    [Test]
    [Category("Finding M14")]
    public async Task The_filter_of_a_deletion_of_documents_is_JSON_text()
    {
        var uid = server.Add(new() { Kind = "documentDeletion", DetailsJson = """{"providedIds":0,"deletedDocuments":null,"originalFilter":"\"genre = horror\""}""" });
        var details = (MeilisearchTaskDetails)(await RunAsync(client.FindAsync(uid)))!.Details!;

        Assert.That(details.OriginalFilter, Is.EqualTo("\"genre = horror\""));
    }

    private static MeilisearchTask Endless() => new() { RunDuration = null };

    private static string Text(long uid) => uid.ToString(CultureInfo.InvariantCulture);

    private sealed class Told(Action<TaskSnapshot> tell) : IProgress<TaskSnapshot>
    {
        public void Report(TaskSnapshot value) => tell(value);
    }
}
