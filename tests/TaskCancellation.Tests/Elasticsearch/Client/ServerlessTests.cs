using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Where the endpoints of tasks are not to be had, reindexing is listed and canceled all the same. Held against the emulator, which was written from the API's specification; no real serverless project was asked.</summary>
public sealed class ServerlessTests
{
    private const string Reindex = "indices:data/write/reindex";
    private const string Search = "indices:data/read/search";
    private static readonly WaitOptions Patient = new() { Timeout = TimeSpan.FromMinutes(5), Jitter = 0 };

    private VirtualClock clock = null!;
    private ElasticsearchEmulator emulator = null!;
    private ElasticsearchTaskClient client = null!;

    [SetUp]
    public void SetUp()
    {
        clock = TestClock.Create();
        emulator = new ElasticsearchEmulator(clock) { Flavor = ElasticsearchFlavor.Serverless, Version = "8.11.0" };
        var options = new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None };
        options.UseTimeProvider(clock);
        client = new ElasticsearchTaskClient(emulator.CreateClient(), options);
    }

    [TearDown]
    public void TearDown()
    {
        client.Dispose();
        emulator.Dispose();
    }

    [Test]
    public async Task A_reindex_is_canceled_by_its_id()
    {
        TaskId id = emulator.Add(new ElasticsearchTask { Action = Reindex });
        var outcome = await RunAsync(client.CancelAndWaitAsync(id, Patient));

        Assert.That((outcome.Verdict, emulator.Find(id.Value)!.Ending), Is.EqualTo((CancellationVerdict.Canceled, ElasticsearchEnding.Canceled)));
    }

    [Test]
    public async Task A_cancel_whose_reply_was_lost_is_in_doubt_when_the_look_at_its_task_is_denied()
    {
        TaskId id = emulator.Add(new ElasticsearchTask { Action = Reindex, CancelDelay = TimeSpan.Zero });
        emulator.Faults.When(request => request.Method == "POST" && request.Path.StartsWith("/_reindex/", StringComparison.Ordinal)).Times(1).ActThenRespond(EmulatedReply.Html(500));
        emulator.Faults.When(request => request.Method == "GET" && request.Path.StartsWith("/_tasks/", StringComparison.Ordinal)).Respond(EmulatedReply.Html(401));

        var outcome = (await RunAsync(client.CancelAsync(id))).Accepted.Outcomes.Single();

        Assert.That(emulator.Find(id.Value)!.Ending, Is.EqualTo(ElasticsearchEnding.Canceled));
        Assert.That((outcome.Verdict, outcome.Error!.FollowsAmbiguousAttempt), Is.EqualTo((CancellationVerdict.Indeterminate, true)));
    }

    [TestCase(CancelSelection.Auto)]
    [TestCase(CancelSelection.ClientSide)]
    [TestCase(CancelSelection.ServerSide)]
    public async Task Reindexing_is_canceled_by_a_filter_and_nothing_else(CancelSelection selection)
    {
        string[] ours = [emulator.Add(new ElasticsearchTask { Action = Reindex }), emulator.Add(new ElasticsearchTask { Action = Reindex })];
        var other = emulator.Add(new ElasticsearchTask { Action = Search });
        var report = await RunAsync(client.CancelAndWaitAsync(new TaskFilter { Kinds = ["indices:data/write/*"] }, new CancelOptions { Selection = selection }, Patient));

        Assert.That(report.AllCanceled, Is.True, report.ToString());
        Assert.That(report.Outcomes.Select(outcome => outcome.Target.Id.Value), Is.EquivalentTo(ours));
        Assert.That(emulator.Find(other)!.Ending, Is.EqualTo(ElasticsearchEnding.None));
    }

    [Test]
    public async Task What_runs_of_reindexing_is_listed()
    {
        TaskId id = emulator.Add(new ElasticsearchTask { Action = Reindex });
        emulator.Add(new ElasticsearchTask { Action = Search });

        var listed = await RunAsync(client.ListAsync(new TaskFilter { States = [TaskState.Running] }).ToListAsync().AsTask());
        var found = await RunAsync(client.FindAsync(id));
        Assert.That(listed.Select(task => (task.Id, task.Kind, task.State, task.StartedAt)), Is.EqualTo(new[] { (id, Reindex, TaskState.Running, found!.StartedAt) }));
        Assert.That(await RunAsync(client.ListAsync(new TaskFilter { Kinds = [Search] }).ToListAsync().AsTask()), Is.Empty);
    }

    [Test]
    public async Task A_reindex_whose_cancel_was_taken_is_listed_as_canceling()
    {
        TaskId id = emulator.Add(new ElasticsearchTask { Action = Reindex, CancelDelay = TimeSpan.FromHours(1) });
        await RunAsync(client.CancelAsync(id));
        clock.Advance(TimeSpan.FromSeconds(7));

        var listed = (await RunAsync(client.ListAsync(new TaskFilter { Kinds = [Reindex] }).ToListAsync().AsTask())).Single();
        var found = (await RunAsync(client.FindAsync(id)))!;

        var (shown, details) = ((ElasticsearchTaskDetails)listed.Details!, (ElasticsearchTaskDetails)found.Details!);
        Assert.That((listed.Id, listed.State, listed.RawState), Is.EqualTo((id, TaskState.Canceling, found.RawState)));
        Assert.That((shown.IsFlaggedCanceled, shown.IsCancelable, shown.Node), Is.EqualTo(((bool?)true, (bool?)true, details.Node)));
        Assert.That((shown.Description, shown.RunningTime), Is.EqualTo((details.Description, details.RunningTime)));
        Assert.That(shown.RunningTime, Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task What_is_no_reindex_cannot_be_canceled()
    {
        TaskId id = emulator.Add(new ElasticsearchTask { Action = Search });
        foreach (var target in new[] { new TaskTarget(id), new TaskTarget(id, Search) })
        {
            Assert.That((await RunAsync(client.CancelAsync(target))).Accepted.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.NotCancelable));
        }

        Assert.That(emulator.Find(id.Value)!.IsCanceled, Is.False);
    }

    [Test]
    public async Task What_has_ended_and_what_never_was_are_told_apart()
    {
        TaskId ended = emulator.Add(new ElasticsearchTask { Action = Reindex });
        emulator.Finish(ended.Value);
        TaskId unknown = $"{emulator.NodeIds[0]}:999999";

        Assert.That((await RunAsync(client.CancelAsync(ended))).Accepted.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.CompletedFirst));
        Assert.That((await RunAsync(client.CancelAsync(unknown))).Accepted.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.NotFound));
    }

    [Test]
    public void A_field_that_its_lists_do_not_show_is_refused()
    {
        emulator.Add(new ElasticsearchTask { Action = Reindex });
        Assert.That(
            () => RunAsync(client.ListAsync(new ElasticsearchTaskFilter { OpaqueId = "mine" }).ToListAsync().AsTask()),
            Throws.InstanceOf<UnsupportedFilterException>().With.Property("Field").EqualTo("OpaqueId"));
    }

    private Task<T> RunAsync<T>(Task<T> task) => clock.RunAsync(() => task);
}
