namespace TaskCancellation;

/// <summary>When to read: the first delay, growing pauses, the service's hints, and never past the deadline.</summary>
internal sealed class PollSchedule
{
    /// <summary>No timer can run longer than about 49.7 days.</summary>
    internal static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private const double Growth = 1.5;
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestLongPoll = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider clock;
    private readonly WaitOptions options;
    private readonly PollingDefaults defaults;
    private readonly long started;
    private readonly TimeSpan timeout;
    private readonly TimeSpan longestPoll;
    private long readBegan;
    private bool isLongPoll;
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
        longestPoll = Shorter(options.LongPollTimeout ?? TimeSpan.Zero, client.Capabilities.MaxLongPollTimeout);
        started = clock.GetTimestamp();
    }

    internal TimeSpan Timeout => timeout;

    /// <summary>The deadline passed a while ago: the last read took long.</summary>
    internal bool IsOverdue => Remaining < -Overdue;

    private TimeSpan MaxDelay => options.MaxDelay ?? defaults.MaxDelay;

    private bool HasDeadline => timeout != System.Threading.Timeout.InfiniteTimeSpan;

    private TimeSpan Remaining => HasDeadline ? timeout - clock.GetElapsedTime(started) : TimeSpan.MaxValue;

    /// <summary>Pauses until the next read is due. False: there is none before the deadline.</summary>
    /// <param name="hint">After how long the service suggests to read again.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    /// <param name="isRefusal">The hint is a Retry-After. It delays even the one read that every wait has; later reads it delays to the deadline at most, so that a wait does not end on an old snapshot.</param>
    internal async Task<bool> NextAsync(TimeSpan? hint, CancellationToken cancellationToken, bool isRefusal = false)
    {
        if (exhausted)
        {
            return false;
        }

        // A hint of zero is no hint. A shorter one than a timer can measure would make a loop without pauses.
        var hinted = hint > TimeSpan.Zero ? Longer(hint.Value, ShortestPause) : TimeSpan.Zero;
        var own = pause > TimeSpan.Zero ? Longer(Jittered(pause), ShortestPause) : TimeSpan.Zero;
        var earliest = reads > 0 ? Longer(hinted, defaults.MinInterval) : hinted;
        var delay = Longer(hinted > TimeSpan.Zero ? hinted : own - LongPollTime(), earliest);
        var remaining = Remaining;
        exhausted = delay >= remaining;

        // The last read falls on the deadline itself, unless nothing new can be read by then: then there is nothing to wait for either.
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

    /// <summary>Runs one read, which is not retried past the deadline, and ends a few seconds after it at the latest. A read that takes longer results in a timeout.</summary>
    /// <param name="readAsync">The read; receives how to read.</param>
    /// <param name="timedOut">Turns a failure into a result.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <param name="mayLongPoll">One task is read, by long polling where the service can. The first read never is: the current state is to be known at once.</param>
    internal async Task<T> BoundAsync<T>(Func<ReadOptions, CancellationToken, Task<T>> readAsync, Func<TaskRequestException, T> timedOut, CancellationToken cancellationToken, bool mayLongPoll = false)
    {
        var longPoll = mayLongPoll && reads > 0 ? Shorter(longestPoll, Remaining) : TimeSpan.Zero;
        isLongPoll = longPoll >= ShortestLongPoll;
        var read = ReadOptions.Default with { LongPollTimeout = isLongPoll ? longPoll : null, ReadProgress = options.Progress is not (null or LastSnapshotProgress { HasListener: false }) };
        reads++;
        readBegan = clock.GetTimestamp();
        if (!HasDeadline)
        {
            return await readAsync(read, cancellationToken).ConfigureAwait(false);
        }

        var left = Shorter(Longer(Remaining, TimeSpan.Zero), LongestTimer - ReadGrace);

        // A read that follows a long one has what is left of the grace period.
        using var bound = new CancellationTokenSource(Longer(left + ReadGrace + Shorter(Remaining, TimeSpan.Zero), TimeSpan.Zero), clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await readAsync(read with { RetryUntil = clock.GetUtcNow() + left }, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException canceled) when (cancellationToken.IsCancellationRequested)
        {
            // Callers compare the token with the one that they passed.
            throw new OperationCanceledException(canceled.Message, canceled, cancellationToken);
        }
        catch (OperationCanceledException canceled) when (bound.IsCancellationRequested)
        {
            // The failure that the read had met by then says more.
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

    // The time for which the service held the read counts as a pause.
    private TimeSpan LongPollTime() => isLongPoll ? clock.GetElapsedTime(readBegan) : TimeSpan.Zero;

    private TimeSpan Grown(TimeSpan before) =>
        before <= TimeSpan.Zero ? Shorter(Longer(defaults.FirstDelay, ShortestPause), MaxDelay) :
        before < MaxDelay / Growth ? before * Growth : MaxDelay;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private TimeSpan Jittered(TimeSpan delay) => delay * (1 - (options.Jitter * Random.Shared.NextDouble()));
}
