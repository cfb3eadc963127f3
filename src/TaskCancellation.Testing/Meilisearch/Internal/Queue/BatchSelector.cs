namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Which batches a query means, now: each constraint is held against the batch as a whole.</summary>
internal sealed class BatchSelector(TaskStore store, RunningBatch? running, Nanos now)
{
    internal Page<BatchRecord> List(TaskQuery query, KeyScope scope) =>
        Page<BatchRecord>.Cut(All().Where(batch => Matches(batch, query)), query, batch => batch.Uid, batch => IsShown(batch, query, scope));

    internal BatchRecord? Find(long uid, KeyScope scope) =>
        All().FirstOrDefault(batch => batch.Uid == uid && IsShown(batch, new TaskQuery(), scope));

    private IEnumerable<BatchRecord> All()
    {
        var ended = store.Batches.Where(batch => batch.Uid != running?.Uid);
        return running is null ? ended : ended.Append(BatchRecord.Of(running, now)).OrderBy(batch => batch.Uid);
    }

    /// <summary>One visible index is enough. Batches of tasks not tied to one index are hidden as the server hides them: it takes the uids of such tasks for uids of batches.</summary>
    private bool IsShown(BatchRecord batch, TaskQuery query, KeyScope scope)
    {
        if (query.IndexUids is null && scope.IsEverything)
        {
            return true;
        }

        var isTaken = store.Find(batch.Uid) is { } namesake && KindTable.IsGlobal(namesake.Kind);
        var isGlobal = batch.IsRunning && batch.KindCounts.Any(kind => KindTable.IsGlobal(kind.Key));
        return !isTaken && !isGlobal && (scope.IsEverything || batch.Indexes.Count == 0 || batch.Indexes.Any(scope.Covers));
    }

    private bool Matches(BatchRecord batch, TaskQuery query) =>
        (query.BatchUids?.Contains(batch.Uid) ?? true)
        && (query.Uids?.Any(uid => store.Find(uid)?.BatchUid == batch.Uid) ?? true)
        && (query.CanceledBy?.Any(uid => store.Find(uid) is { Kind: KindTable.TaskCancelation, Status: Statuses.Succeeded } task && task.BatchUid == batch.Uid) ?? true)
        && (query.Types?.Overlaps(batch.KindCounts.Select(kind => kind.Key)) ?? true)
        && (query.Statuses?.Overlaps(batch.StatusCounts.Select(status => status.Key)) ?? true)
        && (query.IndexUids?.Overlaps(batch.Indexes) ?? true)
        && IsWithin(batch, query.Enqueued, batch.FirstEnqueuedAt, batch.LastEnqueuedAt)
        && (IsTakenForRunning(batch) ? batch.StartedAt.IsWithin(query.Started) : IsWithin(batch, query.Started, batch.StartedAt))
        && IsWithin(batch, query.Finished, batch.FinishedAt);

    /// <summary>The times of a running batch are not in the database yet.</summary>
    private static bool IsWithin(BatchRecord batch, (Nanos?, Nanos?) bounds, params ReadOnlySpan<Nanos?> instants)
    {
        var isFound = bounds is (null, null);
        foreach (var instant in instants)
        {
            isFound |= !batch.IsRunning && instant is { } value && value.IsKeyWithin(bounds);
        }

        return isFound;
    }

    /// <summary>Here, too, the server takes uids of tasks for uids of batches.</summary>
    private bool IsTakenForRunning(BatchRecord batch) => running?.Contains(batch.Uid) == true;
}
