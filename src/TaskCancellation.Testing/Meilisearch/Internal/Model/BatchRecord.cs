namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A batch as <c>/batches</c> shows it: a snapshot of its tasks when it ended, or of now while it runs.</summary>
internal sealed class BatchRecord
{
    /// <param name="uid">The batch.</param>
    /// <param name="startedAt">When it was started.</param>
    /// <param name="finishedAt">When it ended; null while it runs.</param>
    /// <param name="strategy">Why it holds what it holds.</param>
    /// <param name="tasks">The tasks it has written: those it was made of, and what a cancellation among them canceled.</param>
    internal BatchRecord(long uid, Nanos startedAt, Nanos? finishedAt, string strategy, IReadOnlyList<MeilisearchStoredTask> tasks)
    {
        Uid = uid;
        StartedAt = startedAt;
        FinishedAt = finishedAt;
        Strategy = strategy;
        FirstEnqueuedAt = tasks.MinBy(task => task.EnqueuedAt.Value)?.EnqueuedAt;
        LastEnqueuedAt = tasks.MaxBy(task => task.EnqueuedAt.Value)?.EnqueuedAt;
        foreach (var task in tasks.Where(task => task.Details is not null).OrderBy(task => task.Uid))
        {
            Details.Merge(task.Details!, task.Kind);
        }

        StatusCounts = Count(tasks, task => finishedAt is null ? MeilisearchStates.Processing : task.Status, status => MeilisearchStates.All.ToList().IndexOf(status));
        KindCounts = Count(tasks, task => task.Kind, KindTable.Order);
        IndexCounts = [.. tasks.Where(task => task.IndexUid is not null)
            .GroupBy(task => task.IndexUid!, (index, group) => KeyValuePair.Create(index, group.Count()))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        TaskUids = tasks.Select(task => task.Uid).ToHashSet();
        Effects = tasks.Aggregate(Effects.None, (all, task) => all | task.Effects);
        Indexes = tasks.SelectMany(task => task.Indexes).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The batch that runs, as it is shown.</summary>
    internal static BatchRecord Of(RunningBatch batch, Nanos now) =>
        new(batch.Uid, batch.StartedAt, null, batch.Strategy, batch.Tasks)
        {
            // Half a second goes by before the first text is ready to be embedded.
            Effects = batch.IsHanging && batch.Tasks.All(task => task.Documents is not null) && now.Value - batch.StartedAt.Value > Nanos.PerSecond / 2 ? Effects.Embeds : Effects.None,
        };

    internal long Uid { get; }

    internal Nanos StartedAt { get; }

    internal Nanos? FinishedAt { get; }

    internal bool IsRunning => FinishedAt is null;

    /// <summary>When the first of its tasks was enqueued.</summary>
    internal Nanos? FirstEnqueuedAt { get; }

    /// <summary>When the last of its tasks was enqueued; those between are not noted.</summary>
    internal Nanos? LastEnqueuedAt { get; }

    internal TaskDetails Details { get; } = new();

    internal IReadOnlyList<KeyValuePair<string, int>> StatusCounts { get; }

    internal IReadOnlyList<KeyValuePair<string, int>> KindCounts { get; }

    internal IReadOnlyList<KeyValuePair<string, int>> IndexCounts { get; }

    internal Effects Effects { get; private init; }

    internal IReadOnlySet<long> TaskUids { get; }

    internal IReadOnlySet<string> Indexes { get; }

    internal int TaskCount => TaskUids.Count;

    /// <summary>Why the batch holds what it holds.</summary>
    internal string Strategy { get; }

    private static List<KeyValuePair<string, int>> Count(IReadOnlyList<MeilisearchStoredTask> tasks, Func<MeilisearchStoredTask, string> by, Func<string, int> order) =>
        [.. tasks.GroupBy(by, (key, group) => KeyValuePair.Create(key, group.Count())).OrderBy(pair => order(pair.Key))];
}

/// <summary>The one batch being processed. It exists in memory only: when aborted, it leaves no trace, and its uid is used again.</summary>
internal sealed class RunningBatch(long uid, DateTimeOffset started, Nanos startedAt, IReadOnlyList<MeilisearchStoredTask> tasks, string strategy)
{
    private readonly HashSet<long> uids = [.. tasks.Select(task => task.Uid)];

    internal long Uid { get; } = uid;

    internal Nanos StartedAt { get; } = startedAt;

    internal IReadOnlyList<MeilisearchStoredTask> Tasks { get; } = tasks;

    /// <summary>Why it holds what it holds.</summary>
    internal string Strategy { get; } = strategy;

    /// <summary>Whether it waits for the answer of another host, and sees nothing meanwhile.</summary>
    internal bool IsHanging { get; set; }

    /// <summary>Whether it was told to stop and has not noticed yet.</summary>
    internal bool IsToldToStop { get; set; }

    internal bool HeedsStop => Tasks.All(task => task.HeedsStop);

    /// <summary>When it ends without a cancel; null while something holds it. Its longest task decides.</summary>
    internal DateTimeOffset? EndsAt => IsHanging || Tasks.Any(task => task.IsHeld || task.RunDuration is null) ? null : started + Tasks.Max(task => task.RunDuration!.Value);

    internal bool Contains(long taskUid) => uids.Contains(taskUid);
}
