namespace TaskCancellation.TopazImage;

/// <summary>One page of a list, its jobs read or kept as JSON.</summary>
internal sealed record JobPage<T>
{
    public required List<T?> Data { get; init; }

    public required JobPagination Pagination { get; init; }
}
