namespace TaskCancellation;

/// <summary>What only one service knows of a task. Match on the service's own record: <c>task.Details is MeilisearchTaskDetails { BatchUid: 7 }</c>.</summary>
public abstract record TaskDetails
{
    /// <summary>For a service's own cancellation task: how many tasks it matched and canceled. Null for every other task.</summary>
    public virtual ServiceTaskCounts? CancellationCounts => null;

    /// <summary>Returns the details without what changes with every read of a task that has not moved, such as how long it has run. What is left is compared to tell whether a progress report is due.</summary>
    protected internal virtual TaskDetails WithoutElapsed() => this;
}
