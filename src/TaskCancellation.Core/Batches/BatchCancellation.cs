using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>The way from a stream of targets to a stream of outcomes, with a journal or without.</summary>
internal static class BatchCancellation
{
    /// <summary>Checks what can be checked without I/O.</summary>
    internal static IAsyncEnumerable<CancellationOutcome> Create(TaskClient client, IAsyncEnumerable<TaskTarget> targets, BatchOptions options, CancellationToken cancellationToken) =>
        options.Journal is null || !string.IsNullOrWhiteSpace(options.RunId)
            ? RunAsync(client, targets, options, cancellationToken)
            : throw new ArgumentException("A batch with a journal needs a RunId, by which the journal knows it again.", nameof(options));

    private static async IAsyncEnumerable<CancellationOutcome> RunAsync(
        TaskClient client, IAsyncEnumerable<TaskTarget> targets, BatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new BatchRun(client, options);
        var outcomes = options.Journal is { } journal
            ? JournaledBatch.RunAsync(run, targets, journal, cancellationToken)
            : BatchPump.RunAsync(run, targets, isAmbiguous: false, cancellationToken);
        await foreach (var outcome in outcomes.ConfigureAwait(false))
        {
            yield return outcome;
        }
    }
}
