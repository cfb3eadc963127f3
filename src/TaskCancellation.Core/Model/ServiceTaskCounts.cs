namespace TaskCancellation;

/// <summary>What a service's own cancelation task counted.</summary>
/// <param name="Matched">How many tasks it was to cancel.</param>
/// <param name="Canceled">How many it canceled; null until it has ended.</param>
public sealed record ServiceTaskCounts(long Matched, long? Canceled);
