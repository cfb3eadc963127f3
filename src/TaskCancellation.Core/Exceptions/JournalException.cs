namespace TaskCancellation;

/// <summary>A journal that cannot be read or written. Of a write that failed nothing is in the journal. A batch that meets it sends nothing more, since it could not be remembered.</summary>
public class JournalException : TaskClientException
{
    /// <summary>Creates the exception.</summary>
    public JournalException(string message, JournalErrorReason reason, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why.</summary>
    public JournalErrorReason Reason { get; }
}
