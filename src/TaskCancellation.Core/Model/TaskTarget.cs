namespace TaskCancellation;

/// <summary>Identifies the task to cancel or to wait for: its id and, where known, its identity.</summary>
/// <remarks>Some services give an id to another task later (Elasticsearch after a node restart, Meilisearch after a reset of its database). A client that knows the identity of the task checks that it still has the same task.</remarks>
/// <param name="Id">The id.</param>
/// <param name="Kind">The kind that the task had when it was seen; <see langword="null"/> when it is not known.</param>
/// <param name="StartedAt">When the task had started; <see langword="null"/> when it is not known. Not compared when both sides know <paramref name="EnqueuedAt"/>: a task that is put back in the queue starts again.</param>
/// <param name="EnqueuedAt">When the task had been accepted; <see langword="null"/> when it is not known.</param>
public readonly record struct TaskTarget(TaskId Id, string? Kind = null, DateTimeOffset? StartedAt = null, DateTimeOffset? EnqueuedAt = null)
{
    // Beside its id, so that the many targets of which only the id is known stay small.
    private readonly Identity? identity = Identity.Of(Kind, StartedAt, EnqueuedAt);

    /// <summary>Gets the id.</summary>
    public TaskId Id { get; init; } = Id;

    /// <summary>Gets the kind that the task had when it was seen; <see langword="null"/> when it is not known.</summary>
    public string? Kind
    {
        get => identity?.Kind;
        init => identity = Identity.Of(value, StartedAt, EnqueuedAt);
    }

    /// <summary>Gets when the task had started; <see langword="null"/> when it is not known.</summary>
    public DateTimeOffset? StartedAt
    {
        get => identity?.StartedAt;
        init => identity = Identity.Of(Kind, value, EnqueuedAt);
    }

    /// <summary>Gets when the task had been accepted; <see langword="null"/> when it is not known.</summary>
    public DateTimeOffset? EnqueuedAt
    {
        get => identity?.EnqueuedAt;
        init => identity = Identity.Of(Kind, StartedAt, value);
    }

    /// <summary>Converts an id to a target without an identity.</summary>
    /// <param name="id">The id.</param>
    public static implicit operator TaskTarget(TaskId id) => new(id);

    /// <summary>Converts the text of an id to a target without an identity.</summary>
    /// <param name="id">The id.</param>
    public static implicit operator TaskTarget(string id) => new(id);

    /// <summary>Converts a numeric id to a target without an identity.</summary>
    /// <param name="id">The id.</param>
    public static implicit operator TaskTarget(long id) => new(id);

    /// <summary>Converts a GUID to a target without an identity.</summary>
    /// <param name="id">The id.</param>
    public static implicit operator TaskTarget(Guid id) => new(id);

    /// <summary>Creates a target without an identity from an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The target.</returns>
    public static TaskTarget FromTaskId(TaskId id) => new(id);

    /// <summary>Creates a target without an identity from the text of an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The target.</returns>
    public static TaskTarget FromString(string id) => new(id);

    /// <summary>Creates a target without an identity from a numeric id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The target.</returns>
    public static TaskTarget FromInt64(long id) => new(id);

    /// <summary>Creates a target without an identity from a GUID.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The target.</returns>
    public static TaskTarget FromGuid(Guid id) => new(id);

    /// <summary>Returns the text of the id.</summary>
    public override string ToString() => Id.Value;

    private sealed record Identity(string? Kind, PackedInstant Started, PackedInstant Enqueued, InstantOffsets Offsets)
    {
        internal DateTimeOffset? StartedAt => Started.With(Offsets.Started);

        internal DateTimeOffset? EnqueuedAt => Enqueued.With(Offsets.Enqueued);

        internal static Identity? Of(string? kind, DateTimeOffset? startedAt, DateTimeOffset? enqueuedAt) => kind is null && startedAt is null && enqueuedAt is null
            ? null
            : new Identity(kind, PackedInstant.Of(startedAt), PackedInstant.Of(enqueuedAt), new InstantOffsets(PackedInstant.OffsetOf(enqueuedAt), PackedInstant.OffsetOf(startedAt)));
    }
}
