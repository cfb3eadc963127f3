namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A task as the emulator holds it, for assertions that do not go through the wire.</summary>
public sealed record MeilisearchRow
{
    /// <summary>Gets the uid.</summary>
    public required long Id { get; init; }

    /// <summary>Gets the kind, as the wire spells it.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the index that the task shows; <see langword="null"/> for kinds that are not tied to exactly one index.</summary>
    public required string? IndexUid { get; init; }

    /// <summary>Gets the status that a client would read now.</summary>
    public required string State { get; init; }

    /// <summary>Gets the uid of the cancellation task that canceled this task.</summary>
    public required long? CanceledBy { get; init; }

    /// <summary>Gets the uid of the batch, running or ended.</summary>
    public required long? BatchUid { get; init; }

    /// <summary>Gets when the task was enqueued, truncated to 100 ns.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>Gets when the task started, truncated to 100 ns.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when the task ended, truncated to 100 ns.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Gets <see cref="EnqueuedAt"/> as the wire shows it, to the nanosecond.</summary>
    public required string EnqueuedAtText { get; init; }

    /// <summary>Gets <see cref="StartedAt"/> as the wire shows it, to the nanosecond.</summary>
    public required string? StartedAtText { get; init; }

    /// <summary>Gets <see cref="FinishedAt"/> as the wire shows it, to the nanosecond.</summary>
    public required string? FinishedAtText { get; init; }

    /// <summary>Gets the details as JSON; <see langword="null"/> for none.</summary>
    public required string? DetailsJson { get; init; }

    /// <summary>Gets a value indicating whether the task is held: it neither progresses nor ends by itself.</summary>
    public required bool IsHeld { get; init; }
}
