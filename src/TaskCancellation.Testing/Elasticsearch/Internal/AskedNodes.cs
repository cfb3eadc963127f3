using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The nodes that a request asks, and what goes wrong with them while it is under way.</summary>
internal sealed class AskedNodes(ServerVersion version, string action, IReadOnlyList<Node> nodes, DateTimeOffset askedAt)
{
    private readonly Dictionary<Node, int> deaths = nodes.ToDictionary(node => node, node => node.Deaths);

    /// <summary>All of them, those that have left since included.</summary>
    internal IReadOnlyList<Node> All { get; } = [.. nodes];

    internal bool HasDied(Node node) => node.Deaths != deaths[node];

    /// <summary>Why a node will not answer any more; null while it may.</summary>
    internal ElasticsearchError? FailureOf(Node node) => node.Failure ?? (HasDied(node)
        ? new ElasticsearchError("node_disconnected_exception", $"[{node.Name}][{node.Address}][{action}] disconnected")
        : null);

    /// <summary>What is said of a node that has not answered in time.</summary>
    internal ElasticsearchError Late(Node node, DateTimeOffset now)
    {
        var took = (long)Math.Max(0, (now - askedAt).TotalMilliseconds);
        var error = new ElasticsearchError(
            "receive_timeout_transport_exception",
            string.Create(CultureInfo.InvariantCulture, $"[{node.Name}][{node.Address}][{action}] request_id [{askedAt.ToUnixTimeMilliseconds() % 100_000}] timed out after [{took}ms]"));
        return version.MarksTimeouts ? error.With("timed_out", true) : error;
    }
}
