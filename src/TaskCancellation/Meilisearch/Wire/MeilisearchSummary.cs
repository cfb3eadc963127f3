namespace TaskCancellation.Meilisearch;

/// <summary>A task as it is shown when it was just enqueued: its uid has another name here.</summary>
internal sealed record MeilisearchSummary
{
    public required long TaskUid { get; init; }

    public DateTimeOffset? EnqueuedAt { get; init; }
}
