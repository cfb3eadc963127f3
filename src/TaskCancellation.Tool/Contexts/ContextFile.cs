using System.Text.Json.Serialization;

namespace TaskCancellation.Tool.Contexts;

/// <summary>The configuration file.</summary>
internal sealed record ContextFile
{
    public int Version { get; init; } = 1;

    public string? Current { get; init; }

    public SortedDictionary<string, StoredContext> Contexts { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>How the configuration file is written. A member that is not known is an error: it could be a misspelled one.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ContextFile))]
internal sealed partial class ContextJson : JsonSerializerContext;
