namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A role, which determines what a caller can see and do.</summary>
public enum CloudFoundryRole
{
    /// <summary>No role.</summary>
    None,

    /// <summary>Sees and does everything, in suspended organizations too.</summary>
    Admin,

    /// <summary>Sees everything and changes nothing.</summary>
    AdminReadOnly,

    /// <summary>Sees everything but commands and changes nothing.</summary>
    GlobalAuditor,

    /// <summary>Creates, sees, and cancels the tasks of a space.</summary>
    SpaceDeveloper,

    /// <summary>Sees and cancels the tasks of a space, but cannot create them or see their commands.</summary>
    SpaceSupporter,

    /// <summary>Sees the tasks of a space.</summary>
    SpaceManager,

    /// <summary>Sees the tasks of a space.</summary>
    SpaceAuditor,

    /// <summary>Sees the tasks of all spaces of an organization.</summary>
    OrganizationManager,

    /// <summary>Sees no tasks.</summary>
    OrganizationAuditor,

    /// <summary>Sees no tasks.</summary>
    OrganizationBillingManager,
}
