using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>A task as the server writes it. What versions and products leave out is null; what they add is ignored.</summary>
internal struct ElasticsearchTaskObject
{
    private const long NanosPerTick = 100;
    private static readonly long LastMillis = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private string node;
    private TaskId currentId;
    private TaskId? originalId;
    private TaskId? parentId;
    private string action;
    private string? type;
    private string? description;
    private long? started;
    private long? originalStarted;
    private long? canceled;
    private long? nanos;
    private bool? isCancellable;
    private bool? isFlagged;
    private double? progress;
    private RawJson? status;
    private RawJson? headers;
    private RawJson? resourceStats;

    /// <summary>How it stands if it runs.</summary>
    internal readonly ElasticsearchTaskEnd Running =>
        isFlagged == true ? new(TaskState.Canceling, ElasticsearchLifecycle.Cancelled)
        : isCancellable == false ? new(TaskState.Running, ElasticsearchLifecycle.NotCancellable)
        : new(TaskState.Running, ElasticsearchLifecycle.Running);

    internal readonly bool IsUnder(TaskId id) => originalId == id || currentId == id;

    /// <summary>Reads a task. Those that it nests go where the others of the reply are.</summary>
    internal static ElasticsearchTaskObject Read(ref WireReader reader, ElasticsearchTaskRows? rows)
    {
        string? node = null, action = null;
        long? number = null;
        var task = default(ElasticsearchTaskObject);
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("node"u8))
            {
                node = reader.RequireSharedText();
            }
            else if (reader.Is("id"u8))
            {
                number = reader.RequireInteger();
            }
            else if (reader.Is("action"u8))
            {
                action = reader.RequireWord();
            }
            else if (reader.Is("children"u8))
            {
                rows?.ReadChildren(ref reader);
            }
            else
            {
                task.TakeInforming(ref reader);
            }
        }

        task.node = reader.Require(node, "node");
        task.action = reader.Require(action, "action");
        task.currentId = ElasticsearchIds.Of(node!, reader.Require(number, "id"));
        return task;
    }

    /// <summary>The task in that state. Its id stays its own when it moves to another node.</summary>
    internal readonly TaskSnapshot ToSnapshot(ElasticsearchTaskEnd end, ReadOnlyMemory<byte> raw = default, RawJson? response = null, RawJson? error = null) => new()
    {
        Id = originalId ?? currentId,
        State = end.State,
        RawState = end.RawState,
        Kind = action,
        ParentId = parentId,
        StartedAt = Instant(originalStarted ?? started),
        Progress = progress,
        Failure = end.Failure,
        IsEndUnknown = end.IsUnknown,
        Details = new ElasticsearchTaskDetails
        {
            Node = node,
            CurrentId = currentId,
            Type = type,
            Description = description,
            IsCancelable = isCancellable,
            IsFlaggedCanceled = isFlagged,
            CancellationStartedAt = Instant(canceled),
            RunningTime = nanos is { } value ? TimeSpan.FromTicks(value / NanosPerTick) : null,
            HeadersJson = headers,
            StatusJson = status,
            ResponseJson = response,
            ErrorJson = error,
            ResourceStatsJson = resourceStats,
        },
        Raw = raw,
    };

    private void TakeInforming(ref WireReader reader)
    {
        if (reader.Is("type"u8))
        {
            type = reader.SharedText();
        }
        else if (reader.Is("start_time_in_millis"u8))
        {
            started = reader.Integer();
        }
        else if (reader.Is("running_time_in_nanos"u8))
        {
            nanos = reader.Integer();
        }
        else if (reader.Is("cancellable"u8))
        {
            isCancellable = reader.Flag();
        }
        else if (reader.Is("cancelled"u8))
        {
            isFlagged = reader.Flag();
        }
        else if (reader.Is("headers"u8))
        {
            headers = reader.Json();
        }
        else if (reader.Is("parent_task_id"u8))
        {
            parentId = reader.SharedText() is { } id && ElasticsearchIds.IsId(id) ? new TaskId(id) : default(TaskId?);
        }
        else if (reader.Is("description"u8))
        {
            description = reader.Text();
        }
        else if (reader.Is("status"u8))
        {
            TakeStatus(ref reader);
        }
        else if (reader.Is("resource_stats"u8))
        {
            resourceStats = reader.Json();
        }
        else if (reader.Is("cancellation_time_millis"u8))
        {
            canceled = reader.Integer();
        }
        else if (reader.Is("original_task_id"u8))
        {
            TakeOriginalId(ref reader);
        }
        else if (reader.Is("original_start_time_in_millis"u8))
        {
            originalStarted = reader.Integer();
        }
    }

    private void TakeStatus(ref WireReader reader)
    {
        if (!reader.IsNull)
        {
            var start = reader.Start;
            progress = ElasticsearchBulkStatus.Read(ref reader).Progress;
            status = RawJson.Of(reader.Since(start));
        }
    }

    // By which task it is, this decides.
    private void TakeOriginalId(ref WireReader reader)
    {
        if (!reader.IsNull)
        {
            var id = reader.RequireText();
            originalId = ElasticsearchIds.IsId(id) ? new TaskId(id) : throw reader.Problem("is not the id of a task");
        }
    }

    // Of what has not begun some servers say zero, or less: that is no time, and not another task's.
    internal static DateTimeOffset? Instant(long? millis) =>
        millis is > 0 and var value && value <= LastMillis ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}

/// <summary>How a task stands, or has ended.</summary>
/// <param name="State">The state.</param>
/// <param name="RawState">By what it is known.</param>
/// <param name="Failure">Why it failed, or was canceled.</param>
internal readonly record struct ElasticsearchTaskEnd(TaskState State, string RawState, TaskFailure? Failure = null)
{
    /// <summary>It has ended, and nothing that was recorded says how.</summary>
    internal static ElasticsearchTaskEnd Unrecorded => new(TaskState.Unknown, ElasticsearchLifecycle.Unrecorded);

    internal bool IsUnknown => RawState == ElasticsearchLifecycle.Unrecorded;
}

/// <summary>How many documents a reindex, or one of its siblings, has to do and has done. Other kinds of tasks have a status of another form, or none.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Done">How many are done.</param>
/// <param name="HasOpenSlices">It counts what its ended slices did, and some have not ended.</param>
internal readonly record struct ElasticsearchBulkStatus(double Total, double Done, bool HasOpenSlices)
{
    internal double? Progress => Total > 0 && !HasOpenSlices ? Math.Clamp(Done / Total, 0, 1) : null;

    internal static ElasticsearchBulkStatus Read(ref WireReader reader)
    {
        double total = 0, done = 0;
        var hasOpenSlices = false;
        if (!reader.TryObject())
        {
            return default;
        }

        while (reader.NextMember())
        {
            if (reader.Is("total"u8))
            {
                total = reader.Number() ?? 0;
            }
            else if (reader.Is("created"u8) || reader.Is("updated"u8) || reader.Is("deleted"u8) || reader.Is("noops"u8) || reader.Is("version_conflicts"u8))
            {
                done += reader.Number() ?? 0;
            }
            else if (reader.Is("slices"u8) && reader.TryArray())
            {
                while (reader.NextItem())
                {
                    hasOpenSlices |= reader.IsNull;
                }
            }
        }

        return new ElasticsearchBulkStatus(total, done, hasOpenSlices);
    }

    /// <summary>The progress of a task of which some slices have not ended: with what these say of themselves.</summary>
    internal static double? Over(TaskSnapshot leader, IEnumerable<TaskSnapshot> slices)
    {
        var sum = slices.Select(Of).Aggregate(Of(leader), (sum, slice) => new ElasticsearchBulkStatus(sum.Total + slice.Total, sum.Done + slice.Done, HasOpenSlices: false));
        return (sum with { HasOpenSlices = false }).Progress;
    }

    /// <summary>Whether the slices of a running task have to be asked how far it is.</summary>
    internal static bool IsAmongSlices(TaskSnapshot task) => task is { IsTerminal: false, Progress: null } && Of(task).HasOpenSlices;

    private static ElasticsearchBulkStatus Of(TaskSnapshot task) =>
        task.Details is ElasticsearchTaskDetails { StatusJson: { } status } && WireReader.TryRead(status.Utf8, Read, out var read) ? read : default;
}
