namespace TaskCancellation;

/// <summary>How to read tasks.</summary>
public sealed record ReadOptions
{
    /// <summary>The defaults.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>Keep each task's JSON in <see cref="TaskSnapshot.Raw"/>. Off by default: it costs a copy a task.</summary>
    public bool KeepRaw { get; init; }

    /// <summary>How long the service may hold the read of one task until it has ended; null (the default) for not at all. A task that has not ended by then is read as it is.
    /// Without effect on a list, and where <see cref="TaskClientCapabilities.MaxLongPollTimeout"/> is zero; cut to that elsewhere.</summary>
    public TimeSpan? LongPollTimeout
    {
        get;
        init => field = value is null || value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A time to wait must not be negative.");
    }

    /// <summary>Read <see cref="TaskSnapshot.Progress"/> also where that takes a request more (Meilisearch: one for each running batch). Off by default; on in a wait that tells of progress (<see cref="WaitOptions.Progress"/>).</summary>
    public bool ReadProgress { get; init; }

    /// <summary>Until when, on the client's clock, a read that fails in passing is tried again, within what the client's options allow; null (the default) for as long as they do. With a failure that asks for a longer pause the read ends at once.</summary>
    public DateTimeOffset? RetryUntil { get; init; }

    /// <summary>How many tasks to ask for in one reply of a list; null (the default) for what suits the service. A service may give fewer.</summary>
    public int? PageSize
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "PageSize must be at least 1.");
    }
}
