namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The deletion that the server enqueues by itself when it holds too many tasks.</summary>
internal static class Cleanup
{
    /// <summary>The oldest ended tasks, when there are too many tasks; null when nothing is to be done.</summary>
    internal static IReadOnlyList<TaskRow>? FindDue(TaskStore store, int threshold)
    {
        if (store.Count < threshold)
        {
            return null;
        }

        // A lone one is left: else each cleanup would only ever delete the one before it.
        var old = store.Rows.Where(row => Statuses.IsEnd(row.Status)).Take(Math.Max(2, threshold / 10)).ToList();
        return old.Count > 1 ? old : null;
    }

    internal static TaskRow Deletion(IReadOnlyList<TaskRow> old, long uid, Nanos now, TimeSpan runDuration)
    {
        var before = new Nanos(old[^1].EnqueuedAt.Value + 1);
        return TaskRow.ForQuery(
            KindTable.TaskDeletion,
            uid,
            now,
            old.Select(row => row.Uid).ToHashSet(),
            $"beforeEnqueuedAt={before}&statuses=succeeded,failed,canceled",
            runDuration);
    }
}
