using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace TaskCancellation;

/// <summary>Reads a stream without blocking: an item that is not ready yet is a task to wait for. A failure is kept until <see cref="ThrowIfFailed"/>.</summary>
internal sealed class PrefetchReader<T>(IAsyncEnumerable<T> source, CancellationToken cancellationToken) : IAsyncDisposable
{
    private IAsyncEnumerator<T>? items;
    private Task<bool>? moving;
    private ExceptionDispatchInfo? failure;

    /// <summary>There are no further items.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>The item that was read last.</summary>
    internal T Current => items!.Current;

    /// <summary>What to wait for before the next item can be ready; null when it may be ready, or when there is none.</summary>
    internal Task? Pending => moving;

    /// <summary>Reads the next item if it is ready. Never waits.</summary>
    internal ValueTask<bool> TryReadAsync()
    {
        if (HasEnded || moving is { IsCompleted: false })
        {
            return ValueTask.FromResult(false);
        }

        try
        {
            items ??= source.GetAsyncEnumerator(cancellationToken);
            var next = moving is { } moved ? new ValueTask<bool>(moved) : items.MoveNextAsync();
            moving = null;
            if (next.IsCompleted)
            {
                return next.IsCompletedSuccessfully ? ValueTask.FromResult(Take(next.Result)) : TakeFailedAsync(next);
            }

            moving = next.AsTask();
        }
        catch (Exception cause)
        {
            Fail(cause);
        }

        return ValueTask.FromResult(false);
    }

    /// <summary>Throws what ended the stream early, if anything did.</summary>
    internal void ThrowIfFailed() => failure?.Throw();

    /// <summary>Disposes the stream. One that ignores its token is disposed when its pending read ends, without waiting for it.</summary>
    public ValueTask DisposeAsync()
    {
        if (moving is null)
        {
            return items?.DisposeAsync() ?? ValueTask.CompletedTask;
        }

        var disposing = DisposeAfterAsync(moving);
        return moving.IsCompleted ? new ValueTask(disposing) : ValueTask.CompletedTask;
    }

    private bool Take(bool isItem)
    {
        HasEnded = !isItem;
        return isItem;
    }

    private async ValueTask<bool> TakeFailedAsync(ValueTask<bool> next)
    {
        try
        {
            return Take(await next.ConfigureAwait(false));
        }
        catch (Exception cause)
        {
            Fail(cause);
            return false;
        }
    }

    private void Fail(Exception cause)
    {
        failure = ExceptionDispatchInfo.Capture(cause);
        HasEnded = true;
    }

    // How an abandoned read or its disposal ends concerns no caller any more.
    private async Task DisposeAfterAsync(Task read)
    {
        await read.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await items!.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

/// <summary>How long a source has kept its reader waiting. Time in which the reader was busy elsewhere counts only if the source was still not ready afterwards.</summary>
internal sealed class InputWaitTime(TimeProvider clock)
{
    private TimeSpan before;
    private long? since;

    /// <summary>The time waited since <see cref="Begin"/>, including a wait in progress.</summary>
    internal TimeSpan Total => since is { } began ? before + clock.GetElapsedTime(began) : before;

    /// <summary>Starts the count.</summary>
    internal void Begin() => (before, since) = (TimeSpan.Zero, null);

    /// <summary>The source has nothing ready, and has had nothing since the previous call.</summary>
    internal void NotReady() => (before, since) = (Total, clock.GetTimestamp());

    /// <summary>A wait for the source, and for nothing but the source, has ended.</summary>
    internal void Waited() => (before, since) = (Total, since is null ? null : clock.GetTimestamp());

    /// <summary>The source has something ready; since when is unknown.</summary>
    internal void Ready() => since = null;
}

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
