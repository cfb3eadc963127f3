using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The replies of the management of reindexing: rows that are tasks of one kind, flat, and short of what all have in common.</summary>
internal static class ElasticsearchReindexList
{
    /// <summary>The kind of all of them.</summary>
    internal const string Kind = "indices:data/write/reindex";

    private const long NanosPerTick = 100;

    /// <summary>How to read a list.</summary>
    /// <param name="product">What the service calls itself.</param>
    /// <param name="keepRaw">Whether each task keeps its JSON.</param>
    internal static WireRead<ElasticsearchPage> Reader(string product, bool keepRaw = false) => (ref WireReader reader) => Read(ref reader, keepRaw, new ElasticsearchFailureList(product));

    /// <summary>Whether a cancel was taken.</summary>
    internal static bool ReadAcknowledgement(ref WireReader reader)
    {
        bool? isTaken = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("acknowledged"u8))
            {
                isTaken = reader.RequireFlag();
            }
        }

        return reader.Require(isTaken, "acknowledged");
    }

    private static ElasticsearchPage Read(ref WireReader reader, bool keepRaw, ElasticsearchFailureList failures)
    {
        List<TaskSnapshot>? tasks = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("reindex"u8))
            {
                tasks = [];
                reader.RequireArray();
                while (reader.NextItem())
                {
                    tasks.Add(ReadRow(ref reader, keepRaw));
                    reader.RequireRoomFor(tasks.Count);
                }
            }
            else if (reader.Is("node_failures"u8))
            {
                failures.ReadNodes(ref reader);
            }
            else if (reader.Is("task_failures"u8))
            {
                failures.ReadTasks(ref reader);
            }
        }

        return new ElasticsearchPage(reader.Require(tasks, "reindex"), failures);
    }

    private static TaskSnapshot ReadRow(ref WireReader reader, bool keepRaw)
    {
        string? id = null, description = null;
        long? started = null, nanos = null;
        bool? isFlagged = null;
        double? progress = null;
        RawJson? status = null;
        var start = reader.Start;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("id"u8))
            {
                id = reader.RequireText();
            }
            else if (reader.Is("description"u8))
            {
                description = reader.Text();
            }
            else if (reader.Is("start_time_in_millis"u8))
            {
                started = reader.Integer();
            }
            else if (reader.Is("running_time_in_nanos"u8))
            {
                nanos = reader.Integer();
            }
            else if (reader.Is("cancelled"u8))
            {
                isFlagged = reader.Flag();
            }
            else if (reader.Is("status"u8) && !reader.IsNull)
            {
                var statusStart = reader.Start;
                progress = ElasticsearchBulkStatus.Read(ref reader).Progress;
                status = RawJson.Of(reader.Since(statusStart));
            }
        }

        if (!ElasticsearchIds.IsId(reader.Require(id, "id")))
        {
            throw reader.Problem("has an 'id' that is none");
        }

        return new TaskSnapshot
        {
            Id = id!,
            State = isFlagged == true ? TaskState.Canceling : TaskState.Running,
            RawState = isFlagged == true ? ElasticsearchLifecycle.Cancelled : ElasticsearchLifecycle.Running,
            Kind = Kind,
            StartedAt = ElasticsearchTaskObject.Instant(started),
            Progress = progress,
            Details = new ElasticsearchTaskDetails
            {
                Node = ElasticsearchIds.NodeOf(id!),
                CurrentId = id!,
                Description = description,
                IsCancelable = true,
                IsFlaggedCanceled = isFlagged,
                RunningTime = nanos is { } value ? TimeSpan.FromTicks(value / NanosPerTick) : null,
                StatusJson = status,
            },
            Raw = keepRaw ? reader.Since(start) : default,
        };
    }
}
