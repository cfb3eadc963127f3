namespace TaskCancellation;

/// <summary>The exception that is thrown when the deadline of a wait passed before the task was seen to end. The wait canceled nothing.</summary>
/// <remarks>The inner exception, if any, is the last read that failed. A wait for a cancellation reports a verdict instead.</remarks>
public class TaskWaitTimeoutException : TaskClientException
{
    /// <summary>Initializes a new instance of the <see cref="TaskWaitTimeoutException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="lastSnapshot">The task as it was last seen; <see langword="null"/> when no read succeeded.</param>
    /// <param name="innerException">The last read that failed; <see langword="null"/> for none.</param>
    public TaskWaitTimeoutException(string message, TaskSnapshot? lastSnapshot, Exception? innerException = null)
        : base(message, innerException)
    {
        LastSnapshot = lastSnapshot;
    }

    /// <summary>Gets the task as it was last seen; <see langword="null"/> when no read succeeded.</summary>
    public TaskSnapshot? LastSnapshot { get; }
}
