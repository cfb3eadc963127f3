using System.Threading.Tasks.Sources;

namespace TaskCancellation;

/// <summary>Wakes one waiter. What happens while nobody waits wakes the next wait at once; what happens several times before that wakes it once. Unlike <see cref="Task.WhenAny(Task[])"/>, it registers with each event once, not anew for each wait.</summary>
internal sealed class WakeSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Signaled = 1;
    private const int Waiting = 2;
    private readonly Action set;
    private ManualResetValueTaskSourceCore<bool> core;
    private int state;

    internal WakeSignal() => set = Set;

    /// <summary>Wakes the waiter. Its continuation runs inside this call.</summary>
    internal void Set()
    {
        if (Interlocked.Exchange(ref state, Signaled) == Waiting)
        {
            core.SetResult(true);
        }
    }

    /// <summary>Wakes the waiter when the task completes, however it does.</summary>
    internal void SetBy(Task task)
    {
        // A continuation of a completed task would go to the thread pool.
        if (task.IsCompleted)
        {
            Set();
        }
        else
        {
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(set);
        }
    }

    /// <summary>Waits. For one caller at a time, which afterwards looks for itself what has happened.</summary>
    internal ValueTask WaitAsync()
    {
        core.Reset();
        if (Interlocked.CompareExchange(ref state, Waiting, Idle) == Idle)
        {
            return new ValueTask(this, core.Version);
        }

        Interlocked.Exchange(ref state, Idle);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token)
    {
        // Before the waiter looks: what happens after its look wakes it again.
        Interlocked.Exchange(ref state, Idle);
        core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => core.OnCompleted(continuation, state, token, flags);
}

/// <summary>Calls back after a delay. Unlike <see cref="Task.Delay(TimeSpan, TimeProvider)"/> it can be abandoned without a hop to the thread pool.</summary>
internal sealed class ReusableTimer(TimeProvider clock, Action elapsed) : IDisposable
{
    private ITimer? timer;

    /// <summary>Calls back once after the delay, and not for what was started before.</summary>
    internal void Start(TimeSpan delay)
    {
        var due = delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
        if (timer is null)
        {
            timer = clock.CreateTimer(static state => ((Action)state!)(), elapsed, due, Timeout.InfiniteTimeSpan);
        }
        else
        {
            timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => timer?.Dispose();
}

/// <summary>A token as a task to wait for among others. Continuations do not run inside the call that fires the token.</summary>
internal sealed class CancellationTokenTaskSource : IDisposable
{
    private readonly TaskCompletionSource fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration registration;

    internal CancellationTokenTaskSource(CancellationToken token) =>
        registration = token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), fired);

    internal Task Task => fired.Task;

    public void Dispose() => registration.Dispose();
}
