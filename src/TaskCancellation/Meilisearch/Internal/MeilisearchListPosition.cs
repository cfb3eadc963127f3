namespace TaskCancellation.Meilisearch;

/// <summary>Where GET /tasks is read on: newest first, below the last uid shown.</summary>
/// <param name="Parameters">What is asked for, of the kinds that the server knows.</param>
/// <param name="From">The highest uid of the page; null for the newest.</param>
/// <param name="Limit">How many tasks to ask for.</param>
/// <param name="Seen">How many the pages before have shown.</param>
internal sealed record MeilisearchListPosition(IReadOnlyList<FilterParameter> Parameters, long? From, long Limit, long Seen = 0) : ListPosition
{
    public override bool MayOverlap => false;

    internal static MeilisearchListPosition First(FilterTranslation filter, long limit) => new(
        filter.Parameters,
        filter.Filter is MeilisearchTaskFilter { EnqueuedUpTo: { } last } ? MeilisearchIds.NumberOf(last) : null,
        limit);

    public override bool IsAfter(ListPosition earlier) => earlier is MeilisearchListPosition { From: var before } && (before is null || From < before);
}
