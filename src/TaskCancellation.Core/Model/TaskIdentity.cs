namespace TaskCancellation;

/// <summary>Whether a task that was read is the one meant, where ids may come to belong to another.</summary>
internal static class TaskIdentity
{
    /// <summary>False only when the service reuses ids, and kind or time say that it is another task. What either side does not know, says nothing.</summary>
    internal static bool IsOf(TaskClient client, TaskTarget target, TaskSnapshot? task) =>
        task is null || !client.Capabilities.ReusesIds || Agree(target, task.ToTarget());

    /// <summary>The same for a task whose cancel was taken: one that the service accepted later than that is another.</summary>
    internal static bool IsOf(TaskClient client, CancellationOutcome canceled, TaskSnapshot? task) =>
        IsOf(client, Learn(canceled.Target, canceled.Snapshot), task) && !(client.Capabilities.ReusesIds && task?.EnqueuedAt > canceled.AcceptedAt);

    /// <summary>Neither target says of the other that it means another task.</summary>
    internal static bool Agree(TaskTarget one, TaskTarget other) =>
        (one.Kind is null || other.Kind is null || one.Kind == other.Kind)
        && (one.EnqueuedAt is not null && other.EnqueuedAt is not null
            ? one.EnqueuedAt == other.EnqueuedAt
            : one.StartedAt is null || other.StartedAt is null || one.StartedAt == other.StartedAt);

    /// <summary>The target, with what was seen of it: from then on, another task under its id is not the one meant.</summary>
    internal static TaskTarget Learn(TaskTarget target, TaskSnapshot? seen) => Learn(target, seen?.ToTarget() ?? target);

    /// <inheritdoc cref="Learn(TaskTarget, TaskSnapshot?)"/>
    internal static TaskTarget Learn(TaskTarget target, TaskTarget seen) => target with
    {
        Kind = target.Kind ?? seen.Kind,
        StartedAt = target.StartedAt ?? seen.StartedAt,
        EnqueuedAt = target.EnqueuedAt ?? seen.EnqueuedAt,
    };

    /// <summary>Whether it takes a look to tell that the id is not another's by now.</summary>
    internal static bool NeedsVerification(TaskClient client, TaskTarget target) =>
        client.Capabilities.ReusesIds && (target is { StartedAt: not null } or { EnqueuedAt: not null } || (target.Kind is not null && !client.Capabilities.ChecksKindOnCancel));

    /// <summary>Nothing says that two targets mean different tasks.</summary>
    internal static bool MayBeOne(TaskClient client, TaskTarget one, TaskTarget other) => client.IdEquality.Equals(one.Id, other.Id) && (!client.Capabilities.ReusesIds || Agree(one, other));

    /// <summary>What two targets have in common when they mean the same task.</summary>
    internal static TaskTarget KeyOf(TaskClient client, TaskTarget target) => client.Capabilities.ReusesIds ? target : new TaskTarget(client.IdEquality.KeyOf(target.Id));
}
