namespace TaskCancellation.Elasticsearch;

/// <summary>What of a filter can be evaluated by neither side, and what must never be sent.</summary>
internal static class ElasticsearchUnsupportedFields
{
    internal static IEnumerable<UnsupportedFilterField> Find(TaskFilter filter, ElasticsearchTaskFilter? own)
    {
        if (own is null && filter.GetType() != typeof(TaskFilter))
        {
            yield return new UnsupportedFilterField(filter.GetType().Name, "it is another service's filter. Use TaskFilter or ElasticsearchTaskFilter.");
        }

        foreach (var (name, isSet, reason) in new[]
        {
            (nameof(filter.Scopes), filter.Scopes is not null, "its tasks belong to nothing that can be named. Filter by Kinds, or with Where."),
            (nameof(filter.Names), filter.Names is not null, "its tasks have no name. Mark requests with an X-Opaque-Id and filter by ElasticsearchTaskFilter.OpaqueId."),
            (nameof(filter.Enqueued), filter.Enqueued is not null, "its tasks do not wait. Filter by Started."),
            (nameof(filter.Finished), filter.Finished is not null, "it does not say when a task ended."),
        })
        {
            if (isSet)
            {
                yield return new UnsupportedFilterField(name, reason);
            }
        }

        if (filter.Kinds?.FirstOrDefault(kind => !IsItem(kind)) is { } bad)
        {
            yield return new UnsupportedFilterField(nameof(filter.Kinds), $"'{bad}' cannot be an action: commas separate actions, and none begins or ends with white space.");
        }

        foreach (var refusal in own is null ? [] : FindOwn(own))
        {
            yield return refusal;
        }
    }

    internal static bool Fits(IEnumerable<string> values) => Uri.EscapeDataString(string.Join(',', values)).Length <= ElasticsearchLimits.MaxListCharacters;

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

    private static bool IsItem(string value) => !value.Contains(',', StringComparison.Ordinal) && value.Trim().Length == value.Length && !value.Any(char.IsControl);
}
