namespace TaskCancellation;

/// <summary>A journaled run that cannot be taken up: it belongs to another service or endpoint, its input has another task at a position that was dealt with, or another process is at it. Nothing was sent for what conflicts.</summary>
public class JournalConflictException : JournalException
{
    /// <summary>Creates the exception.</summary>
    public JournalConflictException(string message, string runId, Exception? innerException = null)
        : base(message, JournalErrorReason.Conflict, innerException) => RunId = runId;

    /// <summary>The run.</summary>
    public string RunId { get; }
}
