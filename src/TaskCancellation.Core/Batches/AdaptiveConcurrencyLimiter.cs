namespace TaskCancellation;

/// <summary>Limits the requests of a batch that are in flight. A throttled request halves the limit and pauses the batch; each round of successes raises the limit by one again.</summary>
internal sealed class AdaptiveConcurrencyLimiter(TimeProvider clock, BatchOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private readonly long started = clock.GetTimestamp();
    private TimeSpan opensAt;
    private int successes;
    private int streak;

    /// <summary>The most requests in flight at once.</summary>
    internal int Limit { get; private set; } = options.MaxConcurrency;

    /// <summary>Counts how often the limit was lowered, so that requests sent before count only once.</summary>
    internal int Generation { get; private set; }

    /// <summary>For how long no request may be sent; zero for none.</summary>
    internal TimeSpan Pause => opensAt > TimeSpan.Zero && opensAt - Now is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private TimeSpan Now => clock.GetElapsedTime(started);

    /// <summary>Records the result of a request that was sent in that generation.</summary>
    internal void Record(ResolvedReply resolved, int generation)
    {
        switch (resolved.Failure)
        {
            case { Reason: TaskErrorReason.Throttled } or { StatusCode: 503 }:
                SlowDown(resolved.Failure.RetryAfter, generation);
                break;
            case null or { Delivery: RequestDelivery.Answered } when generation == Generation:
                streak = 0;
                SpeedUp();
                break;
            default:
                break;
        }
    }

    private void SlowDown(TimeSpan? hint, int generation)
    {
        // Requests that were in flight together are throttled together; that counts once.
        if (generation == Generation)
        {
            Generation++;
            Limit = Math.Max(1, Limit / 2);
            successes = 0;
            streak++;
        }

        // A hint of zero is no hint.
        var pause = hint > TimeSpan.Zero ? hint.Value : FirstPause * Math.Pow(2, Math.Min(streak, 30) - 1);
        var until = Now + (pause < options.MaxPause ? pause : options.MaxPause);
        opensAt = until > opensAt ? until : opensAt;
    }

    private void SpeedUp()
    {
        if (++successes >= Limit && Limit < options.MaxConcurrency)
        {
            Limit++;
            successes = 0;
        }
    }
}
