namespace TaskCancellation;

/// <summary>The base class of what only one service knows of a task.</summary>
/// <remarks>Match on the record of the service: <c>task.Details is MeilisearchTaskDetails { BatchUid: 7 }</c>.</remarks>
public abstract record TaskDetails
{
    /// <summary>Gets how many tasks a service's own cancellation task matched and canceled; <see langword="null"/> for every other task.</summary>
    public virtual ServiceTaskCounts? CancellationCounts => null;

    /// <summary>Returns the details without what changes at every read of an otherwise unchanged task, such as its running time.</summary>
    /// <remarks>The result is compared to determine whether to report progress.</remarks>
    /// <returns>The remaining details.</returns>
    protected internal virtual TaskDetails WithoutElapsed() => this;
}
