namespace TaskCancellation.Serialization;

/// <summary>What every stored document begins with.</summary>
internal sealed record HeaderJson
{
    public required string Format { get; init; }

    public required int Version { get; init; }
}
