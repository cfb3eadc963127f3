namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The parameters of one request, read. A null list or bound constrains nothing; an empty list matches nothing.</summary>
internal sealed class TaskQuery
{
    internal uint Limit { get; set; } = 20;

    internal long? From { get; set; }

    internal bool IsReversed { get; set; }

    internal IReadOnlySet<long>? Uids { get; set; }

    internal IReadOnlySet<long>? BatchUids { get; set; }

    internal IReadOnlySet<long>? CanceledBy { get; set; }

    internal IReadOnlySet<string>? Types { get; set; }

    internal IReadOnlySet<string>? Statuses { get; set; }

    internal IReadOnlySet<string>? IndexUids { get; set; }

    internal (Nanos? After, Nanos? Before) Enqueued { get; set; }

    internal (Nanos? After, Nanos? Before) Started { get; set; }

    internal (Nanos? After, Nanos? Before) Finished { get; set; }
}

/// <summary>Selects the tasks that match a query now.</summary>
internal sealed class TaskSelector(MeilisearchStore store, RunningBatch? running)
{
    /// <summary>The uids a cancellation or deletion with that key is about.</summary>
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
        var rows = query.Uids is { } uids ? uids.Order().Select(store.Find).OfType<MeilisearchStoredTask>() : store.Rows;
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

/// <summary>Selects the batches that match a query now. Each constraint applies to the batch as a whole.</summary>
internal sealed class BatchSelector(MeilisearchStore store, RunningBatch? running, Nanos now)
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
        && (query.CanceledBy?.Any(uid => store.Find(uid) is { Kind: KindTable.TaskCancelation, Status: MeilisearchStates.Succeeded } task && task.BatchUid == batch.Uid) ?? true)
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

/// <summary>One page of a list.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Results, int Total, uint Limit, long? From, long? Next)
{
    /// <summary>Cuts a page out of items in ascending order, hiding what must not be shown only afterwards.</summary>
    internal static Page<T> Cut(IEnumerable<T> ascending, TaskQuery query, Func<T, long> uid, Func<T, bool> isShown)
    {
        var all = ascending.ToList();
        var asked = query.Limit == uint.MaxValue ? uint.MaxValue : query.Limit + 1;
        var ordered = query.IsReversed
            ? all.Where(item => query.From is not { } from || uid(item) >= from)
            : all.AsEnumerable().Reverse().Where(item => query.From is not { } from || uid(item) <= from);
        var results = ordered.Take((int)Math.Min(asked, int.MaxValue)).Where(isShown).ToList();
        // One more than requested shows that there is another page; hidden items can make it look like the last.
        long? next = null;
        if (results.Count == asked)
        {
            next = uid(results[^1]);
            results.RemoveAt(results.Count - 1);
        }

        return new Page<T>(results, all.Count, asked - 1, results.Count > 0 ? uid(results[0]) : null, next);
    }
}
