namespace TaskCancellation.CloudFoundry;

/// <summary>Where a page stands in its list. The totals are left out: they are wrong on an empty page.</summary>
/// <param name="Next">The page after this one; null on the last.</param>
internal sealed record TaskPagination(TaskPagination.PageLink? Next)
{
    internal sealed record PageLink(string? Href);
}
