namespace TaskCancellation;

/// <summary>A list that is not whole: a part of the service did not show its tasks in time. What was listed before it is right.</summary>
public class PartialListException : TaskRequestException
{
    /// <summary>Creates the exception.</summary>
    public PartialListException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance with the message and everything else of the failure that cut the list short.</summary>
    public PartialListException(TaskRequestException source)
        : base((source ?? throw new ArgumentNullException(nameof(source))).Summary, source.InnerException, source)
    {
    }
}
