namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Limits on the tasks of an organization or a space; <see langword="null"/> for no limit.</summary>
/// <param name="TotalMemoryInMb">The memory of all running and waiting tasks.</param>
/// <param name="ProcessMemoryInMb">The memory of each task. A task above it can no longer be changed, neither by a cancel nor by a report.</param>
/// <param name="LogRateLimit">The log bytes per second of all running and waiting tasks.</param>
/// <param name="TasksOfApp">How many tasks of an app can run or wait.</param>
public sealed record CloudFoundryQuota(long? TotalMemoryInMb = null, long? ProcessMemoryInMb = null, long? LogRateLimit = null, int? TasksOfApp = null);
