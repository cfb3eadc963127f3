namespace TaskCancellation.Model.Tests.Time;

/// <summary>A clock that goes from one timer to the next, as nothing happens in between. It tells a timeout from a pause, since only timeouts may send work over the thread pool.</summary>
internal sealed class ModelClock : TimeProvider
{
    private static readonly long Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;
    private readonly Lock gate = new();
    private readonly PriorityQueue<ModelTimer, (long Due, long Order)> timers = new();
    private long now = Start;
    private long order;
    private int pauses;

    /// <summary>What fired.</summary>
    internal enum Fired
    {
        /// <summary>No timer is left.</summary>
        Nothing,

        /// <summary>The end of a pause, or something planned.</summary>
        Pause,

        /// <summary>A timeout.</summary>
        Timeout,
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Time since the schedule began.</summary>
    internal TimeSpan Elapsed => TimeSpan.FromTicks(Volatile.Read(ref now) - Start);

    /// <summary>How many pauses were begun so far.</summary>
    internal int Pauses => Volatile.Read(ref pauses);

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref now), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ModelTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Does it after that time.</summary>
    internal void After(TimeSpan delay, Action action) => CreateTimer(_ => action(), null, delay, Timeout.InfiniteTimeSpan);

    /// <summary>Goes to the next timer that is due, not beyond the limit, and fires it.</summary>
    internal Fired FireNext(TimeSpan? limit = null)
    {
        ModelTimer? next = null;
        lock (gate)
        {
            while (timers.TryPeek(out var timer, out var key))
            {
                if (limit is { } end && key.Due > Start + end.Ticks)
                {
                    break;
                }

                timers.Dequeue();
                if (timer.Order == key.Order)
                {
                    now = Math.Max(now, key.Due);
                    timer.Order = 0;
                    next = timer;
                    break;
                }
            }
        }

        if (next is null)
        {
            return Fired.Nothing;
        }

        next.Fire();
        return next.IsTimeout ? Fired.Timeout : Fired.Pause;
    }

    /// <summary>Goes to that instant, firing what is due on the way.</summary>
    internal void PassTo(TimeSpan elapsed)
    {
        while (FireNext(elapsed) != Fired.Nothing)
        {
        }

        lock (gate)
        {
            now = Math.Max(now, Start + elapsed.Ticks);
        }
    }

    private sealed class ModelTimer(ModelClock clock, TimerCallback callback, object? state) : ITimer
    {
        internal long Order { get; set; }

        internal bool IsTimeout => state is CancellationTokenSource;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                Order = 0;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Order = ++clock.order;
                    clock.pauses += IsTimeout ? 0 : 1;
                    clock.timers.Enqueue(this, (clock.now + dueTime.Ticks, Order));
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => callback(state);
    }
}
