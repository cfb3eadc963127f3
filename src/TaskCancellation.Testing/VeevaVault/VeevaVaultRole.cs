namespace TaskCancellation.Testing.VeevaVault;

/// <summary>What a user may do with jobs.</summary>
public enum VeevaVaultRole
{
    /// <summary>Nothing: every job endpoint is refused.</summary>
    None,

    /// <summary>Sees jobs.</summary>
    JobReader,

    /// <summary>Sees, starts and cancels jobs.</summary>
    JobManager,

    /// <summary>All that, in configuration mode too.</summary>
    Admin,
}
