namespace TaskCancellation;

/// <summary>The exception that is thrown when a journal cannot be read or written.</summary>
/// <remarks>Nothing of a failed write is in the journal. A batch whose journal fails sends nothing more, because it could not be recorded. It yields the outcomes of what it was dealing with, sent or not, before it throws; a resumed run reads what may have been sent.</remarks>
public class JournalException : TaskClientException
{
    /// <summary>Initializes a new instance of the <see cref="JournalException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why the journal cannot be used.</param>
    /// <param name="innerException">The cause; <see langword="null"/> for none.</param>
    public JournalException(string message, JournalErrorReason reason, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Gets why the journal cannot be used.</summary>
    public JournalErrorReason Reason { get; }
}
