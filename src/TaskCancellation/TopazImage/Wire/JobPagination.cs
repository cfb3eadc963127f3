namespace TaskCancellation.TopazImage;

/// <summary>Where a page stands in its list.</summary>
internal sealed record JobPagination
{
    public required bool HasNextPage { get; init; }

    /// <summary>Left out on the last page.</summary>
    public string? NextCursor { get; init; }
}
