namespace TaskCancellation.Core.Tests.Waiting;

/// <summary>Waits in which the service holds a read until the task has ended.</summary>
public sealed class ServerWaitTests : WaitFixture
{
    private static readonly WaitOptions Held = Scripted.Exactly with { LongPollTimeout = Some.Seconds(30) };

    private IEnumerable<double?> HeldSeconds => Client.Holds.Select(hold => hold?.TotalSeconds);

    [Test]
    public async Task After_a_first_look_reads_are_held_and_follow_each_other_without_a_pause()
    {
        CanHold(20);
        EndsAt(50);

        await WaitAsync(Held with { Timeout = Some.Seconds(600) });

        Assert.That(HeldSeconds, Is.EqualTo(new double?[] { null, 20, 20, 20 }));
        Assert.That(Client.ReadSeconds, Is.EqualTo([0.0, 1, 21, 41]));
        Assert.That(Now, Is.InRange(50, 50.2), "the end is known at once");
    }

    [Test]
    public async Task Without_being_asked_for_or_where_the_service_cannot_no_read_is_held([Values] bool askedFor)
    {
        CanHold(askedFor ? 0 : 20);
        EndsAt(5);

        await WaitAsync(askedFor ? Held : Held with { LongPollTimeout = TimeSpan.Zero });

        Assert.That(HeldSeconds, Is.All.Null);
        Assert.That(Client.ReadSeconds, Is.EqualTo([0, 1, 2.5, 4.75, 8.125]));
    }

    [Test]
    public void No_read_is_held_past_the_deadline_and_none_follows_it()
    {
        CanHold(20);
        EndsAt(1000);

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Held with { Timeout = Some.Seconds(30) }));

        Assert.That(HeldSeconds, Is.EqualTo(new double?[] { null, 20, 9 }));
        Assert.That(Client.ReadSeconds, Is.EqualTo([0.0, 1, 21]));
        Assert.That(Now, Is.InRange(30, 30.2));
    }

    [Test]
    public async Task A_service_that_answers_at_once_all_the_same_is_asked_at_the_usual_pace()
    {
        CanHold(20);
        Client.ReadsGive([.. Enumerable.Repeat(Some.Task("t"), 4), Some.Task("t", TaskState.Succeeded)]);

        await WaitAsync(Held);

        Assert.That(Client.ReadSeconds, Is.EqualTo([0, 1, 2.5, 4.75, 8.125]));
    }

    [Test]
    public async Task A_hint_of_the_service_stands()
    {
        CanHold(20);
        Client.ReadsGive(Some.Task("t"), Some.Error(TaskErrorReason.Throttled, retryAfter: 7), Some.Task("t", TaskState.Succeeded));

        await WaitAsync(Held);

        Assert.That(Client.ReadSeconds, Is.EqualTo([0.0, 1, 8]));
    }

    [Test]
    public async Task The_wait_for_one_cancel_is_held_as_well()
    {
        CanHold(20);
        EndsAt(30, TaskState.Canceled);

        var outcome = await CancelAndWaitAsync(Held);

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(HeldSeconds, Is.EqualTo(new double?[] { null, 20, 20 }));
        Assert.That(Now, Is.InRange(30, 30.2));
    }

    [Test]
    public async Task Reads_of_several_tasks_are_not_held()
    {
        CanHold(20);
        Client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, kind: "k")]);
        Client.OnRead = (id, nth, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, nth < 2 ? TaskState.Canceling : TaskState.Canceled));

        await OnClockAsync(() => Client.CancelAndWaitAsync(Some.Kinds("k"), waitOptions: Held));

        Assert.That(HeldSeconds, Is.All.Null);
    }

    [Test]
    public void Negative_times_are_refused()
    {
        Assert.That(() => new WaitOptions { LongPollTimeout = Some.Seconds(-1) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ReadOptions { LongPollTimeout = Some.Seconds(-1) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private void CanHold(double seconds) => Client.Can = Client.Can with { MaxLongPollTimeout = Some.Seconds(seconds) };

    private void EndsAt(double second, TaskState end = TaskState.Succeeded) => Client.OnRead = async (id, _, _) =>
    {
        if (Client.Holds[^1] is { } hold && second > Now)
        {
            var held = new TaskCompletionSource();
            await using var timer = Clock.CreateTimer(_ => held.SetResult(), null, Some.Seconds(Math.Min(second - Now, hold.TotalSeconds)), Timeout.InfiniteTimeSpan);
            await held.Task;
        }

        return Some.Task(id, Now >= second ? end : TaskState.Running);
    };
}
