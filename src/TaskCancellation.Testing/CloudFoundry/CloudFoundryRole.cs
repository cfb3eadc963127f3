namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What a caller is, which decides what it may see and do.</summary>
public enum CloudFoundryRole
{
    /// <summary>No role at all.</summary>
    None,

    /// <summary>Sees and does everything, in suspended organizations too.</summary>
    Admin,

    /// <summary>Sees everything, does nothing.</summary>
    AdminReadOnly,

    /// <summary>Sees everything but commands, does nothing.</summary>
    GlobalAuditor,

    /// <summary>Creates, sees and cancels tasks of a space.</summary>
    SpaceDeveloper,

    /// <summary>Sees and cancels tasks of a space, without creating them or seeing their commands.</summary>
    SpaceSupporter,

    /// <summary>Sees tasks of a space.</summary>
    SpaceManager,

    /// <summary>Sees tasks of a space.</summary>
    SpaceAuditor,

    /// <summary>Sees tasks of all spaces of an organization.</summary>
    OrganizationManager,

    /// <summary>Sees no tasks.</summary>
    OrganizationAuditor,

    /// <summary>Sees no tasks.</summary>
    OrganizationBillingManager,
}
