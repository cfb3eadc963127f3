namespace TaskCancellation.Core.Tests;

/// <summary>A clock that knows how many of its timers are left.</summary>
internal sealed class CountedClock(TimeProvider clock) : TimeProvider
{
    private int left;
    private int settings;

    /// <summary>Timers that were made and not disposed of.</summary>
    internal int Left => Volatile.Read(ref left);

    /// <summary>How often a timer was set going.</summary>
    internal int Settings => Volatile.Read(ref settings);

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref left);
        var timer = new CountedTimer(this, clock.CreateTimer(callback, state, dueTime, period));
        CountSetting(dueTime);
        return timer;
    }

    private void CountSetting(TimeSpan dueTime)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Interlocked.Increment(ref settings);
        }
    }

    private sealed class CountedTimer(CountedClock owner, ITimer timer) : ITimer
    {
        private int disposals;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isSet = timer.Change(dueTime, period);
            owner.CountSetting(dueTime);
            return isSet;
        }

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
