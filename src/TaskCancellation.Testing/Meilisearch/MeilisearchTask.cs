namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A task to put into the emulator: <c>new() { IndexUid = "movies", RunsFor = null }</c>.</summary>
public sealed record MeilisearchTask
{
    /// <summary>The uid; null for the next free one. Uids already given out are refused.</summary>
    public long? Id { get; init; }

    /// <summary>The kind as the wire spells it. An unknown kind is treated as work on one index.</summary>
    public string Kind { get; init; } = "documentAdditionOrUpdate";

    /// <summary>The index worked on; ignored for kinds that are not tied to exactly one index.</summary>
    public string IndexUid { get; init; } = "movies";

    /// <summary>Further indexes the task touches: both of an <c>indexSwap</c>, the other name of a rename.</summary>
    public IReadOnlyList<string> OtherIndexUids { get; init; } = [];

    /// <summary>The state to begin in: <c>enqueued</c>; <c>processing</c>, in a batch of its own; or an end, with a batch of its own. Any other word is kept and never moves.</summary>
    /// <remarks>A failed <c>upgradeDatabase</c> halts the scheduler until <see cref="MeilisearchEmulator.Restart"/>, as it does on the server.</remarks>
    public string State { get; init; } = "enqueued";

    /// <summary>How long it runs once started; null to run until told. A batch runs as long as its longest task.</summary>
    public TimeSpan? RunDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Why it fails when it ends; null to succeed.</summary>
    public MeilisearchError? Failure { get; init; }

    /// <summary>What becomes of it when a cancelation asks it to stop while it runs.</summary>
    public MeilisearchCancelEnding CancelEnding { get; init; }

    /// <summary>The details as a JSON object; null for what its kind usually shows.</summary>
    public string? DetailsJson { get; init; }

    /// <summary>The metadata given when documents were written; null for none.</summary>
    public string? CustomMetadata { get; init; }

    /// <summary>The cancelation that canceled it, for a task that begins as <c>canceled</c>.</summary>
    public long? CanceledBy { get; init; }

    /// <summary>When it was enqueued, on the server's clock; null for now.</summary>
    public DateTimeOffset? EnqueuedAt { get; init; }

    /// <summary>0 to 99 nanoseconds on top of <see cref="EnqueuedAt"/>: the server is finer than .NET's 100 ns.</summary>
    public int EnqueuedAtNanoseconds { get; init; }

    /// <summary>When it was started, for a task that begins ended; null for the moment it was enqueued.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, for a task that begins ended; null for the moment it was started.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
