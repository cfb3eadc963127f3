namespace TaskCancellation;

/// <summary>How many requests a batch may have under way, and from when. A service that says it is too much halves the first and puts off the second; each round of successes adds one again.</summary>
internal sealed class BatchPace(TimeProvider clock, BatchOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private readonly long started = clock.GetTimestamp();
    private TimeSpan opensAt;
    private int successes;
    private int streak;

    /// <summary>The most requests under way at once.</summary>
    internal int Width { get; private set; } = options.MaxConcurrency;

    /// <summary>Counts the times it was too much, so that requests begun before one of them do not count for another.</summary>
    internal int Period { get; private set; }

    /// <summary>How long no request may begin; zero for now.</summary>
    internal TimeSpan Pause => opensAt > Now ? opensAt - Now : TimeSpan.Zero;

    private TimeSpan Now => clock.GetElapsedTime(started);

    /// <summary>Takes note of how a request fared that was begun in that period.</summary>
    internal void Note(SettledReply settled, int period)
    {
        switch (settled.Failure)
        {
            case { Kind: TaskErrorKind.Throttled } or { StatusCode: 503 }:
                SlowDown(settled.Failure.RetryAfter, period);
                break;
            case null or { Delivery: RequestDelivery.Answered } when period == Period:
                streak = 0;
                SpeedUp();
                break;
            default:
                break;
        }
    }

    private void SlowDown(TimeSpan? hint, int period)
    {
        // What was under way together is refused together; that counts once.
        if (period == Period)
        {
            Period++;
            Width = Math.Max(1, Width / 2);
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
        if (++successes >= Width && Width < options.MaxConcurrency)
        {
            Width++;
            successes = 0;
        }
    }
}
