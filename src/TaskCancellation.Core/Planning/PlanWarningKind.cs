namespace TaskCancellation;

/// <summary>What a warning of a plan is about.</summary>
public enum PlanWarningKind
{
    /// <summary>None of the others.</summary>
    Unknown = 0,

    /// <summary>Fields of the filter that the service does not evaluate: the tasks were listed and checked here.</summary>
    MatchedLocally,

    /// <summary>Ends of a range that the service cannot tell as exactly as the filter names them: they were narrowed, so that fewer tasks may be addressed, never more.</summary>
    Narrowed,

    /// <summary>Tasks that match and are left out because their kind is protected.</summary>
    ProtectedKinds,

    /// <summary>Tasks that are not addressed and that the cancel would disturb.</summary>
    Collateral,

    /// <summary>Tasks that are addressed and that a cancel cannot change: they have ended, are being canceled, or cannot be canceled.</summary>
    NotCancelable,

    /// <summary>What answers at the endpoint could not be asked.</summary>
    ServiceUnknown,

    /// <summary>What holds for every cancel on this service (<see cref="TaskClientCapabilities.Caveats"/>).</summary>
    ServiceCaveat,

    /// <summary>The filter has a condition (<see cref="TaskFilter.Where"/>), and the service's lists leave members of a task empty that it may look at.</summary>
    MembersNotListed,

    /// <summary>No task is addressed.</summary>
    NothingMatches,

    /// <summary>The filter has no constraint: every unfinished task is addressed.</summary>
    EveryTask,
}
