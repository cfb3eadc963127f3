namespace TaskCancellation.Testing;

/// <summary>Real time, multiplied.</summary>
internal sealed class ScaledClock : TimeProvider
{
    private readonly double factor;
    private readonly DateTimeOffset start;
    private readonly long origin;

    internal ScaledClock(double factor, DateTimeOffset start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(factor, 0);
        this.factor = factor;
        this.start = start.ToUniversalTime();
        origin = System.GetTimestamp();
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => start + (System.GetElapsedTime(origin) * factor);

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(this, System.CreateTimer(callback, state, ToReal(dueTime), ToReal(period)));

    private TimeSpan ToReal(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;

    // A timer that is set anew is set in virtual time, too.
    private sealed class ScaledTimer(ScaledClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.ToReal(dueTime), clock.ToReal(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
