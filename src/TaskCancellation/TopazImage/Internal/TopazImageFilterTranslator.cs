using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>Says what of a filter is checked here, which is all but the ids: the service's list takes no filter.</summary>
internal static class TopazImageFilterTranslator
{
    internal static FilterTranslation Translate(TaskFilter filter) => Translate(filter, Narrow(filter));

    /// <summary>What a listed job shows of a field that only this service's filter has, or of one that it does not meet although the service was told.</summary>
    internal static FieldMatch Match(TaskFilter filter, FilterFields field, TaskSnapshot task) =>
        field != FilterFields.ServiceSpecific || filter is not TopazImageTaskFilter own ? FieldMatch.Contradicts
        : own.MatchesOwn(task) ? FieldMatch.Meets
        : FieldMatch.Differs;

    private static FilterTranslation Translate(TaskFilter filter, TaskFilter narrowed) => new()
    {
        Filter = narrowed,
        Narrowed = SecondPrecision.Sentences(TopazImageLimits.ServiceName, filter, narrowed),
        Parameters = filter.Ids is { } ids ? [new FilterParameter("process_id", [.. ids.Select(id => id.Value)])] : [],
        Residual = filter.GetConstraints().Aggregate(FilterFields.None, (fields, constraint) => fields | constraint.Field) & ~FilterFields.Ids,
        Refused = [.. Refusals(filter)],
        MatchesNothing = filter.States is { } states && states.All(state => state != TaskState.Unknown && TopazImageLifecycle.Table.States.All(row => row.State != state)),
    };

    // A job may be younger than the second it shows.
    private static TaskFilter Narrow(TaskFilter filter)
    {
        var narrowed = filter with { Enqueued = filter.Enqueued?.ToWholeSeconds() };
        return narrowed is TopazImageTaskFilter { Modified: { } modified } own ? own with { Modified = modified.ToWholeSeconds() } : narrowed;
    }

    private static IEnumerable<UnsupportedFilterField> Refusals(TaskFilter filter)
    {
        if (filter is not TopazImageTaskFilter && filter.GetType() != typeof(TaskFilter))
        {
            yield return new UnsupportedFilterField(filter.GetType().Name, $"it is not a filter of this service. Use {nameof(TaskFilter)} or {nameof(TopazImageTaskFilter)}.");
        }

        if (filter.Started is not null)
        {
            yield return new UnsupportedFilterField(nameof(TaskFilter.Started), "it does not record when a job began. Filter by Enqueued.");
        }

        if (filter.Finished is not null)
        {
            yield return new UnsupportedFilterField(nameof(TaskFilter.Finished), $"it does not record when a job ended. Filter by {nameof(TopazImageTaskFilter)}.{nameof(TopazImageTaskFilter.Modified)}.");
        }
    }
}
