namespace TaskCancellation.Testing;

/// <summary>The current instant of a clock, and its timers.</summary>
internal sealed class TimerQueue(DateTimeOffset start)
{
    private static readonly Comparer<VirtualTimer> AsDue = Comparer<VirtualTimer>.Create(static (a, b) => a.Due.CompareTo(b.Due) is not 0 and var first ? first : a.Order.CompareTo(b.Order));
    private readonly Lock gate = new();
    private readonly SortedSet<VirtualTimer> timers = new(AsDue);
    private DateTimeOffset now = start;
    private long order;
    private long changes;

    internal DateTimeOffset Now
    {
        get
        {
            lock (gate)
            {
                return now;
            }
        }
    }

    /// <summary>How often a timer was set, stopped, or fired: a sign of work.</summary>
    internal long Changes => Volatile.Read(ref changes);

    /// <summary>How many timers are set.</summary>
    internal int Count
    {
        get
        {
            lock (gate)
            {
                return timers.Count;
            }
        }
    }

    /// <summary>The timer that is due first; null for none.</summary>
    internal VirtualTimer? First
    {
        get
        {
            lock (gate)
            {
                return timers.Min;
            }
        }
    }

    /// <summary>The place of the timer that was set last.</summary>
    internal long LastOrder => Volatile.Read(ref order);

    /// <summary>Sets a timer, or stops it.</summary>
    internal void Set(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            Take(timer);
            timer.Period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Put(timer, dueTime);
            }
        }
    }

    /// <summary>Moves on to the first timer that is due by then and takes it. Null when there is none.</summary>
    internal VirtualTimer? TakeDue(DateTimeOffset target)
    {
        lock (gate)
        {
            return timers.Min is { } timer && timer.Due <= target ? Fired(timer) : null;
        }
    }

    /// <summary>Moves on to that timer and takes it, if it is still the first.</summary>
    internal bool TryTake(VirtualTimer timer)
    {
        lock (gate)
        {
            return timers.Min == timer && Fired(timer) is not null;
        }
    }

    /// <summary>Moves on, never back.</summary>
    internal void MoveTo(DateTimeOffset target)
    {
        lock (gate)
        {
            Move(target);
        }
    }

    private VirtualTimer Fired(VirtualTimer timer)
    {
        Take(timer);
        Move(timer.Due);
        if (timer.IsPeriodic)
        {
            Put(timer, timer.Period);
        }

        return timer;
    }

    private void Move(DateTimeOffset target) => now = target > now ? target : now;

    private void Take(VirtualTimer timer)
    {
        if (timer.IsSet)
        {
            timers.Remove(timer);
            timer.IsSet = false;
            changes++;
        }
    }

    private void Put(VirtualTimer timer, TimeSpan dueTime)
    {
        (timer.Due, timer.Order, timer.IsSet) = (now + dueTime, ++order, true);
        timers.Add(timer);
        changes++;
    }
}

/// <summary>A timer of a <see cref="VirtualClock"/>.</summary>
internal sealed class VirtualTimer(TimerQueue queue, TimerCallback callback, object? state) : ITimer
{
    /// <summary>Whether the timer is a time limit, of a CancellationTokenSource or of Task.WaitAsync; every other timer is one that code waits for.</summary>
    internal bool IsTimeLimit { get; } = state is CancellationTokenSource || (state is Task && state.GetType().Name.StartsWith("CancellationPromise", StringComparison.Ordinal));

    internal bool IsSet { get; set; }

    internal DateTimeOffset Due { get; set; }

    /// <summary>Its place among those that are due at one instant.</summary>
    internal long Order { get; set; }

    internal TimeSpan Period { get; set; }

    internal bool IsPeriodic => Period > TimeSpan.Zero;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        queue.Set(this, dueTime, period);
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
}
