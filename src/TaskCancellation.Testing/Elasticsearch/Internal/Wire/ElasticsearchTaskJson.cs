using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Renders TaskInfo, members in the server's order.</summary>
internal sealed class ElasticsearchTaskJson(ElasticsearchVersion version, DateTimeOffset now, bool isDetailed, bool isHuman)
{
    private static readonly (string Unit, double Nanos)[] Units =
        [("d", 8.64e13), ("h", 3.6e12), ("m", 6e10), ("s", 1e9), ("ms", 1e6), ("micros", 1e3), ("nanos", 1)];

    internal ElasticsearchVersion Version => version;

    /// <summary>The fields of a task, without braces.</summary>
    internal void Write(Utf8JsonWriter json, ElasticsearchStoredTask task, TaskForm form = TaskForm.Running)
    {
        json.WriteString("node", task.Id.Node);
        json.WriteNumber("id", task.Id.Number);
        json.WriteString("type", task.Options.Type);
        json.WriteString("action", task.Options.Action);
        if (isDetailed)
        {
            WriteDetails(json, task, isHuman && form == TaskForm.Running);
        }

        WriteTimes(json, task);
        json.WriteBoolean("cancellable", task.Options.IsCancelable);
        if (WritesFlag(task, form))
        {
            json.WriteBoolean("cancelled", task.IsCanceled && (form == TaskForm.Running || version.IsOpenSearch));
        }

        if (task.Parent.IsSet)
        {
            json.WriteString("parent_task_id", task.Parent.ToString());
        }

        if (!task.Options.OmittedFields.Contains("headers"))
        {
            json.WriteStartObject("headers");
            ElasticsearchJson.WriteStrings(json, task.Headers);
            json.WriteEndObject();
        }

        WriteExtras(json, task, form);
    }

    /// <summary>A record has no place for the flag; OpenSearch puts it there all the same.</summary>
    private bool WritesFlag(ElasticsearchStoredTask task, TaskForm form) => version.WritesCanceled
        && (task.Options.IsCancelable || version.IsOpenSearch)
        && (form != TaskForm.Record || version.IsOpenSearch)
        && !task.Options.OmittedFields.Contains("cancelled");

    internal static string Running(double nanos)
    {
        var (unit, size) = Units.FirstOrDefault(candidate => nanos >= candidate.Nanos);
        return unit is null ? "0s" : (Math.Floor(nanos / size * 10) / 10).ToString("0.#", CultureInfo.InvariantCulture) + unit;
    }

    private static void WriteDetails(Utf8JsonWriter json, ElasticsearchStoredTask task, bool isHuman)
    {
        var status = task.Options.StatusJson ?? (task.IsBulk ? BulkJson.Status(task, isHuman) : null);
        if (status is not null)
        {
            json.WritePropertyName("status");
            json.WriteRawValue(status);
        }

        json.WriteString("description", task.Description);
    }

    private void WriteTimes(Utf8JsonWriter json, ElasticsearchStoredTask task)
    {
        if (isHuman)
        {
            json.WriteString("start_time", Iso(task.StartedAt));
        }

        json.WriteNumber("start_time_in_millis", task.StartedAt.ToUnixTimeMilliseconds());
        var nanos = Math.Max(0, ((task.EndedAt ?? now) - task.StartedAt).Ticks) * 100;
        if (isHuman)
        {
            json.WriteString("running_time", Running(nanos));
        }

        json.WriteNumber("running_time_in_nanos", nanos);
    }

    private void WriteExtras(Utf8JsonWriter json, ElasticsearchStoredTask task, TaskForm form)
    {
        if (task.Original is { } original)
        {
            json.WriteString("original_task_id", original.Id.ToString());
            if (isHuman)
            {
                json.WriteString("original_start_time", Iso(original.StartedAt));
            }

            json.WriteNumber("original_start_time_in_millis", original.StartedAt.ToUnixTimeMilliseconds());
        }

        if (version.WritesResourceStats && isDetailed && form == TaskForm.Running)
        {
            WriteResources(json);
        }

        if (version.WritesCancellationTime && task.CanceledAt is { } canceledAt)
        {
            if (isHuman)
            {
                json.WriteString("cancellation_time", Running(canceledAt.ToUnixTimeMilliseconds() * 1e6));
            }

            json.WriteNumber("cancellation_time_millis", canceledAt.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Nothing is used up here.</summary>
    private static void WriteResources(Utf8JsonWriter json)
    {
        json.WriteStartObject("resource_stats");
        foreach (var kind in (string[])["average", "total", "min", "max"])
        {
            json.WriteStartObject(kind);
            json.WriteNumber("cpu_time_in_nanos", 0);
            json.WriteNumber("memory_in_bytes", 0);
            json.WriteEndObject();
        }

        json.WriteStartObject("thread_info");
        json.WriteNumber("thread_executions", 0);
        json.WriteNumber("active_threads", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Iso(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>The form in which a task is shown.</summary>
internal enum TaskForm
{
    /// <summary>As it runs.</summary>
    Running,

    /// <summary>As its record is kept.</summary>
    Record,

    /// <summary>As its record is read back.</summary>
    ReadBack,
}
