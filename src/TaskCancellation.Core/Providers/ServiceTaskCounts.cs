namespace TaskCancellation.Providers;

/// <summary>The counts of a service's own cancellation task.</summary>
/// <param name="Matched">How many tasks it was to cancel.</param>
/// <param name="Canceled">How many tasks it canceled; <see langword="null"/> until it has ended.</param>
/// <param name="Asked">How many ids it was given; <see langword="null"/> when it was given something else.</param>
public sealed record ServiceTaskCounts(long Matched, long? Canceled, long? Asked = null);
