namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A task to add. Every member has a default: a document addition that runs for one second.</summary>
public sealed record MeilisearchTask
{
    /// <summary>Gets the uid; the next free one when <see langword="null"/>. A uid that was used before is refused.</summary>
    public long? Id { get; init; }

    /// <summary>Gets the kind, as the wire spells it. An unknown kind is treated as work on one index.</summary>
    public string Kind { get; init; } = "documentAdditionOrUpdate";

    /// <summary>Gets the index; ignored for kinds that are not tied to exactly one index.</summary>
    public string IndexUid { get; init; } = "movies";

    /// <summary>Gets the other indexes that the task touches: both of an <c>indexSwap</c>, or the new name of a rename.</summary>
    public IReadOnlyList<string> OtherIndexUids { get; init; } = [];

    /// <summary>Gets the initial status: <c>enqueued</c>; <c>processing</c>, in a batch of its own; or a final status, with a batch of its own. Any other text is kept and never changes.</summary>
    /// <remarks>A failed <c>upgradeDatabase</c> halts the scheduler until <see cref="MeilisearchEmulator.Restart"/>, as on the server.</remarks>
    public string State { get; init; } = "enqueued";

    /// <summary>Gets how long the task runs once started; <see langword="null"/> to run until a hook ends it. A batch runs as long as its longest task.</summary>
    public TimeSpan? RunDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the error that the task ends with; <see langword="null"/> to succeed.</summary>
    public MeilisearchError? Failure { get; init; }

    /// <summary>Gets what happens when a running task is canceled.</summary>
    public MeilisearchCancelEnding CancelEnding { get; init; }

    /// <summary>Gets the details as a JSON object; the usual ones of its kind when <see langword="null"/>.</summary>
    public string? DetailsJson { get; init; }

    /// <summary>Gets the metadata that was given when documents were written; <see langword="null"/> for none.</summary>
    public string? CustomMetadata { get; init; }

    /// <summary>Gets the uid of the cancellation task, for a task that is added as <c>canceled</c>.</summary>
    public long? CanceledBy { get; init; }

    /// <summary>Gets when the task was enqueued, on the server's clock; now when <see langword="null"/>.</summary>
    public DateTimeOffset? EnqueuedAt { get; init; }

    /// <summary>Gets 0 to 99 nanoseconds to add to <see cref="EnqueuedAt"/>: the server's resolution is finer than the 100 ns of .NET.</summary>
    public int EnqueuedAtNanoseconds { get; init; }

    /// <summary>Gets when the task started, for a task that is added with a final status; when it was enqueued if <see langword="null"/>.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when the task ended, for a task that is added with a final status; when it started if <see langword="null"/>.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
