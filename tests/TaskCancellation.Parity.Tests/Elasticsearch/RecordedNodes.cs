using System.Text.Json;
using TaskCancellation.Recordings;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Parity.Tests.Elasticsearch;

/// <summary>The nodes of a recorded cluster, as its lists describe them.</summary>
internal static class RecordedNodes
{
    /// <summary>Every node by its symbol, in the order of the symbols.</summary>
    internal static IReadOnlyDictionary<string, ElasticsearchNode> Of(IEnumerable<RecordedStep> steps)
    {
        var nodes = new SortedDictionary<string, ElasticsearchNode>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            if (step.Reply is { ValueKind: JsonValueKind.Object } reply && reply.TryGetProperty("nodes", out var shown) && shown.ValueKind == JsonValueKind.Object)
            {
                foreach (var node in shown.EnumerateObject().Where(node => node.Value.TryGetProperty("roles", out _) && node.Value.TryGetProperty("host", out _)))
                {
                    nodes.TryAdd(node.Name[2..^1], Read(node.Value));
                }
            }
        }

        return nodes;
    }

    private static ElasticsearchNode Read(JsonElement node) => new()
    {
        Name = node.GetProperty("name").GetString(),
        Host = node.GetProperty("host").GetString(),
        Roles = [.. node.GetProperty("roles").EnumerateArray().Select(role => role.GetString()!)],
        Attributes = node.TryGetProperty("attributes", out var attributes)
            ? attributes.EnumerateObject().ToDictionary(attribute => attribute.Name, attribute => attribute.Value.GetString()!)
            : [],
    };
}
