using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Status and response of the reindex family, fields in the server's order.</summary>
internal static class BulkJson
{
    /// <summary>How far it has come; a human-readable twin stands beside each duration in responses.</summary>
    internal static string Status(LiveTask task) =>
        Json.Object(json => WriteProgress(json, task, Progress(task), ShownReason(task), isHuman: false));

    internal static string Response(LiveTask task) => Json.Object(json =>
    {
        json.WriteNumber("took", (long)(task.EndedAt!.Value - task.StartedAt).TotalMilliseconds);
        json.WriteBoolean("timed_out", false);
        WriteProgress(json, task, Progress(task), ShownReason(task), isHuman: true);
        json.WriteStartArray("failures");
        json.WriteEndArray();
    });

    private static long Progress(LiveTask task) => task.Ending == ElasticsearchEnding.Completed ? task.Options.Total : task.Options.Done;

    /// <summary>A task that never looks at its flag does not report it either.</summary>
    private static string? ShownReason(LiveTask task) => task.Options.CancelEnds == ElasticsearchCancelEnding.Canceled ? task.CancelReason : null;

    private static void WriteProgress(Utf8JsonWriter json, LiveTask task, long done, string? canceled, bool isHuman)
    {
        var action = task.Options.Action;
        json.WriteNumber("total", task.Options.Total);
        json.WriteNumber("updated", action.EndsWith("update/byquery", StringComparison.Ordinal) ? done : 0);
        json.WriteNumber("created", task.IsReindex ? done : 0);
        json.WriteNumber("deleted", action.EndsWith("delete/byquery", StringComparison.Ordinal) ? done : 0);
        json.WriteNumber("batches", (done + 999) / 1000);
        json.WriteNumber("version_conflicts", 0);
        json.WriteNumber("noops", 0);
        json.WriteStartObject("retries");
        json.WriteNumber("bulk", 0);
        json.WriteNumber("search", 0);
        json.WriteEndObject();
        WriteDuration(json, "throttled", isHuman);
        json.WritePropertyName("requests_per_second");
        json.WriteRawValue("-1.0");
        if (canceled is not null)
        {
            json.WriteString("canceled", canceled);
        }

        WriteDuration(json, "throttled_until", isHuman);
    }

    private static void WriteDuration(Utf8JsonWriter json, string name, bool isHuman)
    {
        if (isHuman)
        {
            json.WriteString(name, "0s");
        }

        json.WriteNumber(name + "_millis", 0);
    }
}
