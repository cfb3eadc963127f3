namespace TaskCancellation.Elasticsearch;

/// <summary>What answers at the root: product and version.</summary>
internal sealed record RootReply(RootReply.VersionInfo? Version)
{
    internal sealed record VersionInfo(string? Number, string? Distribution, string? BuildFlavor);
}
