namespace TaskCancellation;

/// <summary>A plan that was not executed. <see cref="Reason"/> says why. Nothing was canceled.</summary>
public class PlanException : TaskClientException
{
    /// <summary>Initializes a new instance.</summary>
    public PlanException(string message, PlanErrorReason reason)
        : base(message) => Reason = reason;

    /// <summary>Gets why the plan was not executed.</summary>
    public PlanErrorReason Reason { get; }
}
