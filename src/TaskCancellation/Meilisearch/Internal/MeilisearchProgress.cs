using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>How far running tasks are: only their batch shows it.</summary>
internal sealed class MeilisearchProgress(TaskHttpPipeline pipeline, TimeProvider clock)
{
    /// <summary>The tasks, with the progress of their batches, each of which is read once.</summary>
    internal async Task<IReadOnlyList<TaskSnapshot>> AddAsync(IReadOnlyList<TaskSnapshot> tasks, CancellationToken cancellationToken)
    {
        var read = new Dictionary<long, double?>();
        foreach (var batch in tasks.Select(BatchOf).OfType<long>().Distinct())
        {
            read[batch] = await ReadAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        return read.Count == 0 ? tasks : [.. tasks.Select(task => BatchOf(task) is { } batch ? task with { Progress = read[batch] } : task)];
    }

    private static long? BatchOf(TaskSnapshot task) => task is { State: TaskState.Running, Details: MeilisearchTaskDetails { BatchUid: { } batch } } ? batch : null;

    // The task itself was read: what hides its batch (keys restricted to some indexes) or delays it costs the progress only.
    private async Task<double?> ReadAsync(long batch, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(string.Create(CultureInfo.InvariantCulture, $"batches/{batch}")) with { RetryUntil = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
            return reply.Read(MeilisearchBatch.ReadProgress);
        }
        catch (TaskRequestException)
        {
            return null;
        }
    }
}
