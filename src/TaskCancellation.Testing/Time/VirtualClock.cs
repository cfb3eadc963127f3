namespace TaskCancellation.Testing;

/// <summary>A clock that a test moves by hand, or that moves by itself while a call runs: <see cref="RunAsync"/>. Timers fire in the order they are due.</summary>
/// <remarks>
/// <para>Thread-safe. Timer callbacks, and what awaits them, run on the thread that advances the clock.</para>
/// <para><see cref="RunAsync"/> and <see cref="AdvanceUntilCompletedAsync"/> go from one timer to the next, and only while nothing is at work that they can see: work in the thread pool, queued or running, and timers of this clock that are set or stopped. A call under way that blocks a thread of the pool (SQLite, a file), or a pool that lags, holds the clock.
/// What they cannot see is a wait for something outside: a delay in real time, a socket, another process. So they let a time limit (of a <see cref="CancellationTokenSource"/> or of <c>Task.WaitAsync</c>) pass only after <see cref="Patience"/> of real time without a sign of life. A <c>Task.Delay</c> on this clock is taken at its word:
/// a call that waits outside while another waits for such a delay may see time pass, up to its own limit.</para>
/// </remarks>
public sealed class VirtualClock : TimeProvider
{
    /// <summary>Where a clock begins unless told otherwise: 2026-01-01T00:00:00Z.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(1);
    private readonly TimerQueue timers;

    /// <summary>Creates a clock that stands at <paramref name="start"/>, in UTC; <see cref="DefaultStart"/> by default.</summary>
    public VirtualClock(DateTimeOffset? start = null) => timers = new TimerQueue((start ?? DefaultStart).ToUniversalTime());

    /// <summary>How long, in real time, there must be no sign of work before a time limit passes under <see cref="RunAsync"/>; one second by default. Make it longer for real work that is slower, shorter for tests in which many limits pass and nothing is real.</summary>
    public TimeSpan Patience
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= LongestPatience ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Patience must be from zero to an hour.");
    } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>A clock that runs by itself, <paramref name="factor"/> times as fast as real time: for samples and emulator servers, not for tests.</summary>
    /// <param name="factor">How many virtual seconds pass in a real one; greater than zero.</param>
    /// <param name="start">Where it begins; <see cref="DefaultStart"/> by default.</param>
    public static TimeProvider Scaled(double factor, DateTimeOffset? start = null) => new ScaledClock(factor, start ?? DefaultStart);

    /// <summary>How many timers are set: zero when nobody waits for this clock any more.</summary>
    internal int TimerCount => timers.Count;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => timers.Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(timers, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock forward, firing each timer at the instant it is due.</summary>
    /// <param name="by">How far; not negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = GetUtcNow() + by;
        while (timers.TakeDue(target) is { } timer)
        {
            timer.Fire();
        }

        timers.MoveTo(target);
    }

    /// <summary>Starts the work and moves on from one timer to the next until it has completed: for code that awaits without <c>ConfigureAwait(false)</c>, which the context of a test runner would send elsewhere while time runs on.</summary>
    /// <param name="work">What is waiting for this clock. It runs without a <see cref="SynchronizationContext"/>. What it waits for outside shows only as silence: see <see cref="Patience"/>.</param>
    /// <param name="limit">How far the clock may move in all; one day by default.</param>
    /// <returns>The result of the work.</returns>
    /// <exception cref="TimeoutException">The work had not completed at <paramref name="limit"/> of virtual time, or nothing waited for the clock any more, for ten times <see cref="Patience"/>.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        var running = StartWithoutContext(work);
        await AdvanceUntilCompletedAsync(running, limit).ConfigureAwait(false);
        return await running.ConfigureAwait(false);
    }

    /// <summary>Moves on from one timer to the next until <paramref name="task"/> has completed, then awaits it.</summary>
    /// <param name="task">What is waiting for this clock.</param>
    /// <param name="limit">How far the clock may move in all; one day by default.</param>
    /// <exception cref="TimeoutException">The task had not completed at <paramref name="limit"/> of virtual time, or nothing waited for the clock any more, for ten times <see cref="Patience"/>.</exception>
    public async Task AdvanceUntilCompletedAsync(Task task, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!task.IsCompleted)
        {
            var pump = new ClockPump(timers, task, GetUtcNow() + (limit ?? TimeSpan.FromDays(1)), Patience);
            await Task.Factory.StartNew(pump.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
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
}
