namespace TaskCancellation;

/// <summary>Specifies why a plan was not executed.</summary>
public enum PlanErrorReason
{
    /// <summary>None of the other reasons.</summary>
    Unknown = 0,

    /// <summary>The plan was created for another service.</summary>
    OtherService,

    /// <summary>The plan was created for another endpoint.</summary>
    OtherEndpoint,

    /// <summary>The plan has expired. Create a new one.</summary>
    Expired,

    /// <summary>The filter had a condition (<see cref="TaskFilter.Where"/>) that could not be stored.</summary>
    /// <remarks>Tasks other than the planned ones cannot be compared with it. Only <see cref="DriftPolicy.OnlyPlanned"/> is possible.</remarks>
    PredicateLost,

    /// <summary>The filter now addresses other tasks than planned, by more than the <see cref="DriftPolicy"/> allows: <see cref="PlanDriftException"/>.</summary>
    Drift,

    /// <summary>The <see cref="CancellationPlan.Fingerprint"/> is not the one that was approved (<see cref="ExecuteOptions.Fingerprint"/>).</summary>
    FingerprintMismatch,
}
