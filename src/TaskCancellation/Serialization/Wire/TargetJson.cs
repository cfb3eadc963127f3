namespace TaskCancellation.Serialization;

/// <summary>Which task is meant.</summary>
internal sealed record TargetJson
{
    public required string Id { get; init; }

    public string? Kind { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EnqueuedAt { get; init; }

    internal static TargetJson From(TaskTarget target) => new() { Id = target.Id.Value, Kind = target.Kind, StartedAt = target.StartedAt, EnqueuedAt = target.EnqueuedAt };

    internal TaskTarget ToModel() => new(Id, Kind, StartedAt, EnqueuedAt);
}
