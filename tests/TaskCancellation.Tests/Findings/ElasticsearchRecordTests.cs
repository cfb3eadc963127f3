using System.Globalization;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Findings;

/// <summary>What clusters record of an end, or fail to, on the emulator that answers as they do.</summary>
internal sealed class ElasticsearchRecordTests : FindingTest
{
    private ElasticsearchEmulator server = null!;
    private TaskCancellation.Elasticsearch.ElasticsearchTaskClient client = null!;

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

    [TestCase(ElasticsearchTasksIndex.Red)]
    [TestCase(ElasticsearchTasksIndex.Closed)]
    [Category("Finding E10")]
    public async Task A_task_whose_record_cannot_be_read_is_seen_to_be_gone(ElasticsearchTasksIndex index)
    {
        var id = server.Add(new() { RunDuration = TimeSpan.FromSeconds(1) });
        server.TasksIndex = index;

        var gone = Assert.ThrowsAsync<TaskNotFoundException>(() => RunAsync(client.WaitForCompletionAsync(id, new WaitOptions { Timeout = TimeSpan.FromSeconds(30) })))!;

        Assert.That(gone.Message, Does.Contain("no longer knows the task"));
    }

    [Test]
    [Category("Finding E11")]
    public async Task An_end_that_left_no_record_is_no_success()
    {
        var id = server.Add(new() { RunDuration = TimeSpan.FromSeconds(1) });
        server.Faults.When(request => request.Method == "GET" && Clock.GetUtcNow() > Testing.VirtualClock.DefaultStart.AddSeconds(2)).Edit(reply => reply.Status == 200
            ? Testing.EmulatedReply.Json(200, $$$"""{"completed":true,"task":{"node":"{{{server.NodeIds[0]}}}","id":{{{NumberOf(id)}}},"action":"indices:data/write/reindex","start_time_in_millis":{{{Testing.VirtualClock.DefaultStart.ToUnixTimeMilliseconds()}}}}}""")
            : reply);
        Clock.Advance(TimeSpan.FromSeconds(3));
        var task = (await RunAsync(client.FindAsync(id)))!;

        Assert.That((task.State, task.IsEndUnknown, task.IsTerminal), Is.EqualTo((TaskState.Unknown, true, true)));
    }

    [Test]
    [Category("Finding E14")]
    public async Task A_sliced_task_shows_the_progress_of_its_children()
    {
        var id = server.Add(new() { Slices = 3, Total = 3000, Done = 1500 });

        Assert.That((await RunAsync(client.FindAsync(id)))!.Progress, Is.EqualTo(0.5).Within(0.01));
        Assert.That((await ListAsync(client, new TaskFilter { Kinds = ["*reindex"] })).Tasks.Single(task => task.Id.Value == id).Progress, Is.EqualTo(0.5).Within(0.01));
    }

    [Test]
    [Category("Finding E15")]
    public async Task A_cancel_that_waited_at_the_server_reads_the_record()
    {
        using var waiting = ClientOf(server, options => options.CancelLongPollTimeout = TimeSpan.FromSeconds(10));
        var id = server.Add();
        var outcome = (await RunAsync(waiting.CancelAsync((TaskTarget)id))).Accepted.Outcomes[0];

        Assert.That((outcome.Verdict, server.Find(id)!.Ending), Is.EqualTo((CancellationVerdict.Canceled, ElasticsearchEnding.Canceled)));
    }

    [TestCase(ElasticsearchTasksIndex.Red)]
    [TestCase(ElasticsearchTasksIndex.Closed)]
    [Category("Finding E10")]
    public async Task A_canceled_task_whose_record_cannot_be_read_has_ended(ElasticsearchTasksIndex index)
    {
        var id = server.Add(new() { CancelDelay = TimeSpan.FromSeconds(2) });
        server.TasksIndex = index;

        var outcome = await RunAsync(client.CancelAndWaitAsync((TaskTarget)id));

        Assert.That((outcome.Verdict, outcome.Error), Is.EqualTo((CancellationVerdict.Ended, (TaskRequestException?)null)));
    }

    [Test]
    [Category("Finding E10")]
    public async Task A_task_whose_node_was_killed_while_no_record_can_be_read_is_gone()
    {
        var node = server.AddNode();
        var id = server.Add(new() { NodeId = node });
        server.TasksIndex = ElasticsearchTasksIndex.Red;
        var operation = await RunAsync(client.CancelAsync((TaskTarget)id));
        server.RemoveNode(node);

        var report = await RunAsync(operation.WaitForCompletionAsync());

        Assert.That(report.Outcomes[0].Verdict, Is.EqualTo(CancellationVerdict.Ended));
    }

    private static long NumberOf(string id) => long.Parse(id.Split(':')[^1], CultureInfo.InvariantCulture);
}
