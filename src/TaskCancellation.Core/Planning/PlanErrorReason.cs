namespace TaskCancellation;

/// <summary>Why a plan is not executed.</summary>
public enum PlanErrorReason
{
    /// <summary>None of the others.</summary>
    Unknown = 0,

    /// <summary>It was made for another service.</summary>
    OtherService,

    /// <summary>It was made at another endpoint.</summary>
    OtherEndpoint,

    /// <summary>Its time is over: make a new one.</summary>
    Expired,

    /// <summary>Its filter had a condition (<see cref="TaskFilter.Where"/>) that could not be stored, so that nothing beyond the planned tasks can be checked: only <see cref="DriftPolicy.OnlyPlanned"/> is possible.</summary>
    PredicateLost,

    /// <summary>The filter addresses other tasks than planned, by more than the <see cref="DriftPolicy"/> allows: <see cref="PlanDriftException"/>.</summary>
    Drift,

    /// <summary>Its <see cref="CancellationPlan.Fingerprint"/> is not the one that was approved (<see cref="ExecuteOptions.Fingerprint"/>).</summary>
    FingerprintMismatch,
}
