namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A batch as <c>/batches</c> shows it: a photograph of its tasks when it ended, or now while it runs.</summary>
internal sealed class BatchRecord
{
    /// <param name="uid">The batch.</param>
    /// <param name="startedAt">When it was started.</param>
    /// <param name="finishedAt">When it ended; null while it runs.</param>
    /// <param name="begunWith">The tasks it was made of.</param>
    /// <param name="tasks">The tasks it has written: those, and what a cancelation among them canceled.</param>
    internal BatchRecord(long uid, Nanos startedAt, Nanos? finishedAt, IReadOnlyList<TaskRow> begunWith, IReadOnlyList<TaskRow> tasks)
    {
        Uid = uid;
        StartedAt = startedAt;
        FinishedAt = finishedAt;
        EnqueuedAt = [.. tasks.Select(task => task.EnqueuedAt).Order(Comparer<Nanos>.Create((a, b) => a.Value.CompareTo(b.Value)))];
        foreach (var task in tasks.Where(task => task.Details is not null))
        {
            Details.Merge(task.Details!);
        }

        StatusCounts = Count(tasks, task => finishedAt is null ? Statuses.Processing : task.Status, status => Statuses.All.ToList().IndexOf(status));
        KindCounts = Count(tasks, task => task.Kind, KindTable.Order);
        IndexCounts = [.. tasks.Where(task => task.IndexUid is not null)
            .GroupBy(task => task.IndexUid!, (index, group) => KeyValuePair.Create(index, group.Count()))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        TaskUids = tasks.Select(task => task.Uid).ToHashSet();
        // The server's words as far as they are known.
        Strategy = begunWith is [var only] && !KindTable.IsBatched(only.Kind)
            ? $"created batch containing only task with id {only.Uid} of type `{only.Kind}` that cannot be batched with any other task."
            : "batched all enqueued tasks";
        Indexes = tasks.SelectMany(task => task.Indexes).ToHashSet(StringComparer.Ordinal);
    }

    internal long Uid { get; }

    internal Nanos StartedAt { get; }

    internal Nanos? FinishedAt { get; }

    /// <summary>When its tasks were enqueued, first to last.</summary>
    internal IReadOnlyList<Nanos> EnqueuedAt { get; }

    internal TaskDetails Details { get; } = new();

    internal IReadOnlyList<KeyValuePair<string, int>> StatusCounts { get; }

    internal IReadOnlyList<KeyValuePair<string, int>> KindCounts { get; }

    internal IReadOnlyList<KeyValuePair<string, int>> IndexCounts { get; }

    internal IReadOnlySet<long> TaskUids { get; }

    internal IReadOnlySet<string> Indexes { get; }

    internal int TaskCount => TaskUids.Count;

    /// <summary>Why the batch holds what it holds.</summary>
    internal string Strategy { get; }

    private static List<KeyValuePair<string, int>> Count(IReadOnlyList<TaskRow> tasks, Func<TaskRow, string> by, Func<string, int> order) =>
        [.. tasks.GroupBy(by, (key, group) => KeyValuePair.Create(key, group.Count())).OrderBy(pair => order(pair.Key))];
}
