namespace TaskCancellation;

/// <summary>Whether a task that was read is the one meant, where ids may come to belong to another.</summary>
internal static class Identity
{
    /// <summary>False only when the service reuses ids and kind or start time say that it is another task. What either side does not know, says nothing.</summary>
    internal static bool IsOf(TaskClient client, TaskTarget target, TaskSnapshot? task) =>
        task is null
        || !client.Capabilities.ReusesIds
        || ((target.Kind is null || task.Kind is null || target.Kind == task.Kind)
            && (target.StartedAt is null || task.StartedAt is null || target.StartedAt == task.StartedAt));

    /// <summary>What two targets have in common when they mean the same task.</summary>
    internal static TaskTarget KeyOf(TaskClient client, TaskTarget target) => client.Capabilities.ReusesIds ? target : new TaskTarget(client.IdEquality.KeyOf(target.Id));
}
