namespace TaskCancellation;

/// <summary>A plan that this client does not execute, or not under that <see cref="DriftPolicy"/>. Thrown before any request.</summary>
public class PlanRefusedException : TaskClientException
{
    /// <summary>Creates the exception.</summary>
    public PlanRefusedException(string message, PlanRefusal reason)
        : base(message) => Reason = reason;

    /// <summary>Why.</summary>
    public PlanRefusal Reason { get; }
}
