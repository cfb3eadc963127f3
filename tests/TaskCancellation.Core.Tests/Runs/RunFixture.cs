namespace TaskCancellation.Core.Tests.Runs;

/// <summary>A run against the scripted client. Its token can be fired at an instant, from outside, as a user would.</summary>
public abstract class RunFixture : WaitFixture
{
    private readonly List<double> cancelSeconds = [];

    private protected RunFixture() => Answers(CancelDisposition.Acknowledged);

    private protected static RunOptions Exactly { get; } = new() { Wait = Scripted.Exactly };

    private protected CancellationTokenSource Caller { get; } = new();

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

    /// <summary>The caller's token fires at that instant, by a timer of the test's own.</summary>
    private protected void FiresAt(double second) => At(second, Caller.Cancel);

    private protected Task<TaskSnapshot> RunAsync(RunOptions? options = null, Func<CancellationToken, Task<TaskId>>? submit = null) =>
        OnClockAsync(() => Client.RunToCompletionAsync(submit ?? (_ => Task.FromResult<TaskId>("t")), options ?? Exactly, Caller.Token));

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
}
