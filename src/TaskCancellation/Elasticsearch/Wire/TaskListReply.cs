using System.Text.Json;

namespace TaskCancellation.Elasticsearch;

/// <summary>The reply to a list and to a cancel: tasks in one of three shapes, beside what failed.</summary>
internal sealed record TaskListReply
{
    /// <summary>By node, then by id: the default.</summary>
    public Dictionary<string, NodeTasks>? Nodes { get; init; }

    /// <summary>An array, or an object by id whose tasks hold their children.</summary>
    public JsonElement? Tasks { get; init; }

    public IReadOnlyList<JsonElement>? NodeFailures { get; init; }

    public IReadOnlyList<TaskProblem>? TaskFailures { get; init; }

    /// <summary>A node; all but its tasks is left out once the node has left.</summary>
    internal sealed record NodeTasks(Dictionary<string, JsonElement>? Tasks);

    /// <summary>What failed for one task. With several tasks on a node, the id may be another's.</summary>
    internal sealed record TaskProblem(long? TaskId, string? NodeId, string? Status, JsonElement? Reason);
}
