namespace TaskCancellation.Testing;

/// <summary>A clock that a test moves by hand. Timers fire inside <see cref="Advance"/>, in the order they are due, and never by themselves.</summary>
/// <remarks>Thread-safe. Timer callbacks, and what awaits them, run on the thread that advances the clock.</remarks>
public sealed class VirtualClock : TimeProvider
{
    /// <summary>Where a clock begins unless told otherwise: 2026-01-01T00:00:00Z.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int TurnsAfterTimers = 1000;
    private readonly Lock gate = new();
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset Due, long Order)> timers = new();
    private DateTimeOffset now;
    private long order;

    /// <summary>Creates a clock that stands at <paramref name="start"/>, in UTC; <see cref="DefaultStart"/> by default.</summary>
    public VirtualClock(DateTimeOffset? start = null) => now = (start ?? DefaultStart).ToUniversalTime();

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>A clock that runs by itself, <paramref name="factor"/> times as fast as real time: for samples and emulator servers, not for tests.</summary>
    /// <param name="factor">How many virtual seconds pass in a real one; greater than zero.</param>
    /// <param name="start">Where it begins; <see cref="DefaultStart"/> by default.</param>
    public static TimeProvider Scaled(double factor, DateTimeOffset? start = null) => new ScaledClock(factor, start ?? DefaultStart);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward, firing each timer at the instant it is due.</summary>
    /// <param name="by">How far; not negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        FireUntil(GetUtcNow() + by);
    }

    /// <summary>Starts the work and advances step by step until it has completed: for code that awaits without <c>ConfigureAwait(false)</c>, which the context of a test runner would send elsewhere while time runs on.</summary>
    /// <param name="work">What is waiting for this clock. It runs without a <see cref="SynchronizationContext"/>.</param>
    /// <param name="step">How far the clock moves at a time; 100 ms by default.</param>
    /// <param name="limit">How far it may move in all; one day by default.</param>
    /// <returns>The result of the work.</returns>
    /// <exception cref="TimeoutException">The work had not completed at <paramref name="limit"/> of virtual time.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, TimeSpan? step = null, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        var running = StartWithoutContext(work);
        await AdvanceUntilCompletedAsync(running, step, limit).ConfigureAwait(false);
        return await running.ConfigureAwait(false);
    }

    /// <summary>Advances step by step until <paramref name="task"/> has completed, then awaits it.</summary>
    /// <param name="task">What is waiting for this clock.</param>
    /// <param name="step">How far the clock moves at a time; 100 ms by default.</param>
    /// <param name="limit">How far it may move in all; one day by default.</param>
    /// <exception cref="TimeoutException">The task had not completed at <paramref name="limit"/> of virtual time.</exception>
    public async Task AdvanceUntilCompletedAsync(Task task, TimeSpan? step = null, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        var stride = step ?? TimeSpan.FromMilliseconds(100);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(stride, TimeSpan.Zero, nameof(step));
        var end = GetUtcNow() + (limit ?? TimeSpan.FromDays(1));
        while (!task.IsCompleted)
        {
            if (GetUtcNow() >= end)
            {
                throw new TimeoutException($"The task had not completed when the virtual clock reached {end:O}.");
            }

            var scheduledBefore = Volatile.Read(ref order);
            var fired = FireUntil(GetUtcNow() + stride);
            await Task.Yield();

            // What awaits a timer mostly runs while it fires. What takes a detour over the thread pool gets its turn before time goes on.
            for (var turn = 0; turn < TurnsAfterTimers && fired > 0 && Volatile.Read(ref order) == scheduledBefore && !task.IsCompleted; turn++)
            {
                await Task.Yield();
            }
        }

        await task.ConfigureAwait(false);
    }

    private static Task<T> StartWithoutContext<T>(Func<Task<T>> work)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return work();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private int FireUntil(DateTimeOffset target)
    {
        var fired = 0;
        for (; TakeDue(target) is { } timer; fired++)
        {
            timer.Fire();
        }

        lock (gate)
        {
            now = target > now ? target : now;
        }

        return fired;
    }

    private VirtualTimer? TakeDue(DateTimeOffset target)
    {
        lock (gate)
        {
            while (timers.TryPeek(out var timer, out var key) && key.Due <= target)
            {
                timers.Dequeue();
                if (timer.Due == key.Due && timer.Order == key.Order)
                {
                    now = key.Due > now ? key.Due : now;
                    return timer;
                }
            }

            return null;
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period = Timeout.InfiniteTimeSpan;

        internal DateTimeOffset? Due { get; private set; }

        internal long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                period = newPeriod;
                Due = null;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Schedule(dueTime);
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

        internal void Fire()
        {
            lock (clock.gate)
            {
                Due = null;
                if (period > TimeSpan.Zero)
                {
                    Schedule(period);
                }
            }

            // A test runner's context would send what awaits this timer elsewhere, and time would run on before it has.
            var context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            try
            {
                callback(state);
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(context);
            }
        }

        private void Schedule(TimeSpan dueTime)
        {
            Due = clock.now + dueTime;
            Order = ++clock.order;
            clock.timers.Enqueue(this, (Due.Value, Order));
        }
    }
}
