using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Writes batches, members in the server's order.</summary>
internal static class BatchJson
{
    /// <summary>The measurements of the engine and the effects they belong to. They differ in every run, so one example is used for all.</summary>
    private static readonly (Effects Effect, Since Since, string Name, string Json)[] Measures =
    [
        (Effects.None, Since.BatchMeasures, "progressTrace", """{"processing tasks":"1.00ms"}"""),
        (Effects.Writes, Since.BatchMeasures, "writeChannelCongestion", """{"attempts":5,"blocking_attempts":0,"blocking_ratio":0.0}"""),
        (Effects.Resizes, Since.BatchMeasures, "internalDatabaseSizes", """{"documents":"4 KiB (+4 KiB)"}"""),
        (Effects.Embeds, Since.EmbedderRequests, "embedderRequests", """{"total":1,"failed":0}"""),
    ];

    /// <summary>How far a batch has come: at work, and where it waits for an embedder.</summary>
    private const string Working = """{"steps":[{"currentStep":"processing tasks","finished":0,"total":2},{"currentStep":"indexing","finished":3,"total":4}],"percentage":37.5}""";
    private const string Embedding = """{"steps":[{"currentStep":"processing tasks","finished":0,"total":2},{"currentStep":"indexing","finished":3,"total":4},{"currentStep":"extracting embeddings","finished":7,"total":24},{"currentStep":"document","finished":0,"total":1}],"percentage":41.145836}""";

    internal static void Write(Utf8JsonWriter writer, BatchRecord batch, MeilisearchVersion version, Func<string, string> inferred)
    {
        writer.WriteStartObject();
        writer.WriteNumber("uid", batch.Uid);
        writer.WritePropertyName("progress");
        writer.WriteRawValue(!batch.IsRunning ? "null" : batch.Effects.HasFlag(Effects.Embeds) ? Embedding : Working);
        writer.WritePropertyName("details");
        writer.WriteRawValue(batch.Details.ToString());
        writer.WriteStartObject("stats");
        writer.WriteNumber("totalNbTasks", batch.TaskCount);
        WriteCounts(writer, "status", batch.StatusCounts);
        WriteCounts(writer, "types", batch.KindCounts);
        WriteCounts(writer, "indexUids", batch.IndexCounts);
        foreach (var measure in Measures.Where(measure => version.Has(measure.Since) && batch.Effects.HasFlag(measure.Effect)))
        {
            writer.WritePropertyName(measure.Name);
            writer.WriteRawValue(measure.Json);
        }

        writer.WriteEndObject();
        writer.WriteString("duration", batch.FinishedAt is { } end ? batch.StartedAt.DurationTo(end) : null);
        writer.WriteString("startedAt", batch.StartedAt.ToString());
        writer.WriteString("finishedAt", batch.FinishedAt?.ToString());
        if (version.Has(Since.BatchStrategy))
        {
            writer.WriteString("batchStrategy", inferred(batch.Strategy));
        }

        writer.WriteEndObject();
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
