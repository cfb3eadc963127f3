using System.Runtime.CompilerServices;

namespace TaskCancellation.Http;

/// <summary>Reads named tasks one by one, several at once, for services whose lists take no ids.</summary>
internal static class ParallelTaskReader
{
    private const int MaxConcurrency = 4;

    /// <summary>Returns the tasks that are found, in order. The first failure is thrown after the reads in flight have ended and their tasks were returned; no further read is started.</summary>
    /// <param name="ids">The ids, each once.</param>
    /// <param name="read">Reads one; null when there is none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal static async IAsyncEnumerable<TaskSnapshot> ReadAsync(
        IEnumerable<TaskId> ids, Func<TaskId, CancellationToken, Task<TaskSnapshot?>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var underWay = new Queue<Task<TaskSnapshot?>>();
        Task<TaskSnapshot?>? failed = null;
        try
        {
            using var rest = ids.GetEnumerator();
            while (true)
            {
                while (failed is null && underWay.Count < MaxConcurrency && rest.MoveNext())
                {
                    underWay.Enqueue(read(rest.Current, life.Token));
                }

                if (!underWay.TryDequeue(out var oldest))
                {
                    break;
                }

                await ((Task)oldest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                failed ??= oldest.IsCompletedSuccessfully ? null : oldest;
                if (oldest.IsCompletedSuccessfully && await oldest.ConfigureAwait(false) is { } task)
                {
                    yield return task;
                }
            }
        }
        finally
        {
            life.Cancel();
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (failed is not null)
        {
            try
            {
                await failed.ConfigureAwait(false);
            }
            catch (OperationCanceledException canceled) when (cancellationToken.IsCancellationRequested)
            {
                // Callers compare the token with the one that they passed.
                throw new OperationCanceledException(canceled.Message, canceled, cancellationToken);
            }
        }
    }
}
