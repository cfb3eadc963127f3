namespace TaskCancellation;

/// <summary>The exception that is thrown when a journaled run cannot be used.</summary>
/// <remarks>The run belongs to another service or endpoint, its input has another task at a position that was already processed, or another batch is using it. Nothing was sent for the positions in conflict.</remarks>
public class JournalConflictException : JournalException
{
    /// <summary>Initializes a new instance of the <see cref="JournalConflictException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="runId">The id of the run.</param>
    /// <param name="innerException">The cause; <see langword="null"/> for none.</param>
    public JournalConflictException(string message, string runId, Exception? innerException = null)
        : base(message, JournalErrorReason.Conflict, innerException) => RunId = runId;

    /// <summary>Gets the id of the run.</summary>
    public string RunId { get; }
}
