namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A task as the emulator holds it, for checks that go round the wire.</summary>
public sealed record MeilisearchRow
{
    /// <summary>The uid.</summary>
    public required long Id { get; init; }

    /// <summary>The kind, as on the wire.</summary>
    public required string Kind { get; init; }

    /// <summary>The index shown; null for kinds that are not tied to exactly one.</summary>
    public required string? IndexUid { get; init; }

    /// <summary>The status a client would read now.</summary>
    public required string State { get; init; }

    /// <summary>The uid of the cancelation that canceled it.</summary>
    public required long? CanceledBy { get; init; }

    /// <summary>The uid of its batch, running or ended.</summary>
    public required long? BatchUid { get; init; }

    /// <summary>When it was enqueued, cut to 100 ns.</summary>
    public required DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>When it was started, cut to 100 ns.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, cut to 100 ns.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary><see cref="EnqueuedAt"/> as on the wire, to the nanosecond.</summary>
    public required string EnqueuedAtText { get; init; }

    /// <summary><see cref="StartedAt"/> as on the wire, to the nanosecond.</summary>
    public required string? StartedAtText { get; init; }

    /// <summary><see cref="FinishedAt"/> as on the wire, to the nanosecond.</summary>
    public required string? FinishedAtText { get; init; }

    /// <summary>The details as JSON; null for none.</summary>
    public required string? DetailsJson { get; init; }
}
