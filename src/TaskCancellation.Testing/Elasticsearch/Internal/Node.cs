namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A member of the cluster.</summary>
internal sealed class Node(ElasticsearchNode options, string id, int place)
{
    internal string Id => id;

    internal string Name { get; } = options.Name ?? $"es-{place}";

    internal string Host { get; } = options.Host ?? $"10.0.0.{place}";

    internal string Address => $"{Host}:9300";

    internal IReadOnlyList<string> Roles(ServerVersion version) => options.Roles ?? version.UsualRoles;

    internal IReadOnlyDictionary<string, string> Attributes => options.Attributes;

    /// <summary>Whether it answers nothing.</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>How often it has died or left.</summary>
    internal int Deaths { get; set; }

    internal long LastNumber { get; set; }

    /// <summary>What requests to it fail with, or null.</summary>
    internal ElasticsearchError? Failure { get; set; }

    internal bool IsMasterEligible(ServerVersion version) => Roles(version).Contains("master") || Roles(version).Contains("cluster_manager");
}
