namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Finds the nodes that a list of node specifications means, read from left to right.</summary>
internal static class NodeResolver
{
    internal static IReadOnlyList<Node> Resolve(Cluster cluster, string[] specifications, ServerVersion version)
    {
        if (specifications.Length == 0)
        {
            return cluster.Nodes;
        }

        var chosen = new HashSet<Node>();
        foreach (var specification in specifications)
        {
            Apply(cluster, specification, chosen, version);
        }

        return [.. cluster.Nodes.Where(chosen.Contains)];
    }

    private static void Apply(Cluster cluster, string specification, HashSet<Node> chosen, ServerVersion version)
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

    private static void ApplyProperty(Cluster cluster, string name, string value, HashSet<Node> chosen, ServerVersion version)
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
    private static bool HasRole(Node node, string role, ServerVersion version) => role switch
    {
        "master" => node.IsMasterEligible(version),
        "cluster_manager" => version.ManagerRole == role && node.IsMasterEligible(version),
        _ => node.Roles(version).Contains(role),
    };
}
