namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A line of the audit log.</summary>
public sealed record CloudFoundryAuditEvent
{
    /// <summary>Gets the guid.</summary>
    public required string Id { get; init; }

    /// <summary>Gets when the event happened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets the type, such as <c>audit.app.task.cancel</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the guid of the actor.</summary>
    public required string ActorId { get; init; }

    /// <summary>Gets the name of the actor.</summary>
    public required string ActorName { get; init; }

    /// <summary>Gets the guid of the target: the app of a task, or what was deleted.</summary>
    public required string TargetId { get; init; }

    /// <summary>Gets the type of the target: <c>app</c>, <c>space</c> or <c>organization</c>.</summary>
    public required string TargetType { get; init; }

    /// <summary>Gets the name of the target.</summary>
    public required string TargetName { get; init; }

    /// <summary>Gets the space; empty when an organization was deleted.</summary>
    public required string SpaceId { get; init; }

    /// <summary>Gets the organization.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>Gets the task that the event is about; <see langword="null"/> for none.</summary>
    public string? TaskId { get; init; }

    /// <summary>Gets the further data, as a JSON object.</summary>
    public required string DataJson { get; init; }
}
