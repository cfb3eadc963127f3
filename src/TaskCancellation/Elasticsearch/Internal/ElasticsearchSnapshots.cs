using System.Text.Json;

namespace TaskCancellation.Elasticsearch;

/// <summary>From the wire to snapshots.</summary>
internal static class ElasticsearchSnapshots
{
    private const long NanosPerTick = 100;
    private static readonly string[] DoneCounts = ["created", "updated", "deleted", "noops", "version_conflicts"];

    /// <summary>The id that stays the task's own when it moves to another node.</summary>
    internal static TaskId IdOf(TaskInfo task) => AsId(task.OriginalTaskId) ?? ElasticsearchIds.Of(task.Node, task.Id);

    /// <summary>A task that runs.</summary>
    internal static TaskSnapshot FromRunning(TaskInfo task, ReadOnlyMemory<byte> raw = default) => Base(task, raw) with
    {
        State = task.Cancelled == true ? TaskState.Canceling : TaskState.Running,
        RawState = task.Cancelled == true ? ElasticsearchLifecycle.Cancelled
            : task.Cancellable == false ? ElasticsearchLifecycle.NotCancellable
            : ElasticsearchLifecycle.Running,
    };

    /// <summary>A task that was read by its id, running or ended. Of an ended one only the stored result counts: the copy of the task beside it may have lost its flag.</summary>
    internal static TaskSnapshot From(GetTaskReply reply, ReadOnlyMemory<byte> raw = default)
    {
        if (!reply.Completed)
        {
            return FromRunning(reply.Task, raw);
        }

        var ended = Base(reply.Task, raw);
        ended = ended with { Details = ((ElasticsearchTaskDetails)ended.Details!) with { Response = reply.Response?.GetRawText(), Error = reply.Error?.GetRawText() } };
        return (reply.Response, reply.Error) switch
        {
            (_, { } error) when ErrorCauses.Has(error, ErrorTypes.TaskCancelled) => ended with { State = TaskState.Canceled, RawState = ElasticsearchLifecycle.Canceled, Failure = Failure(error) },
            (_, { } error) => ended with { State = TaskState.Failed, RawState = ElasticsearchLifecycle.Error, Failure = Failure(error) },
            ({ } response, _) => WithResponse(ended, response),
            _ => ended with
            {
                State = reply.Task.Cancelled == true ? TaskState.Canceled : TaskState.Succeeded,
                RawState = ElasticsearchLifecycle.Unrecorded,
                IsEndUnknown = true,
            },
        };
    }

    private static TaskSnapshot WithResponse(TaskSnapshot ended, JsonElement response)
    {
        var (state, rawState, failure) = StoredResponse.Read(response);
        return ended with { State = state, RawState = rawState, Failure = failure };
    }

    private static TaskSnapshot Base(TaskInfo task, ReadOnlyMemory<byte> raw) => new()
    {
        Id = IdOf(task),
        State = TaskState.Unknown,
        Kind = task.Action,
        ParentId = AsId(task.ParentTaskId),
        StartedAt = Instant(task.OriginalStartTimeInMillis ?? task.StartTimeInMillis),
        Progress = Progress(task.Status),
        Details = Details(task),
        Raw = raw,
    };

    private static ElasticsearchTaskDetails Details(TaskInfo task) => new()
    {
        Node = task.Node,
        CurrentId = ElasticsearchIds.Of(task.Node, task.Id),
        Type = task.Type,
        Description = task.Description,
        IsCancellable = task.Cancellable,
        IsFlaggedCancelled = task.Cancelled,
        CancellationStartedAt = Instant(task.CancellationTimeMillis),
        RunningTime = task.RunningTimeInNanos is { } nanos ? TimeSpan.FromTicks(nanos / NanosPerTick) : null,
        Headers = ReadOnlyValues.Map((task.Headers ?? []).Select(header => KeyValuePair.Create(header.Key, Text(header.Value)))),
        Status = task.Status?.GetRawText(),
        ResourceStats = task.ResourceStats?.GetRawText(),
    };

    private static TaskFailure Failure(JsonElement error) => new(ErrorCauses.ReasonOf(error) ?? ErrorCauses.Describe(error), ErrorCauses.TypeOf(error));

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static TaskId? AsId(string? id) => id is not null && ElasticsearchIds.IsId(id) ? new TaskId(id) : default(TaskId?);

    private static DateTimeOffset? Instant(long? millis) =>
        millis is { } value && value >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && value <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(value)
            : null;

    // Of reindex and its siblings, whose status counts documents.
    private static double? Progress(JsonElement? status)
    {
        if (status is not { } counts || Number(counts, "total") is not > 0)
        {
            return null;
        }

        var done = DoneCounts.Sum(name => Number(counts, name) ?? 0);
        return Math.Clamp(done / Number(counts, "total")!.Value, 0, 1);
    }

    private static double? Number(JsonElement counts, string name) =>
        ErrorCauses.Member(counts, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : null;
}
