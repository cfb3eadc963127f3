using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Findings;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Replies;

/// <summary>Where ids are GUIDs, the service may answer in lower case whatever it was asked: the task is the same in every verb.</summary>
[Category("Finding A6")]
public sealed class GuidSpellingTests
{
    private static readonly string[] Names = ["CloudFoundry", "TopazImage"];
    private static readonly WaitOptions Patient = new() { Timeout = TimeSpan.FromMinutes(10), Jitter = 0 };

    private readonly VirtualClock clock = TestClock.Create();
    private MeddlingTransport lowering = null!;

    [SetUp]
    public void SetUp() => lowering = new MeddlingTransport(clock) { Redirect = request => new Uri(request.RequestUri!.AbsoluteUri.ToLowerInvariant()) };

    [TearDown]
    public ValueTask TearDown() => lowering.DisposeAsync();

    [Test]
    public async Task A_batch_cancels_and_waits_for_its_tasks([ValueSource(nameof(Names))] string name, [Values] bool hasJournal)
    {
        await using var service = Services.Create(name, clock, lowering);
        TaskId[] asked = [Upper(service.AddRunning()), Upper(service.AddPending()), Upper(service.AddRunning())];
        var options = new BatchOptions { Journal = hasJournal ? new StoppingJournal(stops: false) : null, RunId = hasJournal ? "run" : null };
        var waiting = service.Client.WaitManyAsync(service.Client.CancelManyAsync([.. asked, .. asked.Take(1).Select(Lower)], options), Patient).ToListAsync().AsTask();

        await service.RunAsync(waiting);

        Assert.That((await waiting).Select(outcome => (outcome.Target.Id, outcome.Verdict)), Is.EqualTo(asked.Append(Lower(asked[0])).Select(id => (id, CancellationVerdict.Canceled))));
        Assert.That(service.Emulator.Requests.Count(line => service.IsCancel(line.Request)), Is.EqualTo(asked.Length), "one task in two spellings is canceled once");
    }

    [Test]
    public async Task One_task_is_canceled_found_watched_and_planned([ValueSource(nameof(Names))] string name)
    {
        await using var service = Services.Create(name, clock, lowering);
        var id = Upper(service.AddRunning());
        var found = await RunAsync(service, service.Client.FindAsync(id));
        var plan = await RunAsync(service, service.Client.PlanAsync(new TaskFilter { Ids = [id] }));
        var executed = await RunAsync(service, service.Client.ExecuteAsync(plan));
        var ended = await RunAsync(service, executed.WaitForCompletionAsync(Patient));
        var watched = await RunAsync(service, service.Client.WatchAsync(new TaskFilter { Ids = [id] }, Patient).LastAsync().AsTask());

        Assert.That((Upper(found!.Id), ended.Outcomes.Single().Verdict, watched.State), Is.EqualTo((id, CancellationVerdict.Canceled, TaskState.Canceled)));
    }

    private static TaskId Upper(TaskId id) => id.Value.ToUpperInvariant();

    private static TaskId Lower(TaskId id) => id.Value.ToLowerInvariant();

    private static async Task<T> RunAsync<T>(ServiceHarness service, Task<T> task)
    {
        await service.RunAsync(task);
        return await task;
    }
}
