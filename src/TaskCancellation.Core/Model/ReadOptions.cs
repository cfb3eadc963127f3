namespace TaskCancellation;

/// <summary>Options for reading tasks.</summary>
public sealed record ReadOptions
{
    /// <summary>Gets the default options.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>Gets whether to keep the JSON of each task in <see cref="TaskSnapshot.Raw"/>. The default is <see langword="false"/>, because it costs a copy for each task.</summary>
    public bool KeepRaw { get; init; }

    /// <summary>Gets how long the service may hold the read of one task until the task has ended; <see langword="null"/> (the default) turns long polling off.</summary>
    /// <remarks>A task that has not ended by then is returned as it is. The option has no effect on a list, or where <see cref="TaskClientCapabilities.MaxLongPollTimeout"/> is zero. Elsewhere it is limited to that value.</remarks>
    public TimeSpan? LongPollTimeout
    {
        get;
        init => field = value is null || value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A time to wait must not be negative.");
    }

    /// <summary>Gets whether to read <see cref="TaskSnapshot.Progress"/> even when that needs additional requests (Meilisearch: one for each running batch). The default is <see langword="false"/>.</summary>
    /// <remarks>A wait that reports progress (<see cref="WaitOptions.Progress"/>) sets it.</remarks>
    public bool ReadProgress { get; init; }

    /// <summary>Gets until when, on the client's clock, a read that fails transiently is retried; <see langword="null"/> (the default) for as long as the client's options allow.</summary>
    /// <remarks>The client's options apply as well. A failure that asks for a longer pause ends the read immediately.</remarks>
    public DateTimeOffset? RetryUntil { get; init; }

    /// <summary>Gets whether a list begins with the newest task, where the service can do that. The default is <see langword="false"/>: the service's own order.</summary>
    /// <remarks>Cloud Foundry lists the oldest task first, and the newest first with this option (not in Korifi). Meilisearch always lists the newest task first. On other services the option has no effect.</remarks>
    public bool NewestFirst { get; init; }

    /// <summary>Gets the largest number of tasks to list; <see langword="null"/> (the default) for all that match.</summary>
    /// <remarks>Listing ends as soon as so many matching tasks were listed. Elasticsearch and OpenSearch return all tasks at once; those beyond the number are skipped, also as children of others.</remarks>
    public int? MaxTasks
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxTasks must be at least 1.");
    }

    /// <summary>Gets how many tasks of a list to request at once; <see langword="null"/> (the default) for a size that suits the service. The service may return fewer.</summary>
    public int? PageSize
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "PageSize must be at least 1.");
    }
}
