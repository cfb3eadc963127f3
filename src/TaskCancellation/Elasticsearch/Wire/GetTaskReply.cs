using System.Text.Json;

namespace TaskCancellation.Elasticsearch;

/// <summary>The reply to a read of one task: running, or its stored result.</summary>
internal sealed record GetTaskReply
{
    public required bool Completed { get; init; }

    public required TaskInfo Task { get; init; }

    public JsonElement? Response { get; init; }

    public JsonElement? Error { get; init; }
}
