namespace TaskCancellation;

/// <summary>The root of everything this library throws on its own account. Bad arguments are <see cref="ArgumentException"/>s, and the caller's own token is an <see cref="OperationCanceledException"/>.</summary>
public class TaskClientException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TaskClientException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
