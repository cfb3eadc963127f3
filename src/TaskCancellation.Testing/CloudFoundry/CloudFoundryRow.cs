namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>One task as the emulator's store has it, for checks.</summary>
public sealed record CloudFoundryRow
{
    /// <summary>Its guid.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its app.</summary>
    public required string AppId { get; init; }

    /// <summary>Its app's space.</summary>
    public required string SpaceId { get; init; }

    /// <summary>Its space's organization.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>Its number within the app.</summary>
    public required long SequenceId { get; init; }

    /// <summary>Its state.</summary>
    public required string State { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>Its command.</summary>
    public required string Command { get; init; }

    /// <summary>Created, to the microsecond; replies show whole seconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last changed, to the microsecond; replies show whole seconds.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Annotations.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>How often Diego was told to cancel it, by requests and by syncs.</summary>
    public required int CancelCount { get; init; }
}
