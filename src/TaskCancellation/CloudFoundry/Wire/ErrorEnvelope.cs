namespace TaskCancellation.CloudFoundry;

/// <summary>An error: a list of entries under /v3, one flat entry elsewhere.</summary>
internal sealed record ErrorEnvelope
{
    public IReadOnlyList<Entry?>? Errors { get; init; }

    public string? Description { get; init; }

    public string? ErrorCode { get; init; }

    public long? Code { get; init; }

    internal sealed record Entry(long? Code, string? Title, string? Detail);
}
