namespace TaskCancellation.Meilisearch;

/// <summary>A page of GET /tasks.</summary>
internal sealed record MeilisearchPage<T>
{
    public required List<T?> Results { get; init; }

    public long? Total { get; init; }

    public long? Next { get; init; }
}
