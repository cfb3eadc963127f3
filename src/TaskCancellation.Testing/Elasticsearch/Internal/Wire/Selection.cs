using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The filters that list and cancel share.</summary>
internal sealed record Selection(string[] Nodes, WireId Id, string[] Actions, WireId Parent)
{
    internal static Selection Read(ElasticsearchParameters query, WireId id) =>
        new(query.List("nodes"), id, query.List("actions"), WireId.Parse(query.Text("parent_task_id")));

    /// <summary>Whether actions and parent let a task through.</summary>
    internal bool Allows(ElasticsearchStoredTask task) =>
        (Actions.Length == 0 || Actions.Any(pattern => Wildcard.Matches(pattern, task.Options.Action)))
        && (!Parent.IsSet || task.Parent == Parent);
}

/// <summary>The nodes that a request involves, and the failures on them while it runs.</summary>
internal sealed class AskedNodes(ElasticsearchVersion version, string action, IReadOnlyList<StoredNode> nodes, DateTimeOffset askedAt)
{
    private readonly Dictionary<StoredNode, int> deaths = nodes.ToDictionary(node => node, node => node.Deaths);

    /// <summary>All of them, those that have left since included.</summary>
    internal IReadOnlyList<StoredNode> All { get; } = [.. nodes];

    internal bool HasDied(StoredNode node) => node.Deaths != deaths[node];

    /// <summary>Why a node will not answer any more; null while it may.</summary>
    internal ElasticsearchError? FailureOf(StoredNode node) => node.Failure ?? (HasDied(node)
        ? new ElasticsearchError("node_disconnected_exception", $"[{node.Name}][{node.Address}][{action}] disconnected")
        : null);

    /// <summary>What is said of a node that has not answered in time.</summary>
    internal ElasticsearchError Late(StoredNode node, DateTimeOffset now)
    {
        var took = (long)Math.Max(0, (now - askedAt).TotalMilliseconds);
        var error = new ElasticsearchError(
            "receive_timeout_transport_exception",
            string.Create(CultureInfo.InvariantCulture, $"[{node.Name}][{node.Address}][{action}] request_id [{askedAt.ToUnixTimeMilliseconds() % 100_000}] timed out after [{took}ms]"));
        return version.MarksTimeouts ? error.With("timed_out", true) : error;
    }
}

/// <summary>Resolves a list of node specifications, from left to right.</summary>
internal static class NodeResolver
{
    internal static IReadOnlyList<StoredNode> Resolve(ElasticsearchStore cluster, string[] specifications, ElasticsearchVersion version)
    {
        if (specifications.Length == 0)
        {
            return cluster.Nodes;
        }

        var chosen = new HashSet<StoredNode>();
        foreach (var specification in specifications)
        {
            Apply(cluster, specification, chosen, version);
        }

        return [.. cluster.Nodes.Where(chosen.Contains)];
    }

    private static void Apply(ElasticsearchStore cluster, string specification, HashSet<StoredNode> chosen, ElasticsearchVersion version)
    {
        switch (specification)
        {
            case "_all":
                chosen.UnionWith(cluster.Nodes);
                return;
            case "_local":
                chosen.Add(cluster.Local);
                return;
            case "_master":
            case "_cluster_manager" when version.ManagerRole == "cluster_manager":
                chosen.UnionWith(cluster.Nodes.Where(node => node.IsMasterEligible(version)).Take(1));
                return;
        }

        chosen.UnionWith(cluster.Nodes.Where(node => node.Id == specification
            || Wildcard.Matches(specification, node.Name) || Wildcard.Matches(specification, node.Host)));
        if (specification.Split(':', 2) is [var name, var value])
        {
            ApplyProperty(cluster, name, value, chosen, version);
        }
    }

    private static void ApplyProperty(ElasticsearchStore cluster, string name, string value, HashSet<StoredNode> chosen, ElasticsearchVersion version)
    {
        var withRole = cluster.Nodes.Where(node => HasRole(node, name, version)).ToList();
        if (value == "true")
        {
            chosen.UnionWith(withRole);
        }
        else if (value == "false")
        {
            chosen.ExceptWith(withRole);
        }

        chosen.UnionWith(cluster.Nodes.Where(node => node.Attributes.Any(attribute =>
            Wildcard.Matches(name, attribute.Key) && Wildcard.Matches(value, attribute.Value))));
    }

    /// <summary>Where the manager has a new name, the old one means it still.</summary>
    private static bool HasRole(StoredNode node, string role, ElasticsearchVersion version) => role switch
    {
        "master" => node.IsMasterEligible(version),
        "cluster_manager" => version.ManagerRole == role && node.IsMasterEligible(version),
        _ => node.Roles(version).Contains(role),
    };
}
