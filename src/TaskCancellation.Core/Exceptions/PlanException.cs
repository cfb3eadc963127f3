namespace TaskCancellation;

/// <summary>The exception that is thrown when a plan is not executed. Nothing was canceled.</summary>
public class PlanException : TaskClientException
{
    /// <summary>Initializes a new instance of the <see cref="PlanException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why the plan was not executed.</param>
    public PlanException(string message, PlanErrorReason reason)
        : base(message) => Reason = reason;

    /// <summary>Gets why the plan was not executed.</summary>
    public PlanErrorReason Reason { get; }
}
