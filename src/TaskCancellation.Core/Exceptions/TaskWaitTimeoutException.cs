namespace TaskCancellation;

/// <summary>The deadline of a plain wait passed and the task was not seen to end. Nothing was canceled. The inner exception, if any, is the last read that failed.</summary>
public class TaskWaitTimeoutException : TaskClientException
{
    /// <summary>Creates the exception.</summary>
    public TaskWaitTimeoutException(string message, TaskSnapshot? lastSnapshot, Exception? innerException = null)
        : base(message, innerException)
    {
        LastSnapshot = lastSnapshot;
    }

    /// <summary>What the task last looked like; null when no read succeeded.</summary>
    public TaskSnapshot? LastSnapshot { get; }
}
