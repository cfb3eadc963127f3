namespace TaskCancellation;

/// <summary>Why a plan is not executed.</summary>
public enum PlanRefusal
{
    /// <summary>It was made for another service.</summary>
    OtherService = 0,

    /// <summary>It was made at another endpoint.</summary>
    OtherEndpoint,

    /// <summary>Its time is over: make a new one.</summary>
    Expired,

    /// <summary>Its filter had a condition (<see cref="TaskFilter.Where"/>) that could not be stored, so that nothing beyond the planned tasks can be checked: only <see cref="DriftPolicy.OnlyPlanned"/> is possible.</summary>
    PredicateLost,
}
