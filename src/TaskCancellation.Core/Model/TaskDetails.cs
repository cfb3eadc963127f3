namespace TaskCancellation;

/// <summary>What only one service knows of a task. Match on the service's own record: <c>task.Details is MeilisearchTaskDetails { BatchUid: 7 }</c>.</summary>
public abstract record TaskDetails
{
    /// <summary>For a service's own cancellation task: how many tasks it matched and canceled. Null for every other task.</summary>
    public virtual ServiceTaskCounts? CancellationCounts => null;
}
