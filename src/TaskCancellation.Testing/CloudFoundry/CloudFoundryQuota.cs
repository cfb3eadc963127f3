namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What the tasks of an organization or a space may take; null for no limit.</summary>
/// <param name="TotalMemoryInMb">Memory of all that run or wait.</param>
/// <param name="ProcessMemoryInMb">Memory of each. A task above it can no longer be changed, neither by a cancel nor by a report.</param>
/// <param name="LogRateLimit">Log bytes a second of all that run or wait.</param>
/// <param name="TasksOfApp">How many tasks of an app may run or wait.</param>
public sealed record CloudFoundryQuota(long? TotalMemoryInMb = null, long? ProcessMemoryInMb = null, long? LogRateLimit = null, int? TasksOfApp = null);
