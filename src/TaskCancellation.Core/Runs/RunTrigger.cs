namespace TaskCancellation;

/// <summary>What calls for the cancel of a run: the caller's token or the time, whichever is first. Its callbacks do nothing but set a flag, so that whoever cancels the token goes on at once.</summary>
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

    /// <summary>Ends when the cancel is called for, or no longer can be. Nothing that awaits it runs inside a callback.</summary>
    internal Task Fired => fired.Task;

    /// <summary>The cancel is called for. True as soon as the token says so, even before its callback has run.</summary>
    internal bool HasFired => Fired.IsCompleted || token.IsCancellationRequested;

    /// <summary>Why.</summary>
    internal RunTriggerReason Reason => Volatile.Read(ref reason) is not None and var first ? (RunTriggerReason)first : RunTriggerReason.Token;

    /// <summary>Takes the hooks off. What has not fired by now never will; a token that has, counts although another of its callbacks came first and led here.</summary>
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

        // A time limit to the clock, too: one that moves by itself does not outrun what is under way.
        var next = new CancellationTokenSource(left < PollSchedule.LongestTimer ? left : PollSchedule.LongestTimer, clock);
        Interlocked.Exchange(ref limit, next)?.Dispose();
        next.Token.UnsafeRegister(static trigger => ((RunTrigger)trigger!).Tick(), this);
        if (Fired.IsCompleted)
        {
            Interlocked.Exchange(ref limit, null)?.Dispose();
        }
    }

    // One that had to be cut short, or came early, is wound again.
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

/// <summary>What ended the time in which a run could go on undisturbed.</summary>
internal enum RunTriggerReason
{
    /// <summary>Nothing: nobody listens any more.</summary>
    Stopped = 0,

    /// <summary>The caller's token.</summary>
    Token,

    /// <summary><see cref="RunOptions.CancelAfter"/> or <see cref="RunOptions.Deadline"/>.</summary>
    Time,
}
