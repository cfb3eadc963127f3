namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>One line of the audit log.</summary>
public sealed record CloudFoundryAuditEvent
{
    /// <summary>Its guid.</summary>
    public required string Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>For instance <c>audit.app.task.cancel</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Who did it.</summary>
    public required string ActorId { get; init; }

    /// <summary>The name of who did it.</summary>
    public required string ActorName { get; init; }

    /// <summary>What it was done to: the app of a task, or what was deleted.</summary>
    public required string TargetId { get; init; }

    /// <summary><c>app</c>, <c>space</c> or <c>organization</c>.</summary>
    public required string TargetType { get; init; }

    /// <summary>The name of what it was done to.</summary>
    public required string TargetName { get; init; }

    /// <summary>The space; empty where an organization was deleted.</summary>
    public required string SpaceId { get; init; }

    /// <summary>The organization.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>The task it was about; null where it was about none.</summary>
    public string? TaskId { get; init; }

    /// <summary>What else there is to say, as a JSON object.</summary>
    public required string DataJson { get; init; }
}
