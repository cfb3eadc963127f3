namespace TaskCancellation;

/// <summary>The exception that is thrown at the end of an incomplete list: a part of the service did not show its tasks in time. The tasks listed before it are correct.</summary>
public class PartialListException : TaskRequestException
{
    /// <summary>Initializes a new instance of the <see cref="PartialListException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; <see langword="null"/> for none.</param>
    public PartialListException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PartialListException"/> class with the message and all other properties of the failure that ended the list.</summary>
    /// <param name="source">The failure.</param>
    public PartialListException(TaskRequestException source)
        : base((source ?? throw new ArgumentNullException(nameof(source))).Summary, source.InnerException, source)
    {
    }
}
