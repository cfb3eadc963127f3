namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Which tasks a query means, now.</summary>
internal sealed class TaskSelector(TaskStore store, RunningBatch? running)
{
    /// <summary>The uids a cancelation or deletion with that key is about.</summary>
    internal IReadOnlySet<long> Select(TaskQuery query, KeyScope scope) =>
        new HashSet<long>(Matching(query).Where(task => IsShown(task, query, scope)).Select(task => task.Row.Uid));

    /// <summary>One page. As on the server, the limit cuts before hidden tasks are taken out, and the total counts them.</summary>
    internal Page<TaskView> List(TaskQuery query, KeyScope scope) =>
        Page<TaskView>.Cut(Matching(query), query, task => task.Row.Uid, task => IsShown(task, query, scope));

    internal TaskView? Find(long uid, KeyScope scope)
    {
        var query = new TaskQuery { Uids = new HashSet<long> { uid } };
        return Matching(query).Where(task => IsShown(task, query, scope)).Select(task => (TaskView?)task).FirstOrDefault();
    }

    private static bool IsShown(TaskView task, TaskQuery query, KeyScope scope) =>
        ((query.IndexUids is null && scope.IsEverything) || !KindTable.IsGlobal(task.Row.Kind)) && scope.Covers(task.Row.Indexes);

    private IEnumerable<TaskView> Matching(TaskQuery query)
    {
        var rows = query.Uids is { } uids ? uids.Order().Select(store.Find).OfType<TaskRow>() : store.Rows;
        return rows.Select(row => new TaskView(row, running)).Where(task => Matches(task, query));
    }

    private static bool Matches(TaskView task, TaskQuery query) =>
        Has(query.BatchUids, task.BatchUid)
        && Has(query.CanceledBy, task.Row.CanceledBy)
        && (query.Types?.Contains(task.Row.Kind) ?? true)
        && (query.Statuses?.Contains(task.Status) ?? true)
        && (query.IndexUids?.Overlaps(task.Row.Indexes) ?? true)
        && task.Row.EnqueuedAt.IsKeyWithin(query.Enqueued)
        && (task.IsProcessing ? task.StartedAt!.Value.IsWithin(query.Started) : IsWithin(task.StartedAt, query.Started))
        && IsWithin(task.Row.FinishedAt, query.Finished);

    private static bool Has(IReadOnlySet<long>? wanted, long? actual) => wanted is null || (actual is { } value && wanted.Contains(value));

    private static bool IsWithin(Nanos? instant, (Nanos? After, Nanos? Before) bounds) =>
        bounds is (null, null) || (instant is { } value && value.IsKeyWithin(bounds));
}
