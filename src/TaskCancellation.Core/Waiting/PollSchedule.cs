namespace TaskCancellation;

/// <summary>When to look: first delay, growing pauses, the service's hints, and never past the deadline.</summary>
internal sealed class PollSchedule
{
    /// <summary>No timer can run longer than about 49.7 days.</summary>
    internal static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private const double Growth = 1.5;
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestHold = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider clock;
    private readonly WaitOptions options;
    private readonly PollingDefaults defaults;
    private readonly long started;
    private readonly TimeSpan timeout;
    private readonly TimeSpan longestHold;
    private long readBegan;
    private bool isHeld;
    private TimeSpan pause;
    private int reads;
    private bool exhausted;

    internal PollSchedule(TaskClient client, WaitOptions options)
    {
        clock = client.TimeProvider;
        this.options = options;
        defaults = client.Capabilities.Polling;
        timeout = options.Timeout ?? defaults.Timeout;
        pause = options.FirstDelay ?? defaults.FirstDelay;
        longestHold = Shorter(options.LongPollTimeout ?? TimeSpan.Zero, client.Capabilities.MaxLongPollTimeout);
        started = clock.GetTimestamp();
    }

    internal TimeSpan Timeout => timeout;

    /// <summary>The deadline passed a while ago: the last look took long.</summary>
    internal bool IsOverdue => Remaining < -Overdue;

    private TimeSpan MaxDelay => options.MaxDelay ?? defaults.MaxDelay;

    private bool HasDeadline => timeout != System.Threading.Timeout.InfiniteTimeSpan;

    private TimeSpan Remaining => HasDeadline ? timeout - clock.GetElapsedTime(started) : TimeSpan.MaxValue;

    /// <summary>Pauses until the next look is due. False: none is left before the deadline.</summary>
    /// <param name="hint">After how long the service thinks it worth while.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    /// <param name="isRefusal">The hint is a refusal to be asked sooner. It binds even the one look that every wait has; later ones it puts off to the deadline at most, so that a wait does not end on what it saw long before.</param>
    internal async Task<bool> NextAsync(TimeSpan? hint, CancellationToken cancellationToken, bool isRefusal = false)
    {
        if (exhausted)
        {
            return false;
        }

        // A hint of zero is none. Nothing that is longer is shorter than a timer counts: taken at its word, it would make a loop without pauses.
        var hinted = hint > TimeSpan.Zero ? Longer(hint.Value, ShortestPause) : TimeSpan.Zero;
        var own = pause > TimeSpan.Zero ? Longer(Jittered(pause), ShortestPause) : TimeSpan.Zero;
        var earliest = reads > 0 ? Longer(hinted, defaults.MinInterval) : hinted;
        var delay = Longer(hinted > TimeSpan.Zero ? hinted : own - Held(), earliest);
        var remaining = Remaining;
        exhausted = delay >= remaining;

        // The last look falls on the deadline itself, unless there is nothing new to see by then: nor is there anything to wait for.
        var soonest = isRefusal && reads > 0 ? defaults.MinInterval : earliest;
        if (exhausted && (reads > 0 || isRefusal) && (remaining <= TimeSpan.Zero || soonest > remaining))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }

        await DelayAsync(exhausted ? remaining : delay, cancellationToken).ConfigureAwait(false);
        pause = Grown(pause);
        return true;
    }

    /// <summary>Runs one readAsync, which is not tried again past the deadline, and is bounded by it and a little grace. A look that takes longer is a timeout, as a result.</summary>
    /// <param name="readAsync">The read; given how to read.</param>
    /// <param name="timedOut">Makes a result of a failure.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <param name="mayHold">It is a look at one task, which the service may hold. The first look is never held: what is there shows at once.</param>
    internal async Task<T> BoundAsync<T>(Func<ReadOptions, CancellationToken, Task<T>> readAsync, Func<TaskRequestException, T> timedOut, CancellationToken cancellationToken, bool mayHold = false)
    {
        var hold = mayHold && reads > 0 ? Shorter(longestHold, Remaining) : TimeSpan.Zero;
        isHeld = hold >= ShortestHold;
        var read = ReadOptions.Default with { LongPollTimeout = isHeld ? hold : null, ReadProgress = options.Progress is not (null or LastSnapshotProgress { HasListener: false }) };
        reads++;
        readBegan = clock.GetTimestamp();
        if (!HasDeadline)
        {
            return await readAsync(read, cancellationToken).ConfigureAwait(false);
        }

        var left = Shorter(Longer(Remaining, TimeSpan.Zero), LongestTimer - ReadGrace);

        // What follows a look that took long has what is left of the grace.
        using var bound = new CancellationTokenSource(Longer(left + ReadGrace + Shorter(Remaining, TimeSpan.Zero), TimeSpan.Zero), clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await readAsync(read with { RetryUntil = clock.GetUtcNow() + left }, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException canceled) when (cancellationToken.IsCancellationRequested)
        {
            // Whoever waits looks for the token that was given, not for ours.
            throw new OperationCanceledException(canceled.Message, canceled, cancellationToken);
        }
        catch (OperationCanceledException canceled) when (bound.IsCancellationRequested)
        {
            // What the read had met with by then says more.
            return timedOut(canceled.InnerException as TaskRequestException ?? new TaskRequestException("The read was given up at the deadline of the wait.", new TimeoutException()) { Reason = TaskErrorReason.Timeout });
        }
    }

    private async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        for (; delay > LongestTimer; delay -= LongestTimer)
        {
            await Task.Delay(LongestTimer, clock, cancellationToken).ConfigureAwait(false);
        }

        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // The time for which the service held the read was as good as a pause.
    private TimeSpan Held() => isHeld ? clock.GetElapsedTime(readBegan) : TimeSpan.Zero;

    private TimeSpan Grown(TimeSpan before) =>
        before <= TimeSpan.Zero ? Shorter(Longer(defaults.FirstDelay, ShortestPause), MaxDelay) :
        before < MaxDelay / Growth ? before * Growth : MaxDelay;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private TimeSpan Jittered(TimeSpan delay) => delay * (1 - (options.Jitter * Random.Shared.NextDouble()));
}
