using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>What a list tells of its nodes, held against the nodes that were asked for: a service that was not told of them shows the tasks of all.</summary>
/// <param name="patterns">Ids, and names, hosts and addresses with wildcards.</param>
internal sealed class ElasticsearchNodeNames(IReadOnlyList<string> patterns)
{
    /// <summary>What names nodes otherwise, by a role, an attribute or the place of the one that was asked, only the service can tell: then null.</summary>
    internal static ElasticsearchNodeNames? Of(TaskFilter filter) =>
        filter is ElasticsearchTaskFilter { Nodes: { } nodes } && !nodes.Any(node => node.Contains(':', StringComparison.Ordinal) || node.StartsWith('_')) ? new ElasticsearchNodeNames(nodes) : null;

    /// <summary>Whether a node is none of those. One whose name is not shown, as when it has just left, may be.</summary>
    internal bool Exclude(string id, Node node) =>
        node.Name is { } name && !patterns.Any(pattern => pattern == id || Matches(pattern, name) || Matches(pattern, node.Host) || Matches(pattern, WithoutPort(node.Address)));

    private static bool Matches(string pattern, string? text) => text is not null && ElasticsearchFilterTranslator.Matches(pattern, text);

    private static string? WithoutPort(string? address) => address?.LastIndexOf(':') is > 0 and var colon ? address[..colon] : address;

    /// <summary>What a reply tells of one node.</summary>
    internal record struct Node(string? Name, string? Host, string? Address)
    {
        /// <summary>Takes the member that comes, if it is one of these.</summary>
        internal void Read(ref WireReader reader)
        {
            if (reader.Is("name"u8))
            {
                Name = reader.Text();
            }
            else if (reader.Is("host"u8))
            {
                Host = reader.Text();
            }
            else if (reader.Is("ip"u8))
            {
                Address = reader.Text();
            }
        }
    }
}
