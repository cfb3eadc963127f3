namespace TaskCancellation;

/// <summary>A time to wait for among other things. Unlike a delay it can be given up without a hop to the thread pool.</summary>
internal sealed class ReusableTimer(TimeProvider clock) : IDisposable
{
    private ITimer? timer;

    /// <summary>A task that completes after that time. The one before is given up and never completes.</summary>
    internal Task After(TimeSpan delay)
    {
        timer?.Dispose();
        var elapsed = new TaskCompletionSource();
        timer = clock.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), elapsed, delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return elapsed.Task;
    }

    public void Dispose() => timer?.Dispose();
}
