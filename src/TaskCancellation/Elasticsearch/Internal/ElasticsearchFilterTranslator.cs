using System.IO.Enumeration;
using TaskCancellation.Http;

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
        if (ElasticsearchUnsupportedFields.Find(filter, own) is { Count: > 0 } refused)
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
        own?.ParentId is null && (filter.Kinds is not { } kinds || kinds.Find(MatchesOwnRequest) is not null);

    private static bool MatchesOwnRequest(string pattern)
    {
        foreach (var kind in OwnKinds)
        {
            if (Matches(pattern, kind))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Add(List<FilterParameter> parameters, string name, IReadOnlyList<string> values)
    {
        var distinct = values.Once();
        var fits = ElasticsearchUnsupportedFields.Fits(distinct);
        if (fits)
        {
            parameters.Add(new FilterParameter(name, distinct));
        }

        return fits;
    }
}

/// <summary>What of a filter can be evaluated by neither side, and what must never be sent.</summary>
internal static class ElasticsearchUnsupportedFields
{
    // Of one character: three bytes, each of which takes three.
    private const int MostEscaped = 9;

    /// <summary>What is refused; null when nothing is.</summary>
    internal static List<UnsupportedFilterField>? Find(TaskFilter filter, ElasticsearchTaskFilter? own)
    {
        List<UnsupportedFilterField>? refused = null;
        Refuse(filter.GetType().Name, own is null && filter.GetType() != typeof(TaskFilter), "it is another service's filter. Use TaskFilter or ElasticsearchTaskFilter.");
        Refuse(nameof(filter.Scopes), filter.Scopes is not null, "its tasks belong to nothing that can be named. Filter by Kinds, or with Where.");
        Refuse(nameof(filter.Names), filter.Names is not null, "its tasks have no name. Mark requests with an X-Opaque-Id and filter by ElasticsearchTaskFilter.OpaqueId.");
        Refuse(nameof(filter.Enqueued), filter.Enqueued is not null, "its tasks do not wait. Filter by Started.");
        Refuse(nameof(filter.Finished), filter.Finished is not null, "it does not say when a task ended.");
        if (filter.Kinds?.Find(kind => !IsItem(kind)) is { } bad)
        {
            Refuse(nameof(filter.Kinds), true, $"'{bad}' cannot be an action: commas separate actions, and none begins or ends with white space.");
        }

        if (own is not null)
        {
            (refused ??= []).AddRange(FindOwn(own));
        }

        return refused;

        void Refuse(string name, bool isSet, string reason)
        {
            if (isSet)
            {
                (refused ??= []).Add(new UnsupportedFilterField(name, reason));
            }
        }
    }

    /// <summary>Whether values fit one request; a few are not escaped to find out.</summary>
    internal static bool Fits(IReadOnlyList<string> values)
    {
        var length = values.Count;
        for (var at = 0; at < values.Count; at++)
        {
            length += values[at].Length;
        }

        return length <= ElasticsearchLimits.MaxListCharacters / MostEscaped || Uri.EscapeDataString(string.Join(',', values)).Length <= ElasticsearchLimits.MaxListCharacters;
    }

    private static IEnumerable<UnsupportedFilterField> FindOwn(ElasticsearchTaskFilter own)
    {
        if (own.ParentId is { } parent)
        {
            Check(parent);
        }

        if (own.Nodes is not { } nodes)
        {
            yield break;
        }

        if (nodes.FirstOrDefault(MeansEveryNode) is { } every)
        {
            throw new UnsafeFilterException($"The filter's {nameof(own.Nodes)} holds '{every}', which stands for every node. Name the nodes that are meant, or leave {nameof(own.Nodes)} null for no constraint.", nameof(own.Nodes));
        }

        if (own.Ids is not null)
        {
            yield return new UnsupportedFilterField(nameof(own.Nodes), "an id names its node already. Leave Nodes or Ids null.");
        }
        else if (nodes.FirstOrDefault(node => !IsItem(node) || node.EndsWith(":false", StringComparison.Ordinal)) is { } bad)
        {
            yield return new UnsupportedFilterField(nameof(own.Nodes), $"'{bad}' does not name nodes: commas separate names, none begins or ends with white space, and what takes nodes away again is not a choice among values.");
        }
        else if (!Fits(nodes))
        {
            yield return new UnsupportedFilterField(nameof(own.Nodes), "there are too many of them for one request, and they cannot be checked on the tasks.");
        }
    }

    private static void Check(TaskId parent)
    {
        if (ElasticsearchIds.MeansNone(parent.Value))
        {
            throw new UnsafeFilterException($"The filter's ParentId is '{parent}', which the service takes for no constraint at all. Name the parent, or leave ParentId null.", nameof(ElasticsearchTaskFilter.ParentId));
        }

        ElasticsearchIds.Check(parent);
    }

    private static bool MeansEveryNode(string node) => node == "_all" || node.All(letter => letter is '*' or ':');

    private static bool IsItem(string value) => !value.Contains(',', StringComparison.Ordinal) && value.Trim().Length == value.Length && !HasControl(value);

    private static bool HasControl(string value)
    {
        foreach (var letter in value)
        {
            if (char.IsControl(letter))
            {
                return true;
            }
        }

        return false;
    }
}
