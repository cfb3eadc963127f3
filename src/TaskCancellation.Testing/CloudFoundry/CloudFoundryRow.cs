namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A task as the emulator holds it, for assertions that do not go through the wire.</summary>
public sealed record CloudFoundryRow
{
    /// <summary>Gets the guid.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the app.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the space of the app.</summary>
    public required string SpaceId { get; init; }

    /// <summary>Gets the organization of the space.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>Gets the number of the task within the app.</summary>
    public required long SequenceId { get; init; }

    /// <summary>Gets the state.</summary>
    public required string State { get; init; }

    /// <summary>Gets the failure reason, or <see langword="null"/>.</summary>
    public string? Failure { get; init; }

    /// <summary>Gets the command.</summary>
    public required string Command { get; init; }

    /// <summary>Gets when the task was created, to the microsecond. Replies show whole seconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the task last changed, to the microsecond. Replies show whole seconds.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets the labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Gets the annotations.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>Gets how many times Diego was told to cancel the task, by requests and by syncs.</summary>
    public required int CancelCount { get; init; }

    /// <summary>Gets a value indicating whether the task is held: it neither progresses nor ends by itself.</summary>
    public required bool IsHeld { get; init; }
}
