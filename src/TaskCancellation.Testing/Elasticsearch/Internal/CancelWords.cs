using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What a cancelled task ends with, in the words of the product.</summary>
internal sealed class CancelWords(ServerVersion version, string reason)
{
    internal ElasticsearchError TaskCancelled => Cancelled(version.IsOpenSearch ? $"cancelled task with reason: {reason}" : $"task cancelled [{reason}]");

    internal ElasticsearchError ChildRefused => Cancelled(version.IsOpenSearch
        ? $"The parent task was cancelled, shouldn't start any child tasks, {reason}"
        : $"parent task was cancelled [{reason}]");

    private ElasticsearchError ParentCancelled => version.IsOpenSearch ? TaskCancelled : ChildRefused;

    /// <summary>Elasticsearch notices where it reads on, which is no shard; OpenSearch in the shard.</summary>
    internal ElasticsearchError SearchFailed(string index, string node) => version.IsOpenSearch
        ? Search("all shards failed", "query", Shard(0, index, node, TaskCancelled)) with { CausedBy = TaskCancelled }
        : Search("all shards failed", "query", Shard(-1, null, null, TaskCancelled)) with { CausedBy = TaskCancelled };

    internal ElasticsearchError SearchPartlyFailed(string index, string node) =>
        Search("Partial shards failure", "query", Shard(version.IsOpenSearch ? 1 : 0, index, node, ParentCancelled)) with { CausedBy = NamedCause };

    internal ElasticsearchError FetchFailed(string index, string node) =>
        Search("all shards failed", "fetch", Shard(0, index, node, ParentCancelled)) with { CausedBy = NamedCause };

    /// <summary>7.17 names the cause only in the failure of the shard.</summary>
    private ElasticsearchError? NamedCause => version.IsOpenSearch || version.Major >= 8 ? ParentCancelled : null;

    private static ElasticsearchError Cancelled(string text) => new("task_cancelled_exception", text);

    private static ElasticsearchError Search(string text, string phase, JsonObject shard) => new ElasticsearchError("search_phase_execution_exception", text)
        .With("phase", phase)
        .With("grouped", true)
        .With("failed_shards", new JsonArray(shard));

    private static JsonObject Shard(int number, string? index, string? node, ElasticsearchError reason)
    {
        var shard = new JsonObject { ["shard"] = number, ["index"] = index };
        if (node is not null)
        {
            shard["node"] = node;
        }

        shard["reason"] = new JsonObject { ["type"] = reason.Type, ["reason"] = reason.Reason };
        return shard;
    }
}
