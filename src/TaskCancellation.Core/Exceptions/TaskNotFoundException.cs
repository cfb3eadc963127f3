namespace TaskCancellation;

/// <summary>The exception that is thrown when a wait finds that the service does not know the task, or no longer knows it.</summary>
/// <remarks>Thrown by <see cref="TaskClient.WaitForCompletionAsync"/>. A wait for a cancellation reports a verdict instead.</remarks>
public class TaskNotFoundException : TaskClientException
{
    /// <summary>Initializes a new instance of the <see cref="TaskNotFoundException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="id">The id of the task.</param>
    /// <param name="lastSnapshot">The task as it was last seen; <see langword="null"/> when it was never seen.</param>
    public TaskNotFoundException(string message, TaskId id, TaskSnapshot? lastSnapshot = null)
        : base(message)
    {
        Id = id;
        LastSnapshot = lastSnapshot;
    }

    /// <summary>Gets the id of the task.</summary>
    public TaskId Id { get; }

    /// <summary>Gets the task as it was last seen; <see langword="null"/> when it was never seen.</summary>
    public TaskSnapshot? LastSnapshot { get; }
}
