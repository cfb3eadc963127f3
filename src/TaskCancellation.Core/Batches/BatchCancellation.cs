using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>The way from a stream of targets to a stream of outcomes, with a journal or without.</summary>
internal static class BatchCancellation
{
    internal static async IAsyncEnumerable<CancellationOutcome> RunAsync(
        TaskClient client, IAsyncEnumerable<TaskTarget> targets, BatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new BatchRun(client, options);
        var outcomes = BatchPump.RunAsync(run, targets, doubtful: false, cancellationToken);
        await foreach (var outcome in outcomes.ConfigureAwait(false))
        {
            yield return outcome;
        }
    }
}
