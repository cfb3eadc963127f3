namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A process that tasks can be made after, with <c>template</c>. Any app's will do.</summary>
/// <param name="Id">Its guid.</param>
/// <param name="Command">Its command, or the one that its droplet starts; null for neither.</param>
/// <param name="MemoryInMb">Memory in MB.</param>
/// <param name="DiskInMb">Disk in MB.</param>
/// <param name="LogRateLimit">Log bytes a second; -1 is unlimited.</param>
/// <param name="User">The user it runs as; null for the usual one.</param>
public sealed record CloudFoundryProcess(string Id, string? Command = null, long MemoryInMb = 1024, long DiskInMb = 1024, long LogRateLimit = 1048576, string? User = null);
