using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Sockets;

/// <summary>The test's clock, telling how many of its user's pauses are running. A deadline is no pause: nobody waits for it to pass.</summary>
internal sealed class WatchedClock(VirtualClock clock, Action<int> change) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        state is CancellationTokenSource
            ? clock.CreateTimer(callback, state, dueTime, period)
            : new PauseTimer(clock, callback, state, dueTime, change);

    private sealed class PauseTimer : ITimer
    {
        private readonly ITimer timer;
        private readonly Action<int> change;
        private int isOver;

        internal PauseTimer(VirtualClock clock, TimerCallback callback, object? state, TimeSpan dueTime, Action<int> change)
        {
            this.change = change;
            change(1);
            timer = clock.CreateTimer(
                given =>
                {
                    End();
                    callback(given);
                },
                state, dueTime, Timeout.InfiniteTimeSpan);
        }

        // The next pause, on the same timer.
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (Interlocked.Exchange(ref isOver, 0) == 1)
            {
                change(1);
            }

            return timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            timer.Dispose();
            End();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void End()
        {
            if (Interlocked.Exchange(ref isOver, 1) == 0)
            {
                change(-1);
            }
        }
    }
}
