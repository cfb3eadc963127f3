namespace TaskCancellation.Testing;

/// <summary>A clock that a test advances by hand, or that advances by itself while a call runs: see <see cref="RunAsync"/>. Timers fire in the order in which they are due.</summary>
/// <remarks>
/// <para>Thread-safe. Timer callbacks, and the code that awaits them, run on the thread that advances the clock.</para>
/// <para><see cref="RunAsync"/> and <see cref="AdvanceUntilCompletedAsync"/> advance from one timer to the next, but only while no work is visible to them: work in the thread pool, queued or running, and timers of this clock that are set or stopped.
/// A call in progress that blocks a thread of the pool (SQLite, a file), or a pool that lags, holds the clock.</para>
/// <para>Waits for something outside the process are not visible: a delay in real time, a socket, another process. A time limit (of a <see cref="CancellationTokenSource"/> or of <c>Task.WaitAsync</c>) therefore passes only after <see cref="Patience"/> of real time without visible work.
/// A <c>Task.Delay</c> on this clock passes at once: a call that waits outside while another waits for such a delay can see time pass, up to its own limit.</para>
/// </remarks>
/// <example>
/// <code>
/// var clock = new VirtualClock();
/// var report = await clock.RunAsync(() => client.CancelAndWaitAsync(id));   // minutes of polling take no real time
/// </code>
/// </example>
public sealed class VirtualClock : TimeProvider
{
    /// <summary>The default start of a clock: 2026-01-01T00:00:00Z.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(1);
    private readonly TimerQueue timers;

    /// <summary>Initializes a new instance that stands at <paramref name="start"/>, in UTC; at <see cref="DefaultStart"/> by default.</summary>
    public VirtualClock(DateTimeOffset? start = null) => timers = new TimerQueue((start ?? DefaultStart).ToUniversalTime());

    /// <summary>Gets how long, in real time, no work must be visible before a time limit passes under <see cref="RunAsync"/>. The default is one second. Use a longer time for slow real work, and a shorter one for tests with many time limits and no real work.</summary>
    public TimeSpan Patience
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= LongestPatience ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Patience must be from zero to an hour.");
    } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Creates a clock that runs by itself, <paramref name="factor"/> times as fast as real time. For samples and emulator servers, not for tests.</summary>
    /// <param name="factor">How many virtual seconds pass in a real one; greater than zero.</param>
    /// <param name="start">Where the clock starts; <see cref="DefaultStart"/> by default.</param>
    public static TimeProvider Scaled(double factor, DateTimeOffset? start = null) => new ScaledClock(factor, start ?? DefaultStart);

    /// <summary>How many timers are set: zero when nothing waits for this clock.</summary>
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

    /// <summary>Advances the clock and fires each timer at the instant it is due.</summary>
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

    /// <summary>Starts the work and advances from timer to timer until it completes. The work runs without a <see cref="SynchronizationContext"/>, so code that awaits without <c>ConfigureAwait(false)</c> is not posted to the test runner's context.</summary>
    /// <param name="work">The work that waits for this clock. Waits for something outside the process show only as silence: see <see cref="Patience"/>.</param>
    /// <param name="limit">How far the clock may advance in total; one day by default.</param>
    /// <returns>The result of the work.</returns>
    /// <exception cref="TimeoutException">The work had not completed after <paramref name="limit"/> of virtual time, or nothing waited for the clock for ten times <see cref="Patience"/>.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        var running = StartWithoutContext(work);
        await AdvanceUntilCompletedAsync(running, limit).ConfigureAwait(false);
        return await running.ConfigureAwait(false);
    }

    /// <summary>Advances from timer to timer until <paramref name="task"/> completes, then awaits it.</summary>
    /// <param name="task">The task that waits for this clock.</param>
    /// <param name="limit">How far the clock may advance in total; one day by default.</param>
    /// <exception cref="TimeoutException">The task had not completed after <paramref name="limit"/> of virtual time, or nothing waited for the clock for ten times <see cref="Patience"/>.</exception>
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
