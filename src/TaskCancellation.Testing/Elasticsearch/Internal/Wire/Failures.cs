using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The failures of single nodes and tasks in a request that is still answered 200.</summary>
internal sealed class Failures
{
    private readonly List<(string NodeId, ElasticsearchError Cause)> nodes = [];
    private readonly List<(WireId Task, ElasticsearchError Cause)> tasks = [];

    internal bool HasNode(string nodeId) => nodes.Exists(failure => failure.NodeId == nodeId);

    internal void AddNode(string nodeId, ElasticsearchError cause) => nodes.Add((nodeId, cause));

    internal void AddTask(WireId task, ElasticsearchError cause) => tasks.Add((task, cause));

    internal void Write(Utf8JsonWriter json)
    {
        WriteAll(json, "task_failures", tasks, failure =>
        {
            json.WriteNumber("task_id", failure.Task.Number);
            json.WriteString("node_id", failure.Task.Node);
            json.WriteString("status", Status(failure.Cause));
            json.WriteStartObject("reason");
            ElasticsearchJson.WriteError(json, failure.Cause);
            json.WriteEndObject();
        });
        WriteAll(json, "node_failures", nodes, failure => ElasticsearchJson.WriteError(
            json,
            new ElasticsearchError("failed_node_exception", $"Failed node [{failure.NodeId}]", failure.Cause).With("node_id", failure.NodeId)));
    }

    /// <summary>The HTTP status that the exception has when it stands alone.</summary>
    internal static int StatusOf(ElasticsearchError error) => error.Type switch
    {
        "illegal_argument_exception" or "mapper_parsing_exception" or "document_parsing_exception" or "strict_dynamic_mapping_exception"
            or "index_closed_exception" or "parse_exception" or "query_shard_exception" or "script_exception" => 400,
        "security_exception" or "cluster_block_exception" => 403,
        "resource_not_found_exception" or "index_not_found_exception" => 404,
        "version_conflict_engine_exception" => 409,
        "es_rejected_execution_exception" or "rejected_execution_exception" or "circuit_breaking_exception" => 429,
        "status_exception" or "no_shard_available_action_exception" or "unavailable_shards_exception" or "node_closed_exception" => 503,
        _ => 500,
    };

    /// <summary>The name of that status.</summary>
    private static string Status(ElasticsearchError error) => StatusOf(error) switch
    {
        400 => "BAD_REQUEST",
        403 => "FORBIDDEN",
        404 => "NOT_FOUND",
        409 => "CONFLICT",
        429 => "TOO_MANY_REQUESTS",
        503 => "SERVICE_UNAVAILABLE",
        _ => "INTERNAL_SERVER_ERROR",
    };

    private static void WriteAll<T>(Utf8JsonWriter json, string name, List<T> failures, Action<T> write)
    {
        if (failures.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var failure in failures)
        {
            json.WriteStartObject();
            write(failure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
