using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Writes batches, members in the server's order.</summary>
internal static class BatchJson
{
    internal static void Write(Utf8JsonWriter writer, BatchRecord batch, Func<string, string> inferred)
    {
        writer.WriteStartObject();
        writer.WriteNumber("uid", batch.Uid);
        WriteProgress(writer, batch, inferred);
        writer.WritePropertyName("details");
        writer.WriteRawValue(batch.Details.ToString());
        writer.WriteStartObject("stats");
        writer.WriteNumber("totalNbTasks", batch.TaskCount);
        WriteCounts(writer, "status", batch.StatusCounts);
        WriteCounts(writer, "types", batch.KindCounts);
        WriteCounts(writer, "indexUids", batch.IndexCounts);
        // What the engine measured is its own in every run; the emulator has one step to show.
        writer.WriteStartObject("progressTrace");
        writer.WriteString("processing tasks", "1.00ms");
        writer.WriteEndObject();
        WriteMeasured(writer, batch, Effects.Writes, "writeChannelCongestion", """{"attempts":5,"blocking_attempts":0,"blocking_ratio":0.0}""");
        WriteMeasured(writer, batch, Effects.Resizes, "internalDatabaseSizes", """{"documents":"4 KiB (+4 KiB)"}""");
        WriteMeasured(writer, batch, Effects.Embeds, "embedderRequests", """{"total":1,"failed":0}""");
        writer.WriteEndObject();
        writer.WriteString("duration", batch.FinishedAt is { } end ? batch.StartedAt.DurationTo(end) : null);
        writer.WriteString("startedAt", batch.StartedAt.ToString());
        writer.WriteString("finishedAt", batch.FinishedAt?.ToString());
        writer.WriteString("batchStrategy", inferred(batch.Strategy));
        writer.WriteEndObject();
    }

    /// <summary>Progress is shown only while the batch runs; the emulator knows a single step.</summary>
    private static void WriteProgress(Utf8JsonWriter writer, BatchRecord batch, Func<string, string> inferred)
    {
        if (batch.FinishedAt is not null)
        {
            writer.WriteNull("progress");
            return;
        }

        writer.WriteStartObject("progress");
        writer.WriteStartArray("steps");
        writer.WriteStartObject();
        writer.WriteString("currentStep", inferred("processing tasks"));
        writer.WriteNumber("finished", 0);
        writer.WriteNumber("total", 2);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WritePropertyName("percentage");
        writer.WriteRawValue("0.0");
        writer.WriteEndObject();
    }

    private static void WriteMeasured(Utf8JsonWriter writer, BatchRecord batch, Effects effect, string name, string json)
    {
        if (batch.Effects.HasFlag(effect))
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json);
        }
    }

    private static void WriteCounts(Utf8JsonWriter writer, string name, IReadOnlyList<KeyValuePair<string, int>> counts)
    {
        writer.WriteStartObject(name);
        foreach (var (key, count) in counts)
        {
            writer.WriteNumber(key, count);
        }

        writer.WriteEndObject();
    }
}
