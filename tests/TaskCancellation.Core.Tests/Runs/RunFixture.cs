namespace TaskCancellation.Core.Tests.Runs;

/// <summary>A run against the scripted client. Its token can be fired at an instant, from outside, as a user would.</summary>
public abstract class RunFixture : WaitFixture
{
    private readonly List<double> cancelSeconds = [];

    private protected RunFixture() => Answers(CancelDisposition.Acknowledged);

    private protected static RunOptions Exactly { get; } = new() { Wait = Scripted.Exactly };

    private protected CancellationTokenSource Caller { get; } = new();

    /// <summary>The run, or the outcome of the binding, that the test is about.</summary>
    private protected Task Current { get; set; } = Task.CompletedTask;

    /// <summary>At which second of the test each cancel was sent.</summary>
    private protected IReadOnlyList<double> CancelSeconds => cancelSeconds;

    [TearDown]
    public void TearDown() => Caller.Dispose();

    /// <summary>The service answers a cancel so, after that time.</summary>
    private protected void Answers(CancelDisposition disposition, double after = 0) => Client.OnCancel = async (request, token) =>
    {
        var answering = after > 0 ? Task.Delay(Some.Seconds(after), Timers, token) : Task.CompletedTask;
        cancelSeconds.Add(Now);
        await answering;
        return CancelReply.ForEach(request, disposition);
    };

    /// <summary>Reads find a running task, and this one from an instant on.</summary>
    private protected void EndsAt(double second, TaskState state) =>
        Client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, Now >= second ? state : TaskState.Running));

    /// <summary>The caller's token fires at that instant, by a timer of the test's own. The clock stands still until the run, on a thread of its own, waits for it again.</summary>
    private protected void FiresAt(double second, bool beforeTheId = false) => At(second, () =>
    {
        var before = Timers.Settings;
        Caller.Cancel();
        Hold(() => IsParkedAgain(before, beforeTheId));
    });

    /// <summary>The caller's token fires now, and the run gets to where it waits for the clock again.</summary>
    private protected async Task FireAsync()
    {
        var before = Timers.Settings;
        await Task.Run(() =>
        {
            Caller.Cancel();
            Hold(() => IsParkedAgain(before, beforeTheId: false));
        });
    }

    /// <summary>A limit of time is up at that instant; the clock then stands still as for the token.</summary>
    private protected void LimitIsAt(double second)
    {
        var before = 0;
        At(second - 1e-6, () => before = Timers.Settings);
        At(second + 1e-6, () => Hold(() => IsParkedAgain(before, beforeTheId: false)));
    }

    /// <summary>The run ends at that instant, on whatever thread; the clock stands still for it.</summary>
    private protected void RunEndsAt(double second) => At(second + 1e-6, () => Hold(() => Current.IsCompleted));

    private protected Task<TaskSnapshot> RunAsync(RunOptions? options = null, Func<CancellationToken, Task<TaskId>>? submit = null) =>
        OnClockAsync(() =>
        {
            var run = Client.RunToCompletionAsync(submit ?? (_ => Task.FromResult<TaskId>("t")), options ?? Exactly, Caller.Token);
            Current = run;
            return run;
        });

    private protected RunCanceledException IsCanceled(Func<Task> run)
    {
        var canceled = Assert.ThrowsAsync<RunCanceledException>(() => run())!;
        Assert.That(canceled.CancellationToken, Is.EqualTo(Caller.Token));
        return canceled;
    }

    /// <summary>Lets an hour pass in which nothing may happen any more.</summary>
    private protected void StaysQuiet()
    {
        Assert.That(Timers.Left, Is.Zero, "a timer was left");
        var before = Client.RequestCount;
        Caller.Cancel();
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(Client.RequestCount, Is.EqualTo(before));
    }

    private protected void At(double second, Action action) => Clock.CreateTimer(_ => action(), null, Some.Seconds(second), Timeout.InfiniteTimeSpan);

    private protected static void Hold(Func<bool> reacted) => Assert.That(SpinWait.SpinUntil(reacted, TimeSpan.FromSeconds(30)), Is.True, "the run has not reacted");

    // Two timers are set: the grace, and what is waited for after the cancel was sent. Before the id is known, the grace alone.
    private bool IsParkedAgain(int before, bool beforeTheId) => Current.IsCompleted || Timers.Settings >= before + (beforeTheId ? 1 : 2);
}
