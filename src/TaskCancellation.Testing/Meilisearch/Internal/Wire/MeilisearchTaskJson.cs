using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Writes tasks and errors, members in the server's order.</summary>
internal static class MeilisearchTaskJson
{
    internal static string Summary(MeilisearchStoredTask task, MeilisearchVersion version) => MeilisearchJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("taskUid", task.Uid);
        writer.WriteString("indexUid", task.IndexUid);
        writer.WriteString("status", MeilisearchStates.Enqueued);
        writer.WriteString("type", task.Kind);
        writer.WriteString("enqueuedAt", task.EnqueuedAt.ToString());
        WriteCustomMetadata(writer, task, version);
        writer.WriteEndObject();
    });

    internal static string Full(TaskView task, MeilisearchVersion version) => MeilisearchJson.Write(writer => WriteFull(writer, task, version));

    internal static string Error(MeilisearchRefusal error) => MeilisearchJson.Write(writer => WriteError(writer, error.Message, error.Code, error.Type));

    internal static string List<T>(Page<T> page, MeilisearchVersion version, Action<Utf8JsonWriter, T> writeItem) => MeilisearchJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("results");
        foreach (var item in page.Results)
        {
            writeItem(writer, item);
        }

        writer.WriteEndArray();
        if (version.Has(Since.ListTotal))
        {
            writer.WriteNumber("total", page.Total);
        }

        writer.WriteNumber("limit", page.Limit);
        WriteNumberOrNull(writer, "from", page.From);
        WriteNumberOrNull(writer, "next", page.Next);
        writer.WriteEndObject();
    });

    internal static void WriteFull(Utf8JsonWriter writer, TaskView task, MeilisearchVersion version)
    {
        var row = task.Row;
        writer.WriteStartObject();
        writer.WriteNumber("uid", row.Uid);
        if (version.Has(Since.Batches))
        {
            WriteNumberOrNull(writer, "batchUid", task.BatchUid);
        }

        writer.WriteString("indexUid", row.IndexUid);
        writer.WriteString("status", task.Status);
        writer.WriteString("type", row.Kind);
        WriteNumberOrNull(writer, "canceledBy", row.CanceledBy);
        if (row.Details is { } details)
        {
            writer.WritePropertyName("details");
            writer.WriteRawValue(details.ToString());
        }

        writer.WritePropertyName("error");
        if (row.Error is { } error)
        {
            WriteError(writer, error.Message, error.Code, error.Type);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteString("duration", task.Duration);
        writer.WriteString("enqueuedAt", row.EnqueuedAt.ToString());
        writer.WriteString("startedAt", task.StartedAt?.ToString());
        writer.WriteString("finishedAt", row.FinishedAt?.ToString());
        WriteCustomMetadata(writer, row, version);
        writer.WriteEndObject();
    }

    internal static void WriteNumberOrNull(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void WriteError(Utf8JsonWriter writer, string message, string code, string type)
    {
        writer.WriteStartObject();
        writer.WriteString("message", message);
        writer.WriteString("code", code);
        writer.WriteString("type", type);
        writer.WriteString("link", $"https://docs.meilisearch.com/errors#{code}");
        writer.WriteEndObject();
    }

    private static void WriteCustomMetadata(Utf8JsonWriter writer, MeilisearchStoredTask task, MeilisearchVersion version)
    {
        if (version.Has(Since.CustomMetadata) && task.CustomMetadata is { } metadata)
        {
            writer.WriteString("customMetadata", metadata);
        }
    }
}

/// <summary>A task as a reader sees it: the stored row under the overlay of the batch that runs.</summary>
internal readonly struct TaskView(MeilisearchStoredTask row, RunningBatch? running)
{
    private readonly RunningBatch? batch = running?.Contains(row.Uid) == true ? running : null;

    internal MeilisearchStoredTask Row { get; } = row;

    internal bool IsProcessing => batch is not null;

    internal string Status => batch is null ? Row.Status : MeilisearchStates.Processing;

    internal long? BatchUid => batch?.Uid ?? Row.BatchUid;

    internal Nanos? StartedAt => batch?.StartedAt ?? Row.StartedAt;

    internal string? Duration => StartedAt is { } start && Row.FinishedAt is { } end ? start.DurationTo(end) : null;

    internal MeilisearchRow ToPublic() => new()
    {
        Id = Row.Uid,
        Kind = Row.Kind,
        IndexUid = Row.IndexUid,
        State = Status,
        CanceledBy = Row.CanceledBy,
        BatchUid = BatchUid,
        EnqueuedAt = Row.EnqueuedAt.ToDateTimeOffset(),
        StartedAt = StartedAt?.ToDateTimeOffset(),
        FinishedAt = Row.FinishedAt?.ToDateTimeOffset(),
        EnqueuedAtText = Row.EnqueuedAt.ToString(),
        StartedAtText = StartedAt?.ToString(),
        FinishedAtText = Row.FinishedAt?.ToString(),
        DetailsJson = Row.Details?.ToString(),
        IsHeld = Row.IsHeld,
    };
}
