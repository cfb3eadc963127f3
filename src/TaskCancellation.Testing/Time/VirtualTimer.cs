namespace TaskCancellation.Testing;

/// <summary>A timer of a <see cref="VirtualClock"/>.</summary>
internal sealed class VirtualTimer(TimerQueue queue, TimerCallback callback, object? state) : ITimer
{
    /// <summary>It limits how long something may take, where every other timer is what somebody waits for: a CancellationTokenSource's, or that of Task.WaitAsync.</summary>
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
