namespace TaskCancellation.Meilisearch;

/// <summary>GET /version.</summary>
internal sealed record MeilisearchVersion
{
    public string? PkgVersion { get; init; }
}
