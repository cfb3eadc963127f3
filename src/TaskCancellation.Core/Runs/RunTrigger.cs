namespace TaskCancellation;

/// <summary>What triggers the cancel of a run: the caller's token or a time limit, whichever comes first. Its callbacks only set a flag, so that canceling the token returns at once.</summary>
internal sealed class RunTrigger : IDisposable
{
    private const int None = -1;
    private readonly TaskCompletionSource fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider clock;
    private readonly CancellationToken token;
    private readonly RunOptions options;
    private readonly long started;
    private readonly CancellationTokenRegistration registration;
    private CancellationTokenSource? limit;
    private int reason = None;

    internal RunTrigger(TimeProvider clock, RunOptions options, CancellationToken token)
    {
        this.clock = clock;
        this.options = options;
        this.token = token;
        started = clock.GetTimestamp();
        registration = token.UnsafeRegister(static trigger => ((RunTrigger)trigger!).Fire(RunTriggerReason.Token), this);
        if (Remaining() is { } left)
        {
            Arm(left);
        }
    }

    /// <summary>Completes when the cancel is triggered, or no longer can be. Continuations do not run inside a callback.</summary>
    internal Task Fired => fired.Task;

    /// <summary>The cancel is triggered. True as soon as the token has fired, even before its callback has run.</summary>
    internal bool HasFired => Fired.IsCompleted || token.IsCancellationRequested;

    /// <summary>What triggered it.</summary>
    internal RunTriggerReason Reason => Volatile.Read(ref reason) is not None and var first ? (RunTriggerReason)first : RunTriggerReason.Token;

    /// <summary>Removes the callbacks. A trigger that has not fired by now never will. A token that has fired counts even if another of its callbacks, called first, disposed the trigger.</summary>
    public void Dispose()
    {
        registration.Dispose();
        Fire(token.IsCancellationRequested ? RunTriggerReason.Token : RunTriggerReason.Stopped);
        Interlocked.Exchange(ref limit, null)?.Dispose();
    }

    private void Fire(RunTriggerReason why)
    {
        Interlocked.CompareExchange(ref reason, (int)why, None);
        fired.TrySetResult();
    }

    private void Arm(TimeSpan left)
    {
        if (left <= TimeSpan.Zero)
        {
            Fire(RunTriggerReason.Time);
            return;
        }

        // The limit is a timer of the client's clock, so that it keeps its order among the other timers of a virtual clock.
        var next = new CancellationTokenSource(left < PollSchedule.LongestTimer ? left : PollSchedule.LongestTimer, clock);
        Interlocked.Exchange(ref limit, next)?.Dispose();
        next.Token.UnsafeRegister(static trigger => ((RunTrigger)trigger!).Tick(), this);
        if (Fired.IsCompleted)
        {
            Interlocked.Exchange(ref limit, null)?.Dispose();
        }
    }

    // A timer that was cut short, or elapsed early, is started again.
    private void Tick()
    {
        if (Remaining() is { } left && !Fired.IsCompleted)
        {
            Arm(left);
        }
    }

    private TimeSpan? Remaining()
    {
        var byDelay = options.CancelAfter - clock.GetElapsedTime(started);
        var byInstant = options.Deadline - clock.GetUtcNow();
        return byDelay < byInstant ? byDelay : byInstant ?? byDelay;
    }
}

/// <summary>What triggered the cancel of a run.</summary>
internal enum RunTriggerReason
{
    /// <summary>Nothing: the trigger was disposed.</summary>
    Stopped = 0,

    /// <summary>The caller's token.</summary>
    Token,

    /// <summary><see cref="RunOptions.CancelAfter"/> or <see cref="RunOptions.Deadline"/>.</summary>
    Time,
}
