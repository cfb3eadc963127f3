namespace TaskCancellation;

/// <summary>Stored data that cannot be read: broken, of another kind, or written by a newer version.</summary>
public class StoredDataException : TaskClientException
{
    /// <summary>Creates the exception.</summary>
    public StoredDataException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
