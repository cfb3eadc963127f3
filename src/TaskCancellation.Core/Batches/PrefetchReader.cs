using System.Runtime.ExceptionServices;

namespace TaskCancellation;

/// <summary>Reads a stream without waiting for it: what is not ready yet is a task to wait for. Its failure is kept until it is asked for.</summary>
internal sealed class PrefetchReader<T>(IAsyncEnumerable<T> source, CancellationToken cancellationToken) : IAsyncDisposable
{
    private IAsyncEnumerator<T>? items;
    private Task<bool>? moving;
    private ExceptionDispatchInfo? failure;

    /// <summary>No further item will come.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>The item that was read last.</summary>
    internal T Current => items!.Current;

    /// <summary>What to wait for before another item can be ready; null when one may be ready, or none will come.</summary>
    internal Task? Pending => moving;

    /// <summary>Reads the next item if it is ready. Never waits.</summary>
    internal async ValueTask<bool> TryReadAsync()
    {
        if (HasEnded || moving is { IsCompleted: false })
        {
            return false;
        }

        try
        {
            items ??= source.GetAsyncEnumerator(cancellationToken);
            var next = moving is { } moved ? new ValueTask<bool>(moved) : items.MoveNextAsync();
            moving = null;
            if (!next.IsCompleted)
            {
                moving = next.AsTask();
                return false;
            }

            HasEnded = !await next.ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            failure = ExceptionDispatchInfo.Capture(cause);
            HasEnded = true;
        }

        return !HasEnded;
    }

    /// <summary>Throws what ended the stream early, if anything did.</summary>
    internal void ThrowIfFailed() => failure?.Throw();

    /// <summary>Disposes of the stream; one that does not heed its token, as soon as it comes to itself, without waiting for that.</summary>
    public ValueTask DisposeAsync()
    {
        if (moving is null)
        {
            return items?.DisposeAsync() ?? ValueTask.CompletedTask;
        }

        var disposing = DisposeAfterAsync(moving);
        return moving.IsCompleted ? new ValueTask(disposing) : ValueTask.CompletedTask;
    }

    // Nobody is left to be told how a read ended that was given up, or how its stream took that.
    private async Task DisposeAfterAsync(Task read)
    {
        await read.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await items!.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

/// <summary>How long a source has kept its reader waiting. Time in which the reader was busy elsewhere counts only if the source was not ready even then.</summary>
internal sealed class InputWaitTime(TimeProvider clock)
{
    private TimeSpan before;
    private long? since;

    /// <summary>The waits since <see cref="Begin"/>, the one under way included.</summary>
    internal TimeSpan Total => since is { } began ? before + clock.GetElapsedTime(began) : before;

    /// <summary>Counts from here.</summary>
    internal void Begin() => (before, since) = (TimeSpan.Zero, null);

    /// <summary>The source has nothing ready; since the last time it had not, it has not.</summary>
    internal void NotReady() => (before, since) = (Total, clock.GetTimestamp());

    /// <summary>Whoever waited for the source, and did nothing else, waits no longer.</summary>
    internal void Waited() => (before, since) = (Total, since is null ? null : clock.GetTimestamp());

    /// <summary>The source had something ready. Since when, nobody knows.</summary>
    internal void Ready() => since = null;
}

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

/// <summary>A token as a task to wait for among other things. Whoever fires the token does not run what waits.</summary>
internal sealed class CancellationTokenTaskSource : IDisposable
{
    private readonly TaskCompletionSource fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration registration;

    internal CancellationTokenTaskSource(CancellationToken token) =>
        registration = token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), fired);

    internal Task Task => fired.Task;

    public void Dispose() => registration.Dispose();
}
