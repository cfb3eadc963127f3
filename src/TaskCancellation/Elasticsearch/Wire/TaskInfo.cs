using System.Text.Json;

namespace TaskCancellation.Elasticsearch;

/// <summary>A task as the server writes it. What versions and products leave out is null; what they add is ignored.</summary>
internal sealed record TaskInfo
{
    public required string Node { get; init; }

    public required long Id { get; init; }

    public required string Action { get; init; }

    public string? Type { get; init; }

    public JsonElement? Status { get; init; }

    public string? Description { get; init; }

    public long? StartTimeInMillis { get; init; }

    public long? RunningTimeInNanos { get; init; }

    public bool? Cancellable { get; init; }

    public bool? Cancelled { get; init; }

    public string? ParentTaskId { get; init; }

    public Dictionary<string, JsonElement>? Headers { get; init; }

    public IReadOnlyList<JsonElement>? Children { get; init; }

    public string? OriginalTaskId { get; init; }

    public long? OriginalStartTimeInMillis { get; init; }

    public JsonElement? ResourceStats { get; init; }

    public long? CancellationTimeMillis { get; init; }
}
