using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What went wrong for single nodes and tasks in a request that is answered 200 all the same.</summary>
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
            Json.WriteError(json, failure.Cause);
            json.WriteEndObject();
        });
        WriteAll(json, "node_failures", nodes, failure => Json.WriteError(
            json,
            new ElasticsearchError("failed_node_exception", $"Failed node [{failure.NodeId}]", failure.Cause).With("node_id", failure.NodeId)));
    }

    /// <summary>The name of the HTTP status that the exception has when it stands alone.</summary>
    private static string Status(ElasticsearchError error) => error.Type switch
    {
        "status_exception" => "SERVICE_UNAVAILABLE",
        "security_exception" => "FORBIDDEN",
        "illegal_argument_exception" => "BAD_REQUEST",
        "resource_not_found_exception" => "NOT_FOUND",
        "es_rejected_execution_exception" or "circuit_breaking_exception" => "TOO_MANY_REQUESTS",
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
