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
            using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(MeilisearchPaths.Batch(batch)) with { RetryUntil = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
            return reply.Read(ReadBatch);
        }
        catch (TaskRequestException)
        {
            return null;
        }
    }

    // From 0 to 1; null when it is not shown, as before and after it runs, and before Meilisearch 1.12.
    private static double? ReadBatch(ref WireReader reader)
    {
        double? percentage = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("progress"u8) && reader.TryObject())
            {
                while (reader.NextMember())
                {
                    percentage = reader.Is("percentage"u8) ? reader.Number() : percentage;
                }
            }
        }

        return percentage is >= 0 and <= 100 ? percentage / 100 : null;
    }
}
