namespace TaskCancellation;

/// <summary>Compares the task that was read with the one meant, where a service may reuse its id.</summary>
internal static class TaskIdentity
{
    /// <summary>False only when the service reuses ids and the kinds or times differ. A value that either side lacks is not compared.</summary>
    internal static bool IsOf(TaskClient client, TaskTarget target, TaskSnapshot? task) =>
        task is null || !client.Capabilities.ReusesIds || Agree(target, task);

    /// <summary>The same for a task whose cancel was accepted: a task enqueued after that is another one, unless it was known to be the one meant, and the service's clock was put back in between.</summary>
    internal static bool IsOf(TaskClient client, CancellationOutcome canceled, TaskSnapshot? task)
    {
        var known = Learn(canceled.Target, canceled.Snapshot);
        return IsOf(client, known, task) && !(client.Capabilities.ReusesIds && known.EnqueuedAt is null && task?.EnqueuedAt > canceled.AcceptedAt);
    }

    /// <summary>Whether the known kinds and times of two targets are equal.</summary>
    internal static bool Agree(TaskTarget one, TaskTarget other) => Agree(one, other.Kind, other.StartedAt, other.EnqueuedAt);

    private static bool Agree(TaskTarget one, TaskSnapshot other) => Agree(one, other.Kind, other.StartedAt, other.EnqueuedAt);

    private static bool Agree(TaskTarget one, string? kind, DateTimeOffset? startedAt, DateTimeOffset? enqueuedAt) =>
        (one.Kind is null || kind is null || one.Kind == kind)
        && (one.EnqueuedAt is not null && enqueuedAt is not null
            ? one.EnqueuedAt == enqueuedAt
            : one.StartedAt is null || startedAt is null || one.StartedAt == startedAt);

    /// <summary>The target with the identity that was seen: from then on, another task under its id is not the one meant.</summary>
    internal static TaskTarget Learn(TaskTarget target, TaskSnapshot? seen) => seen is null ? target : Learn(target, seen.Kind, seen.StartedAt, seen.EnqueuedAt);

    /// <inheritdoc cref="Learn(TaskTarget, TaskSnapshot?)"/>
    internal static TaskTarget Learn(TaskTarget target, TaskTarget seen) => Learn(target, seen.Kind, seen.StartedAt, seen.EnqueuedAt);

    private static TaskTarget Learn(TaskTarget target, string? kind, DateTimeOffset? startedAt, DateTimeOffset? enqueuedAt) =>
        new(target.Id, target.Kind ?? kind, target.StartedAt ?? startedAt, target.EnqueuedAt ?? enqueuedAt);

    /// <summary>Whether a read is needed to tell that the id does not belong to another task by now.</summary>
    internal static bool NeedsVerification(TaskClient client, TaskTarget target) =>
        client.Capabilities.ReusesIds && (target is { StartedAt: not null } or { EnqueuedAt: not null } || (target.Kind is not null && !client.Capabilities.ChecksKindOnCancel));

    /// <summary>Whether two targets may mean the same task.</summary>
    internal static bool MayBeOne(TaskClient client, TaskTarget one, TaskTarget other) => client.IdEquality.Equals(one.Id, other.Id) && (!client.Capabilities.ReusesIds || Agree(one, other));

    /// <summary>The key that targets of the same task share.</summary>
    internal static TaskTarget KeyOf(TaskClient client, TaskTarget target) => client.Capabilities.ReusesIds ? target : new TaskTarget(client.IdEquality.KeyOf(target.Id));
}

/// <summary>Whether two ids mean the same task, by the rules of the service. Used by every set and dictionary of ids.</summary>
internal sealed class TaskIdEquality : IEqualityComparer<TaskId>
{
    private readonly StringComparer texts;

    private TaskIdEquality(StringComparer texts) => this.texts = texts;

    internal static TaskIdEquality Exact { get; } = new(StringComparer.Ordinal);

    internal static TaskIdEquality IgnoringCase { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool Equals(TaskId x, TaskId y) => texts.Equals(x.Value, y.Value);

    /// <summary>The same id for all that are equal.</summary>
    internal TaskId KeyOf(TaskId id) => this == IgnoringCase ? new TaskId(id.Value.ToUpperInvariant()) : id;

    public int GetHashCode(TaskId id) => texts.GetHashCode(id.Value);
}
