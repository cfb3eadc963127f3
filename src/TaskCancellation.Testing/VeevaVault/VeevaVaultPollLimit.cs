namespace TaskCancellation.Testing.VeevaVault;

/// <summary>What the limit on reading a job's status applies to.</summary>
public enum VeevaVaultPollLimit
{
    /// <summary>There is no limit.</summary>
    None,

    /// <summary>One read per job and interval.</summary>
    PerJob,

    /// <summary>One read per interval, whichever the job. The documentation before 25.2 can be read so.</summary>
    PerVault,
}
