namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The one batch being processed. It lives in memory only: aborted, it leaves no trace, and its uid is given out again.</summary>
internal sealed class RunningBatch(long uid, DateTimeOffset started, Nanos startedAt, IReadOnlyList<TaskRow> tasks, string strategy)
{
    private readonly HashSet<long> uids = [.. tasks.Select(task => task.Uid)];

    internal long Uid { get; } = uid;

    internal Nanos StartedAt { get; } = startedAt;

    internal IReadOnlyList<TaskRow> Tasks { get; } = tasks;

    /// <summary>Why it holds what it holds.</summary>
    internal string Strategy { get; } = strategy;

    /// <summary>Whether it waits for the answer of another host, and sees nothing meanwhile.</summary>
    internal bool IsHanging { get; set; }

    /// <summary>Whether it has been told to stop and has not noticed yet.</summary>
    internal bool IsToldToStop { get; set; }

    internal bool HeedsStop => Tasks.All(task => task.HeedsStop);

    /// <summary>When it ends by itself; null while something holds it. Its longest task decides.</summary>
    internal DateTimeOffset? EndsAt => IsHanging || Tasks.Any(task => task.IsHeld || task.RunsFor is null) ? null : started + Tasks.Max(task => task.RunsFor!.Value);

    internal bool Contains(long taskUid) => uids.Contains(taskUid);
}
