using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The route that Diego reports ends to. It is internal: no token, and errors of the second API.</summary>
internal sealed class Callbacks(Store store, Lifecycle lifecycle)
{
    internal EmulatedReply Complete(EmulatedRequest request, string guid)
    {
        var report = Parse(request);
        var task = store.FindTask(guid) ?? throw Refusal.Missing($"Task not found: {guid}");
        if (Text(report, "task_guid") != guid || task.IsTerminal)
        {
            throw Refusal.InvalidRequest();
        }

        lifecycle.Report(task, Reason(report));
        return Json.Reply(200, _ => { }, isV3: false);
    }

    /// <summary>Why it failed; null for success. A report without its members is a failure of its own.</summary>
    private static string? Reason(JsonElement report) => (report.TryGetProperty("failed", out var failed) ? failed.ValueKind : JsonValueKind.Undefined, Text(report, "failure_reason")) switch
    {
        (JsonValueKind.False, not null) => null,
        (JsonValueKind.True, { } reason) => reason,
        _ => Lifecycle.MalformedReason,
    };

    private static JsonElement Parse(EmulatedRequest request)
    {
        try
        {
            var report = JsonElement.Parse(request.Body.Span);
            return report.ValueKind == JsonValueKind.Object ? report : throw Refusal.Unknown();
        }
        catch (JsonException)
        {
            throw Refusal.BadBody(request.BodyText);
        }
    }

    private static string? Text(JsonElement report, string name) =>
        report.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
