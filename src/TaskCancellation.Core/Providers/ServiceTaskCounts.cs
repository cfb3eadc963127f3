namespace TaskCancellation.Providers;

/// <summary>What a service's own cancellation task counted.</summary>
/// <param name="Matched">How many tasks it was to cancel.</param>
/// <param name="Canceled">How many it canceled; null until it has ended.</param>
/// <param name="Asked">How many ids it was given; null when it was given something else.</param>
public sealed record ServiceTaskCounts(long Matched, long? Canceled, long? Asked = null);
