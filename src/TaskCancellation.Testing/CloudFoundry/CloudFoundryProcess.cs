namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A process of an app, from which a task can be made.</summary>
public sealed record CloudFoundryProcess
{
    /// <summary>Its guid; the next of the emulator's sequence when null.</summary>
    public string? Id { get; init; }

    /// <summary>Its type.</summary>
    public string Type { get; init; } = "web";

    /// <summary>Its command; null for none.</summary>
    public string? Command { get; init; }

    /// <summary>The user it runs as; null for the droplet's.</summary>
    public string? User { get; init; }

    /// <summary>Memory in MB.</summary>
    public long MemoryInMb { get; init; } = 1024;

    /// <summary>Disk in MB.</summary>
    public long DiskInMb { get; init; } = 1024;

    /// <summary>Log bytes a second; -1 is unlimited.</summary>
    public long LogRateLimit { get; init; } = 1048576;
}
