using System.IO.Enumeration;

namespace TaskCancellation.Elasticsearch;

/// <summary>Puts filters in the parameters of a list and of a cancel.</summary>
internal static class ElasticsearchFilterTranslator
{
    // What a cancel by filter is itself on the server: newer ones would let it cancel itself.
    private static readonly string[] OwnKinds = ["cluster:admin/tasks/cancel", "cluster:admin/tasks/cancel[n]"];

    internal static FilterTranslation Translate(TaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var own = filter as ElasticsearchTaskFilter;
        if (ElasticsearchUnsupportedFields.Find(filter, own).ToList() is { Count: > 0 } refused)
        {
            return new FilterTranslation { Filter = filter, Refused = refused };
        }

        // Tasks named by id are read one by one, ended ones too, and the rest of the filter is checked on each.
        return filter.Ids is null ? OfList(filter, own) : new FilterTranslation
        {
            Filter = filter,
            Residual = filter.GetConstraints().Aggregate(FilterFields.None, (fields, constraint) => fields | constraint.Field),
        };
    }

    /// <summary>What a listed task shows of a field that only this service's filter has, or of one that it does not meet although the service was told. What a node is called no task shows.</summary>
    internal static FieldMatch Match(TaskFilter filter, FilterFields field, TaskSnapshot task) =>
        field != FilterFields.ServiceSpecific || filter is not ElasticsearchTaskFilter own ? FieldMatch.Contradicts
        : own.ParentId is { } parent && task.ParentId != parent ? (filter.Ids is null ? FieldMatch.Contradicts : FieldMatch.Differs)
        : own.OpaqueId is { } opaque && (task.Details as ElasticsearchTaskDetails)?.OpaqueId != opaque ? FieldMatch.Differs
        : FieldMatch.Meets;

    /// <summary>Whether a task meets what of the filter only this service has, as far as that is checked here.</summary>
    internal static bool MeetsOwn(FilterTranslation translation, TaskSnapshot task) =>
        translation.Filter is not ElasticsearchTaskFilter own
        || ((own.OpaqueId is null || (task.Details as ElasticsearchTaskDetails)?.OpaqueId == own.OpaqueId)
            && (own.ParentId is null || translation.Filter.Ids is null || task.ParentId == own.ParentId));

    /// <summary>Whether a text matches a pattern with wildcards. More than the service's is matched here, which errs to the safe side.</summary>
    internal static bool Matches(string pattern, string text) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace(@"\", @"\\", StringComparison.Ordinal), text, ignoreCase: false);

    private static FilterTranslation OfList(TaskFilter filter, ElasticsearchTaskFilter? own)
    {
        var parameters = new List<FilterParameter>();
        var residual = filter.Started is null ? FilterFields.None : FilterFields.Started;
        if (own?.OpaqueId is not null)
        {
            residual |= FilterFields.ServiceSpecific;
        }

        if (AddsOwnRequest(filter, own) || (filter.Kinds is { } kinds && !Add(parameters, ElasticsearchPaths.Actions, kinds)))
        {
            residual |= FilterFields.Kinds;
        }

        if (own?.Nodes is { } nodes)
        {
            Add(parameters, ElasticsearchPaths.Nodes, nodes);
        }

        if (own?.ParentId is { } parent)
        {
            parameters.Add(new FilterParameter(ElasticsearchPaths.Parent, [parent.Value]));
        }

        // A list shows what has not ended, and only that.
        var runs = filter.States?.Contains(TaskState.Running) ?? true;
        var isStopping = filter.States?.Contains(TaskState.Canceling) ?? true;
        return new FilterTranslation
        {
            Filter = filter,
            Parameters = parameters,
            Residual = residual | (runs == isStopping ? FilterFields.None : FilterFields.States),
            MatchesNothing = !runs && !isStopping,
        };
    }

    private static bool AddsOwnRequest(TaskFilter filter, ElasticsearchTaskFilter? own) =>
        own?.ParentId is null && filter.Kinds?.Any(MatchesOwnRequest) != false;

    private static bool MatchesOwnRequest(string pattern) => OwnKinds.Any(kind => Matches(pattern, kind));

    private static bool Add(List<FilterParameter> parameters, string name, IEnumerable<string> values)
    {
        string[] distinct = [.. values.Distinct(StringComparer.Ordinal)];
        var fits = ElasticsearchUnsupportedFields.Fits(distinct);
        if (fits)
        {
            parameters.Add(new FilterParameter(name, distinct));
        }

        return fits;
    }
}
