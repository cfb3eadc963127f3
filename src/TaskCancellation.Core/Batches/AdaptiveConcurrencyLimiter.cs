namespace TaskCancellation;

/// <summary>How many requests a batch may have under way, and from when. A service that says it is too much halves the first and puts off the second; each round of successes adds one again.</summary>
internal sealed class AdaptiveConcurrencyLimiter(TimeProvider clock, BatchOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private readonly long started = clock.GetTimestamp();
    private TimeSpan opensAt;
    private int successes;
    private int streak;

    /// <summary>The most requests under way at once.</summary>
    internal int Limit { get; private set; } = options.MaxConcurrency;

    /// <summary>Counts the times it was too much, so that requests begun before one of them do not count for another.</summary>
    internal int Generation { get; private set; }

    /// <summary>How long no request may begin; zero for now.</summary>
    internal TimeSpan Pause => opensAt > Now ? opensAt - Now : TimeSpan.Zero;

    private TimeSpan Now => clock.GetElapsedTime(started);

    /// <summary>Takes note of how a request fared that was begun in that period.</summary>
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
        // What was under way together is refused together; that counts once.
        if (generation == Generation)
        {
            Generation++;
            Limit = Math.Max(1, Limit / 2);
            successes = 0;
            streak++;
        }

        // A hint of zero is none.
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
