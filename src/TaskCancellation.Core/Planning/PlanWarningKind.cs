namespace TaskCancellation;

/// <summary>Specifies the subject of a warning in a plan.</summary>
public enum PlanWarningKind
{
    /// <summary>None of the other subjects.</summary>
    Unknown = 0,

    /// <summary>Fields of the filter that the service does not evaluate. The tasks were listed and compared by the client.</summary>
    MatchedLocally,

    /// <summary>Bounds of a range that the service cannot represent exactly. They were narrowed, so that fewer tasks may be addressed, never more.</summary>
    Narrowed,

    /// <summary>Tasks that match and are left out because their kind is protected.</summary>
    ProtectedKinds,

    /// <summary>Tasks that are not addressed and that the cancellation would disturb.</summary>
    Collateral,

    /// <summary>Tasks that are addressed and that a cancellation cannot change: they have ended, are being canceled, or cannot be canceled.</summary>
    NotCancelable,

    /// <summary>The description of the service could not be read.</summary>
    ServiceUnknown,

    /// <summary>A caveat that applies to every cancellation on this service (<see cref="TaskClientCapabilities.Caveats"/>).</summary>
    ServiceCaveat,

    /// <summary>The filter has a condition (<see cref="TaskFilter.Where"/>), and the lists of the service leave members of a task empty that the condition may use.</summary>
    MembersNotListed,

    /// <summary>No task that the credential can see is addressed.</summary>
    NothingMatches,

    /// <summary>The filter has no constraint: every unfinished task is addressed.</summary>
    EveryTask,
}
