namespace TaskCancellation.Serialization;

/// <summary>A query parameter of a translated filter.</summary>
internal sealed record ParameterJson
{
    public required string Name { get; init; }

    public required string Value { get; init; }
}
