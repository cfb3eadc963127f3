namespace TaskCancellation.Meilisearch;

/// <summary>An error, of a request or of a task.</summary>
internal sealed record MeilisearchError
{
    public string? Message { get; init; }

    public string? Code { get; init; }

    public string? Type { get; init; }

    public string? Link { get; init; }
}
