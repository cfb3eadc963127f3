namespace TaskCancellation.Testing.VeevaVault;

/// <summary>What the limit on reading a job's status is counted by.</summary>
public enum VeevaVaultPollLimit
{
    /// <summary>One read per job and interval.</summary>
    PerJob,

    /// <summary>One read per interval, whichever job: how the texts before 25.2 can be understood.</summary>
    PerVault,

    /// <summary>No limit.</summary>
    None,
}
