namespace TaskCancellation;

/// <summary>The exception that is thrown when stored data cannot be read because it is damaged, of another kind, or written by a newer version.</summary>
public class StoredDataException : TaskClientException
{
    /// <summary>Initializes a new instance of the <see cref="StoredDataException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; <see langword="null"/> for none.</param>
    public StoredDataException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
