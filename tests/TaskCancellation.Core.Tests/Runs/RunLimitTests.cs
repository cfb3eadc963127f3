using TaskCancellation.Testing;

namespace TaskCancellation.Core.Tests.Runs;

/// <summary><see cref="RunOptions.CancelAfter"/>, <see cref="RunOptions.Deadline"/> and the other options.</summary>
public sealed class RunLimitTests : RunFixture
{
    [TestCase(10.0, null, 10)]
    [TestCase(null, 10.0, 10)]
    [TestCase(10.0, 30.0, 10)]
    [TestCase(30.0, 10.0, 10)]
    public void The_earlier_of_the_two_limits_cancels_the_task(double? cancelAfter, double? deadline, double expected)
    {
        EndsAt(15, TaskState.Canceled);

        var late = Assert.ThrowsAsync<RunTimeoutException>(() => RunAsync(Limited(cancelAfter, deadline)));

        Assert.That(late.Outcome!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(late.InnerException, Is.InstanceOf<TimeoutException>());
        Assert.That(late.Submission!.IsCompletedSuccessfully, Is.True);
        Assert.That(CancelSeconds, Is.EqualTo([expected]).Within(0.2));
        StaysQuiet();
    }

    [Test]
    public async Task A_task_that_ends_within_its_time_is_returned_and_no_timer_is_left()
    {
        EndsAt(5, TaskState.Succeeded);

        Assert.That((await RunAsync(Limited(10, 20))).State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(Client.Cancels, Is.Empty);
        StaysQuiet();
    }

    [Test]
    public async Task A_task_that_ends_by_itself_after_its_time_is_returned()
    {
        EndsAt(12, TaskState.Failed);

        Assert.That((await RunAsync(Limited(10, null))).State, Is.EqualTo(TaskState.Failed));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    [TestCase(0.0, null)]
    [TestCase(null, 0.0)]
    [TestCase(null, -5.0)]
    public void A_time_that_is_up_submits_nothing(double? cancelAfter, double? deadline)
    {
        var late = Assert.ThrowsAsync<RunTimeoutException>(() => RunAsync(Limited(cancelAfter, deadline), _ => throw new InvalidDataException()));

        Assert.That((late.Outcome, late.Submission), Is.EqualTo((default(CancellationOutcome), default(Task<TaskId>))));
        StaysQuiet();
    }

    [Test]
    public void Of_token_and_time_the_first_names_the_exception([Values] bool tokenFirst)
    {
        EndsAt(20, TaskState.Canceled);
        if (tokenFirst)
        {
            FiresAt(9);
        }
        else
        {
            At(11, Caller.Cancel);
        }

        var error = Assert.CatchAsync(() => RunAsync(Limited(10, null)));

        Assert.That(error, tokenFirst ? Is.InstanceOf<RunCanceledException>() : Is.InstanceOf<RunTimeoutException>());
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_limit_longer_than_a_timer_can_be_is_kept([Values] bool asInstant)
    {
        var far = TimeSpan.FromDays(120);
        var options = asInstant ? new RunOptions { Deadline = VirtualClock.DefaultStart + far, CancelAfter = TimeSpan.MaxValue } : new RunOptions { CancelAfter = far, Deadline = DateTimeOffset.MaxValue };
        using var trigger = new RunTrigger(Clock, options, CancellationToken.None);

        Clock.Advance(far - TimeSpan.FromTicks(1));
        Assert.That(trigger.HasFired, Is.False);
        Clock.Advance(TimeSpan.FromTicks(1));

        Assert.That((trigger.HasFired, trigger.Reason), Is.EqualTo((true, RunTriggerReason.Time)));
    }

    [Test]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.That(() => new RunOptions { Grace = TimeSpan.Zero }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RunOptions { Grace = Timeout.InfiniteTimeSpan }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RunOptions { Grace = TimeSpan.FromDays(2) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RunOptions { CancelAfter = TimeSpan.FromTicks(-1) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That((RunOptions.Default.Grace, RunOptions.Default.CancelAfter, RunOptions.Default.Deadline, RunOptions.Default.Wait),
            Is.EqualTo((Some.Seconds(30), default(TimeSpan?), default(DateTimeOffset?), default(WaitOptions))));
    }

    private static RunOptions Limited(double? cancelAfter, double? deadline) => Exactly with
    {
        CancelAfter = cancelAfter is { } after ? Some.Seconds(after) : null,
        Deadline = deadline is { } second ? VirtualClock.DefaultStart + Some.Seconds(second) : null,
    };
}
