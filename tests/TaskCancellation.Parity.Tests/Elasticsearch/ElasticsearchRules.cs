using System.Text.RegularExpressions;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Elasticsearch;

/// <summary>What of an Elasticsearch reply is held against the recordings.</summary>
/// <param name="isStandIn">Whether the recorded server had a stand-in for its reindex module: the counts in a status are then the stand-in's.</param>
internal sealed partial class ElasticsearchRules(bool isStandIn) : ReplyRules
{
    /// <summary>How the reply is framed on the wire (<c>Transfer-Encoding</c>) is the web server's.</summary>
    internal override IReadOnlyList<string> Headers { get; } =
        ["Content-Type", "Content-Encoding", "Allow", "X-Opaque-Id", "X-elastic-product", "X-OpenSearch-Version"];

    [GeneratedRegex(@"\.(total|updated|created|deleted|batches|version_conflicts|noops|requests_per_second)\z")]
    private static partial Regex Counts { get; }

    /// <summary>Which of two tasks gets a document that both want, and what of it the last refresh lets a search see, is chance.</summary>
    [GeneratedRegex(@"\.(updated|deleted|version_conflicts)\z|\A\$\.total\z")]
    private static partial Regex Raced { get; }

    [GeneratedRegex(@"\.(tasks|children|node_failures|task_failures|hits)\z")]
    private static partial Regex Sets { get; }

    /// <summary>How the recorded cluster was called, packaged and laid out, and which o'clock it was.</summary>
    [GeneratedRegex(@"\A\$\.(cluster_name|status|version\.(build_flavor|build_type|lucene_version)|.*shards.*)\z|\.(_seq_no|timestamp)\z")]
    private static partial Regex Circumstances { get; }

    internal override bool MayDiffer(string path, RecordedStep step) =>
        (isStandIn && Counts.IsMatch(path))
        || (Raced.IsMatch(path) && (step.Path.Contains("_by_query", StringComparison.Ordinal) || step.Json.GetRawText().Contains("/byquery", StringComparison.Ordinal)))
        || IsStartCount(path, step) || (Circumstances.IsMatch(path) && !step.Path.StartsWith("/_tasks", StringComparison.Ordinal));

    /// <summary>Bytes of a compression are its library's; the cells of a table of tasks are times and ids of that day.</summary>
    internal override bool IsTextFree(RecordedStep step) =>
        step.ReplyHeaders.ContainsKey("content-encoding") || step.Path.StartsWith("/_cat/", StringComparison.Ordinal);

    /// <summary>Tasks are listed in the order of a hash table.</summary>
    internal override bool IsUnordered(string path, RecordedStep step) => Sets.IsMatch(path);

    /// <summary>Tasks that the recording does not follow are all named <c>${node}:${number}</c>, and a JSON object keeps one of them.</summary>
    internal override bool StandsForSeveral(string name) => name.EndsWith(":${number}", StringComparison.Ordinal);

    /// <summary>How often the cluster had started its own task before is chance: a cancel that stops itself may or may not reach it.</summary>
    private static bool IsStartCount(string path, RecordedStep step) =>
        path.EndsWith(".parent_task_id", StringComparison.Ordinal) && step.Json.GetRawText().Contains("\"health-node[c]\"", StringComparison.Ordinal);
}
