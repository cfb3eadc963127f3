namespace TaskCancellation.Tests.Conformance;

public abstract partial class ConformanceTests
{
    [Test]
    public async Task A_watch_streams_what_matches_now_and_later_until_all_has_ended()
    {
        var first = service.AddRunningFor(TimeSpan.FromSeconds(40));
        var watching = Client.WatchAsync(service.FilterBy(service.Scope), Patient).ToListAsync().AsTask();
        await service.PassAsync(TimeSpan.FromSeconds(15));
        var second = service.AddRunningFor(TimeSpan.FromSeconds(60));

        var seen = await Run(watching);

        Assert.That(seen.Select(task => task.Id).Distinct(), Is.EqualTo([first, second]));
        foreach (var task in seen.GroupBy(task => task.Id))
        {
            Assert.That(task.SkipLast(1), Is.Not.Empty.And.All.Property(nameof(TaskSnapshot.IsTerminal)).False);
            Assert.That(task.Last().State, Is.EqualTo(TaskState.Succeeded));
            Assert.That(task.Zip(task.Skip(1)), Is.All.Matches<(TaskSnapshot Before, TaskSnapshot After)>(pair => pair.Before != pair.After));
        }

        Assert.That(Cancels, Is.Empty);
    }

    [Test]
    public async Task A_watch_shows_a_cancel_from_its_beginning_to_its_end()
    {
        var id = service.AddRunning();

        var seen = await Run(WatchAsync());

        Assert.That(seen.First().IsTerminal, Is.False);
        Assert.That(seen.Last().State, Is.EqualTo(TaskState.Canceled));

        // Canceled once it has been seen: over sockets, a cancel sent beside the first look can overtake it.
        async Task<List<TaskSnapshot>> WatchAsync()
        {
            List<TaskSnapshot> tasks = [];
            await foreach (var task in Client.WatchAsync(service.FilterBy(service.Scope), Patient))
            {
                tasks.Add(task);
                if (tasks.Count == 1)
                {
                    await Client.CancelAsync(id);
                }
            }

            return tasks;
        }
    }

    [Test]
    public void A_watch_of_what_does_not_end_ends_at_the_deadline()
    {
        var id = service.AddRunning();

        var late = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => Run(Client.WatchAsync(service.FilterBy(service.Scope), new WaitOptions { Timeout = TimeSpan.FromSeconds(45) }).ToListAsync().AsTask()))!;

        Assert.That(late.LastSnapshot!.Id, Is.EqualTo(id));
    }

    [Test]
    public async Task A_watch_of_nothing_ends_at_once() =>
        Assert.That(await Run(Client.WatchAsync(service.FilterBy(service.Scope)).ToListAsync().AsTask()), Is.Empty);

    [Test]
    public async Task A_wait_at_the_server_changes_nothing_but_the_number_of_reads()
    {
        var id = service.AddRunningFor(TimeSpan.FromSeconds(50));
        var told = new List<TaskState>();

        var task = await Run(Client.WaitForCompletionAsync(id, Patient with { LongPollTimeout = TimeSpan.FromMinutes(1), Progress = new Keeping(told) }));

        Assert.That(task.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(told.First(), Is.EqualTo(TaskState.Running));
        Assert.That(told.Last(), Is.EqualTo(TaskState.Succeeded));
        if (Client.Capabilities.MaxLongPollTimeout > TimeSpan.Zero)
        {
            Assert.That(service.Emulator.Requests, Has.Count.LessThanOrEqualTo(8));
        }
    }

    private sealed class Keeping(List<TaskState> states) : IProgress<TaskSnapshot>
    {
        public void Report(TaskSnapshot value) => states.Add(value.State);
    }
}
