namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What Diego has of a task.</summary>
public enum CloudFoundryDiegoState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has ended, and nobody was told yet: a cancel is refused.</summary>
    Completed,

    /// <summary>Its end is being reported: a cancel is refused.</summary>
    Resolving,
}
