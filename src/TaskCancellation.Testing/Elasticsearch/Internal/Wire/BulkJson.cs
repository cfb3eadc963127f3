using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Status and response of the reindex family, members in the server's order.</summary>
internal static class BulkJson
{
    private const int UsualBatch = 1000;

    /// <summary>How far it has come.</summary>
    internal static string Status(ElasticsearchStoredTask task, bool isHuman) => ElasticsearchJson.Object(json => WriteProgress(json, StatusOf(task), isHuman, BulkRequest.Reindex));

    /// <summary>What the index of results keeps: durations to read stand beside those to count with, and every count is there.</summary>
    internal static string Response(ElasticsearchStoredTask task, bool namesType) => Write(task, isHuman: true, BulkRequest.Reindex, namesType);

    /// <summary>The reply to a caller that waited: only the counts that the action can have.</summary>
    internal static string Answer(ElasticsearchStoredTask task, bool isHuman, bool namesType) => Write(task, isHuman, task.Options.Action, namesType);

    internal static BulkStatus StatusOf(ElasticsearchStoredTask task)
    {
        var status = task.Slices is { } slices ? BulkStatus.Sum([.. slices.Select(slice => slice.IsLive ? null : StatusOf(slice))]) : task.Run?.Status ?? Described(task);
        return status with { SliceId = task.SliceId, Canceled = ShownReason(task) };
    }

    /// <summary>What went wrong with single documents, in the task or its slices.</summary>
    internal static IEnumerable<ElasticsearchWriteFailure> FailuresOf(ElasticsearchStoredTask task) => task.Slices?.SelectMany(FailuresOf) ?? task.Run?.Failures ?? task.Options.WriteFailures;

    /// <summary>A task that was added and works on no index is as far as the test says.</summary>
    private static BulkStatus Described(ElasticsearchStoredTask task)
    {
        var done = task.Ending == ElasticsearchEnding.Completed ? task.Options.Total : task.Options.Done;
        return new BulkStatus
        {
            Total = task.Options.Total,
            Updated = task.Options.Action == BulkRequest.Update ? done : 0,
            Created = task.IsReindex ? done : 0,
            Deleted = task.Options.Action == BulkRequest.Delete ? done : 0,
            Batches = (int)((done + UsualBatch - 1) / UsualBatch),
            Rate = float.PositiveInfinity,
        };
    }

    /// <summary>A task that never looks at its flag does not report it either.</summary>
    private static string? ShownReason(ElasticsearchStoredTask task) => task.Options.CancelEnding
        is ElasticsearchCancelEnding.Ignored or ElasticsearchCancelEnding.CompletesAnyway or ElasticsearchCancelEnding.OwnFailure ? null : task.CancelReason;

    private static string Write(ElasticsearchStoredTask task, bool isHuman, string action, bool namesType) => ElasticsearchJson.Object(json =>
    {
        json.WriteNumber("took", (long)((task.EndedAt ?? task.StartedAt) - task.StartedAt).TotalMilliseconds);
        json.WriteBoolean("timed_out", task.Options.TimesOut);
        WriteProgress(json, StatusOf(task), isHuman, action);
        json.WriteStartArray("failures");
        foreach (var failure in FailuresOf(task))
        {
            WriteFailure(json, failure, namesType);
        }

        json.WriteEndArray();
    });

    private static void WriteFailure(Utf8JsonWriter json, ElasticsearchWriteFailure failure, bool namesType)
    {
        json.WriteStartObject();
        json.WriteString("index", failure.Index);
        if (namesType)
        {
            json.WriteString("type", "_doc");
        }

        json.WriteString("id", failure.Id);
        json.WriteStartObject("cause");
        ElasticsearchJson.WriteError(json, failure.Cause);
        json.WriteEndObject();
        json.WriteNumber("status", Failures.StatusOf(failure.Cause));
        json.WriteEndObject();
    }

    private static void WriteProgress(Utf8JsonWriter json, BulkStatus status, bool isHuman, string action)
    {
        if (status.SliceId is { } slice)
        {
            json.WriteNumber("slice_id", slice);
        }

        json.WriteNumber("total", status.Total);
        if (action != BulkRequest.Delete)
        {
            json.WriteNumber("updated", status.Updated);
        }

        if (action == BulkRequest.Reindex)
        {
            json.WriteNumber("created", status.Created);
        }

        json.WriteNumber("deleted", status.Deleted);
        json.WriteNumber("batches", status.Batches);
        json.WriteNumber("version_conflicts", status.Conflicts);
        json.WriteNumber("noops", 0);
        json.WriteStartObject("retries");
        json.WriteNumber("bulk", 0);
        json.WriteNumber("search", 0);
        json.WriteEndObject();
        WriteDuration(json, "throttled", status.Throttled, isHuman);
        json.WritePropertyName("requests_per_second");
        json.WriteRawValue(float.IsInfinity(status.Rate) ? "-1.0" : status.Rate.ToString("0.0#####", System.Globalization.CultureInfo.InvariantCulture));
        if (status.Canceled is { } reason)
        {
            json.WriteString("canceled", reason);
        }

        WriteDuration(json, "throttled_until", status.ThrottledUntil, isHuman);
        WriteSlices(json, status.Slices, isHuman);
    }

    private static void WriteSlices(Utf8JsonWriter json, IReadOnlyList<BulkStatus?>? slices, bool isHuman)
    {
        if (slices is null)
        {
            return;
        }

        json.WriteStartArray("slices");
        foreach (var slice in slices)
        {
            if (slice is null)
            {
                json.WriteNullValue();
                continue;
            }

            json.WriteStartObject();
            WriteProgress(json, slice, isHuman, BulkRequest.Reindex);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDuration(Utf8JsonWriter json, string name, TimeSpan duration, bool isHuman)
    {
        if (isHuman)
        {
            json.WriteString(name, ElasticsearchTaskJson.Running(duration.TotalNanoseconds));
        }

        json.WriteNumber(name + "_millis", (long)duration.TotalMilliseconds);
    }
}
