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
