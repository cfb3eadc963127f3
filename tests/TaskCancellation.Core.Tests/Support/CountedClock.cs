namespace TaskCancellation.Core.Tests;

/// <summary>A clock that knows how many of its timers are left.</summary>
internal sealed class CountedClock(TimeProvider clock) : TimeProvider
{
    private int left;

    /// <summary>Timers that were made and not disposed of.</summary>
    internal int Left => Volatile.Read(ref left);

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref left);
        return new CountedTimer(this, clock.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class CountedTimer(CountedClock owner, ITimer timer) : ITimer
    {
        private int disposals;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Increment(ref disposals) == 1)
            {
                Interlocked.Decrement(ref owner.left);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
