namespace TaskCancellation;

/// <summary>Which task is meant: its id and, where known, its identity. Some services come to give an id to another task (Elasticsearch after a node restart, Meilisearch after a reset of its database); a client that is told what the task was checks that it still is.</summary>
/// <param name="Id">The id.</param>
/// <param name="Kind">The kind the task had when it was seen, or null.</param>
/// <param name="StartedAt">When it had started, or null. Not compared where both sides know <paramref name="EnqueuedAt"/>: a task that goes back to the queue starts again.</param>
/// <param name="EnqueuedAt">When it had been accepted, or null.</param>
public readonly record struct TaskTarget(TaskId Id, string? Kind = null, DateTimeOffset? StartedAt = null, DateTimeOffset? EnqueuedAt = null)
{
    /// <summary>Names a task by its id alone.</summary>
    public static implicit operator TaskTarget(TaskId id) => new(id);

    /// <summary>Names a task by its id alone.</summary>
    public static implicit operator TaskTarget(string id) => new(id);

    /// <summary>Names a task by its id alone.</summary>
    public static implicit operator TaskTarget(long id) => new(id);

    /// <summary>Names a task by its id alone.</summary>
    public static implicit operator TaskTarget(Guid id) => new(id);

    /// <summary>Names a task by its id alone.</summary>
    public static TaskTarget FromTaskId(TaskId id) => new(id);

    /// <summary>Names a task by its id alone.</summary>
    public static TaskTarget FromString(string id) => new(id);

    /// <summary>Names a task by its id alone.</summary>
    public static TaskTarget FromInt64(long id) => new(id);

    /// <summary>Names a task by its id alone.</summary>
    public static TaskTarget FromGuid(Guid id) => new(id);

    /// <summary>The id.</summary>
    public override string ToString() => Id.Value;
}
