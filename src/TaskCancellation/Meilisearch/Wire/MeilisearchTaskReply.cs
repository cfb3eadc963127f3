using System.Text.Json;

namespace TaskCancellation.Meilisearch;

/// <summary>A task as GET /tasks shows it.</summary>
internal sealed record MeilisearchTaskReply
{
    public required long Uid { get; init; }

    public long? BatchUid { get; init; }

    public string? IndexUid { get; init; }

    public required string Status { get; init; }

    public required string Type { get; init; }

    public long? CanceledBy { get; init; }

    public Dictionary<string, JsonElement>? Details { get; init; }

    public MeilisearchError? Error { get; init; }

    public string? Duration { get; init; }

    public DateTimeOffset? EnqueuedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public JsonElement? Network { get; init; }

    public string? CustomMetadata { get; init; }
}
