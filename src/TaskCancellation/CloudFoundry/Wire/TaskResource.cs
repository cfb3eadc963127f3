namespace TaskCancellation.CloudFoundry;

/// <summary>A task as the service writes it. Everything but the guid may be missing: older versions and Korifi leave members out.</summary>
internal sealed record TaskResource
{
    public required string Guid { get; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }

    public long? SequenceId { get; init; }

    public string? Name { get; init; }

    public string? Command { get; init; }

    public string? User { get; init; }

    public string? State { get; init; }

    public long? MemoryInMb { get; init; }

    public long? DiskInMb { get; init; }

    public long? LogRateLimitInBytesPerSecond { get; init; }

    public TaskResult? Result { get; init; }

    public string? DropletGuid { get; init; }

    public TaskRelationships? Relationships { get; init; }

    public TaskMetadata? Metadata { get; init; }

    internal sealed record TaskResult(string? FailureReason);

    internal sealed record TaskRelationships(ToOne? App);

    internal sealed record ToOne(Reference? Data);

    internal sealed record Reference(string? Guid);

    internal sealed record TaskMetadata(Dictionary<string, string?>? Labels, Dictionary<string, string?>? Annotations);
}
