namespace TaskCancellation.CloudFoundry;

/// <summary>One page of a list, its tasks read or kept as JSON.</summary>
internal sealed record TaskPage<T>
{
    public TaskPagination? Pagination { get; init; }

    public required IReadOnlyList<T> Resources { get; init; }
}
