using System.Text.Json;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Elasticsearch;

/// <summary>A task as a recorded reply shows it.</summary>
/// <param name="Index">Where in the section.</param>
/// <param name="Step">The step.</param>
/// <param name="Task">What is shown of the task.</param>
internal sealed record Sighting(int Index, RecordedStep Step, JsonElement Task)
{
    /// <summary>The symbol of the task; null for one that the recording does not follow.</summary>
    internal string? Symbol { get; } = SymbolOf(Text(Task, "id"), ElasticsearchSymbols.NumberSuffix);

    /// <summary>The symbol of its node.</summary>
    internal string Node { get; } = SymbolOf(Text(Task, "node"), "") ?? "node";

    /// <summary>The symbol of its parent; null for a task without one.</summary>
    internal string? Parent { get; } = SymbolOf(Text(Task, "parent_task_id"), "");

    internal bool HasParent => Task.TryGetProperty("parent_task_id", out _);

    internal string Action { get; } = Text(Task, "action")!;

    internal string? Description => Text(Task, "description");

    /// <summary>Whether it copies, updates or deletes documents.</summary>
    internal bool IsBulk => Action.StartsWith("indices:data/write/", StringComparison.Ordinal);

    /// <summary>Whether it is a request about tasks, or a task that the cluster keeps for itself.</summary>
    internal bool IsOwn => Action.StartsWith("cluster:", StringComparison.Ordinal) || Action.StartsWith("health-node", StringComparison.Ordinal);

    internal string? OpaqueId => Task.TryGetProperty("headers", out var headers) ? Text(headers, "X-Opaque-Id") : null;

    internal JsonElement? Status => Task.TryGetProperty("status", out var status) ? status : null;

    internal bool IsFlagged => Task.TryGetProperty("cancelled", out var flag) && flag.ValueKind == JsonValueKind.True;

    /// <summary>Whether the reply says that it has ended.</summary>
    internal bool HasEnded => Step.Reply is { ValueKind: JsonValueKind.Object } reply && reply.TryGetProperty("completed", out var completed) && completed.GetBoolean();

    /// <summary>Whether it ended because it was canceled.</summary>
    internal bool EndedCanceled =>
        HasEnded && ((Status is { } status && Text(status, "canceled") is not null) || Step.Reply!.Value.GetRawText().Contains("task_cancelled_exception", StringComparison.Ordinal));

    /// <summary>The whole record, where it was read from the index of results.</summary>
    internal JsonElement? Record { get; init; }

    /// <summary>What it failed with, as its record says; null for none.</summary>
    internal JsonElement? Error => Record is { } record ? (record.TryGetProperty("error", out var kept) ? kept : null) : HasEnded && Step.Reply!.Value.TryGetProperty("error", out var error) ? error : null;

    /// <summary>Whether a record was read.</summary>
    internal bool IsRecord => HasEnded && (Error is not null || Step.Reply!.Value.TryGetProperty("response", out _));

    internal static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Every task in a reply, children included.</summary>
    internal static IEnumerable<JsonElement> TasksIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => (json.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.String && json.TryGetProperty("id", out _) ? [json] : Array.Empty<JsonElement>())
            .Concat(json.EnumerateObject().SelectMany(member => TasksIn(member.Value))),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(TasksIn),
        _ => [],
    };

    /// <summary>Every record in a reply of the index of results.</summary>
    internal static IEnumerable<JsonElement> RecordsIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty("_source", out var source) => [source],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => RecordsIn(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(RecordsIn),
        _ => [],
    };

    private static string? SymbolOf(string? text, string suffix)
    {
        if (text is null || ElasticsearchSymbols.Syntax.Match(text) is not { Success: true } match || match.Length != text.Length)
        {
            return null;
        }

        var name = match.Groups["name"].Value;
        return name != "number" && name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : null;
    }
}
