namespace TaskCancellation.Testing.VeevaVault;

/// <summary>What a user can do with jobs.</summary>
public enum VeevaVaultRole
{
    /// <summary>Nothing: every job endpoint is refused.</summary>
    None,

    /// <summary>Read jobs.</summary>
    JobReader,

    /// <summary>Read, start, and cancel jobs.</summary>
    JobManager,

    /// <summary>Read, start, and cancel jobs, in configuration mode too.</summary>
    Admin,
}
