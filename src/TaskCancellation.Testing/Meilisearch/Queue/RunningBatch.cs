namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The one batch being processed. It lives in memory only: aborted, it leaves no trace, and its uid is given out again.</summary>
internal sealed class RunningBatch(long uid, long startedTicks, Nanos startedAt, IReadOnlyList<TaskRow> tasks)
{
    private readonly HashSet<long> uids = [.. tasks.Select(task => task.Uid)];

    internal long Uid { get; } = uid;

    internal Nanos StartedAt { get; } = startedAt;

    internal IReadOnlyList<TaskRow> Tasks { get; } = tasks;

    /// <summary>When the operation will notice that it was asked to stop; null when it was not.</summary>
    internal long? StopTicks { get; private set; }

    /// <summary>When it ends by itself; null while something holds it. Its longest task decides.</summary>
    internal long? EndTicks => Tasks.Any(task => task.IsHeld || task.RunDuration is null)
        ? null
        : startedTicks + Tasks.Max(task => task.RunDuration!.Value.Ticks);

    internal bool Contains(long taskUid) => uids.Contains(taskUid);

    internal void RequestStop(long noticedTicks)
    {
        if (Tasks.All(task => task.HeedsStop))
        {
            StopTicks ??= noticedTicks;
        }
    }
}
