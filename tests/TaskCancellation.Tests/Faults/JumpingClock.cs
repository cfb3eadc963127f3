namespace TaskCancellation.Tests.Faults;

/// <summary>A clock whose time of day can be set. Its timers and its stopwatch do not notice, as those of a machine do not.</summary>
internal sealed class JumpingClock(TimeProvider inner) : TimeProvider
{
    internal TimeSpan Off { get; set; }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Off;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);
}
