using System.Globalization;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Findings;

/// <summary>Which tasks a cancel means, and what becomes of them: when numbers begin again, on a node short of memory, below a parent.</summary>
internal sealed class ElasticsearchTargetTests : FindingTest
{
    private ElasticsearchEmulator server = null!;
    private ElasticsearchTaskClient client = null!;

    [SetUp]
    public void SetUpServer()
    {
        server = new ElasticsearchEmulator(Clock) { Flavor = ElasticsearchFlavor.OpenSearch, Version = "2.19.6" };
        client = ClientOf(server);
    }

    [TearDown]
    public void TearDownServer()
    {
        client.Dispose();
        server.Dispose();
    }

    [Test]
    [Category("Finding E1")]
    public async Task A_run_cancels_no_task_that_has_its_number_after_a_restart()
    {
        var id = server.Add();
        var foreign = "";
        server.After(TimeSpan.FromSeconds(1), () => server.RestartNode(server.NodeIds[0]));
        server.After(TimeSpan.FromSeconds(6), () => foreign = server.Add(new() { Number = NumberOf(id), OpaqueId = "somebody else's" }));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(10), Clock);
        var run = client.RunToCompletionAsync(_ => Task.FromResult((TaskId)id), new RunOptions { Wait = new WaitOptions { FirstDelay = TimeSpan.FromSeconds(30) } }, stop.Token);
        await RunAsync(Task.WhenAny(run));
        var canceled = Assert.ThrowsAsync<RunCanceledException>(() => run)!;

        Assert.That((foreign, server.Find(foreign)!.CancelCount, canceled.Outcome?.Verdict), Is.EqualTo((id, 0, (CancellationVerdict?)CancellationVerdict.NotFound)));
    }

    [Test]
    [Category("Finding E2")]
    public async Task A_resumed_journal_cancels_no_task_that_has_a_number_after_a_restart()
    {
        var id = server.Add(new() { CancelEnding = ElasticsearchCancelEnding.Ignored });
        var options = new BatchOptions { Journal = new StoppingJournal(), RunId = "run" };
        Assert.ThrowsAsync<IOException>(() => RunAsync(client.CancelManyAsync([(TaskId)id], options).ToListAsync().AsTask()));
        Clock.Advance(TimeSpan.FromSeconds(10));
        var foreign = AfterRestart(id);
        var outcomes = await RunAsync(client.CancelManyAsync([(TaskId)id], options).ToListAsync().AsTask());

        Assert.That((server.Find(foreign)!.CancelCount, outcomes[0].Verdict), Is.EqualTo((0, CancellationVerdict.NotFound)));
    }

    [Test]
    [Category("Finding E3")]
    public async Task An_older_record_of_the_same_number_is_no_end_of_ours()
    {
        var old = server.Add(new() { Action = "indices:data/write/delete/byquery" });
        server.Finish(old);
        server.RestartNode(server.NodeIds[0]);
        Clock.Advance(TimeSpan.FromMinutes(2));
        var id = server.Add(new() { Number = NumberOf(old), StoresResult = false, RunDuration = TimeSpan.FromSeconds(5) });
        Assert.That(id, Is.EqualTo(old));
        TaskSnapshot? ended = null;
        try
        {
            ended = await RunAsync(client.WaitForCompletionAsync(id));
        }
        catch (TaskNotFoundException)
        {
            // Ours is gone: what is due.
        }

        Assert.That(ended?.Kind, Is.Not.EqualTo("indices:data/write/delete/byquery"));
    }

    [Test]
    [Category("Finding E6")]
    public async Task A_node_short_of_memory_cancels_what_was_seen_before()
    {
        var id = server.Add();
        var target = (await RunAsync(client.FindAsync(id)))!.ToTarget();
        server.IsShortOfMemory = true;
        var outcome = (await RunAsync(client.CancelAsync(target))).Accepted.Outcomes[0];

        Assert.That((outcome.Verdict, server.Find(id)!.IsCanceled), Is.EqualTo((CancellationVerdict.Accepted, true)));
    }

    [Test]
    [Category("Finding E6")]
    public async Task A_node_short_of_memory_cancels_what_was_planned_and_what_a_journal_is_told_of()
    {
        var planned = server.Add();
        var plan = await RunAsync(client.PlanAsync(new TaskFilter { Kinds = ["indices:data/write/reindex"] }));
        var told = server.Add();
        server.IsShortOfMemory = true;
        await RunAsync(client.ExecuteAsync(plan));
        await RunAsync(client.CancelManyAsync([(TaskId)told], new BatchOptions { Journal = new StoppingJournal(stops: false), RunId = "run" }).ToListAsync().AsTask());

        Assert.That((server.Find(planned)!.IsCanceled, server.Find(told)!.IsCanceled), Is.EqualTo((true, true)));
    }

    [Test]
    [Category("Finding E7")]
    public async Task Children_that_cannot_be_canceled_follow_their_parent()
    {
        var parent = server.Add(new() { OpaqueId = "mine", CancelDelay = TimeSpan.FromSeconds(1) });
        server.Add(new() { Action = "indices:data/write/bulk", ParentId = parent, IsCancelable = false, RunDuration = TimeSpan.FromMilliseconds(500) });
        var report = await RunAsync(client.CancelAndWaitAsync(new ElasticsearchTaskFilter { OpaqueId = "mine" }));
        Assert.That(report.Outcomes.Single(outcome => outcome.Target.Id.Value == parent).Verdict, Is.EqualTo(CancellationVerdict.Canceled));

        Assert.That(report.AllCanceled, Is.True);
    }

    // Somebody else's reindex, under the number of ours.
    private string AfterRestart(string id)
    {
        server.RestartNode(server.NodeIds[0]);
        Clock.Advance(TimeSpan.FromSeconds(5));
        return server.Add(new() { Number = NumberOf(id), OpaqueId = "somebody else's" });
    }

    private static long NumberOf(string id) => long.Parse(id.Split(':')[^1], CultureInfo.InvariantCulture);
}
