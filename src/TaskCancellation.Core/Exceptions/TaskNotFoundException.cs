namespace TaskCancellation;

/// <summary>A plain wait for a task that the service does not know, or no longer knows. A cancel wait answers with a verdict instead.</summary>
public class TaskNotFoundException : TaskClientException
{
    /// <summary>Creates the exception.</summary>
    public TaskNotFoundException(string message, TaskId id, TaskSnapshot? lastSnapshot = null)
        : base(message)
    {
        Id = id;
        LastSnapshot = lastSnapshot;
    }

    /// <summary>The task.</summary>
    public TaskId Id { get; }

    /// <summary>What it last looked like; null when it was never seen.</summary>
    public TaskSnapshot? LastSnapshot { get; }
}
