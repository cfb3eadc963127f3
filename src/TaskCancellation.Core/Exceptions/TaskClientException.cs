namespace TaskCancellation;

/// <summary>The base class of the exceptions that this library throws.</summary>
/// <remarks>Two conditions are reported by other exceptions: an invalid argument by an <see cref="ArgumentException"/>, and the caller's own token by an <see cref="OperationCanceledException"/>, from which <see cref="RunCanceledException"/> derives.</remarks>
public class TaskClientException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="TaskClientException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; <see langword="null"/> for none.</param>
    public TaskClientException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
