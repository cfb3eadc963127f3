using System.Text.Json.Serialization;

namespace TaskCancellation.Serialization;

/// <summary>What every stored document begins with, whatever follows in its version.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record HeaderJson
{
    public required string Format { get; init; }

    public required int Version { get; init; }
}
