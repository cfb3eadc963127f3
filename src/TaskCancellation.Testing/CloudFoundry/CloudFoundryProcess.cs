namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A process of an app, from which a task can be created.</summary>
public sealed record CloudFoundryProcess
{
    /// <summary>Gets the guid; the next of the emulator's sequence when <see langword="null"/>.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the type.</summary>
    public string Type { get; init; } = "web";

    /// <summary>Gets the command; <see langword="null"/> for none.</summary>
    public string? Command { get; init; }

    /// <summary>Gets the user that the process runs as; that of the droplet when <see langword="null"/>.</summary>
    public string? User { get; init; }

    /// <summary>Gets the memory in MB.</summary>
    public long MemoryInMb { get; init; } = 1024;

    /// <summary>Gets the disk space in MB.</summary>
    public long DiskInMb { get; init; } = 1024;

    /// <summary>Gets the log bytes per second; -1 for no limit.</summary>
    public long LogRateLimit { get; init; } = 1048576;
}
