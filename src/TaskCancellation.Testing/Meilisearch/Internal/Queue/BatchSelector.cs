namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Which batches a query means, now: each constraint is held against the batch as a whole.</summary>
internal sealed class BatchSelector(TaskStore store, RunningBatch? running)
{
    internal Page<BatchRecord> List(TaskQuery query, KeyScope scope) =>
        Page<BatchRecord>.Cut(All().Where(batch => Matches(batch, query)), query, batch => batch.Uid, batch => IsShown(batch, query, scope));

    internal BatchRecord? Find(long uid, KeyScope scope) =>
        All().FirstOrDefault(batch => batch.Uid == uid && IsShown(batch, new TaskQuery(), scope));

    private IEnumerable<BatchRecord> All()
    {
        var ended = store.Batches.Where(batch => batch.Uid != running?.Uid);
        return running is null
            ? ended
            : ended.Append(new BatchRecord(running.Uid, running.StartedAt, null, running.Tasks, running.Tasks)).OrderBy(batch => batch.Uid);
    }

    /// <summary>One visible index is enough; batches of tasks not tied to one index are for keys to everything.</summary>
    private static bool IsShown(BatchRecord batch, TaskQuery query, KeyScope scope) =>
        ((query.IndexUids is null && scope.IsEverything) || !batch.KindCounts.Any(kind => KindTable.IsGlobal(kind.Key)))
        && (scope.IsEverything || batch.Indexes.Count == 0 || batch.Indexes.Any(scope.Covers));

    private bool Matches(BatchRecord batch, TaskQuery query) =>
        (query.BatchUids?.Contains(batch.Uid) ?? true)
        && (query.Uids?.Any(uid => store.Find(uid)?.BatchUid == batch.Uid) ?? true)
        && (query.CanceledBy?.Any(uid => store.Find(uid) is { Kind: KindTable.TaskCancelation, Status: Statuses.Succeeded } task && task.BatchUid == batch.Uid) ?? true)
        && (query.Types?.Overlaps(batch.KindCounts.Select(kind => kind.Key)) ?? true)
        && (query.Statuses?.Overlaps(batch.StatusCounts.Select(status => status.Key)) ?? true)
        && (query.IndexUids?.Overlaps(batch.Indexes) ?? true)
        && batch.EnqueuedAt.Any(instant => instant.IsWithin(query.Enqueued))
        && batch.StartedAt.IsWithin(query.Started)
        && (query.Finished is (null, null) || (batch.FinishedAt is { } end && end.IsWithin(query.Finished)));
}
