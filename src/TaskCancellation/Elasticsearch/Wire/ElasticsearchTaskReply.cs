using System.Globalization;
using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The reply to a read of one task: running, or its stored result. Of an ended one only the result counts: the copy of the task beside it may have lost its flag.</summary>
/// <param name="task">The task.</param>
/// <param name="end">How it stands.</param>
/// <param name="response">The stored response.</param>
/// <param name="error">The stored error.</param>
/// <param name="movedTo">Under which id it runs on.</param>
internal sealed class ElasticsearchTaskReply(ElasticsearchTaskObject task, ElasticsearchTaskEnd end, RawJson? response, RawJson? error, TaskId? movedTo)
{
    internal TaskId? MovedTo => movedTo;

    /// <summary>Whether it shows the task of that id, wherever that runs now.</summary>
    internal bool IsOf(TaskId id) => task.IsUnder(id);

    internal TaskSnapshot ToSnapshot(ReadOnlyMemory<byte> raw) => task.ToSnapshot(end, raw, response, error);

    internal static ElasticsearchTaskReply Read(ref WireReader reader)
    {
        bool? completed = null;
        ElasticsearchTaskObject? task = null;
        RawJson? response = null, error = null;
        var (ofResponse, cause) = (default(ElasticsearchTaskEnd), default(ElasticsearchErrorCause?));
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("completed"u8))
            {
                completed = reader.RequireFlag();
            }
            else if (reader.Is("task"u8))
            {
                task = ElasticsearchTaskObject.Read(ref reader, rows: null);
            }
            else if (reader.Is("response"u8))
            {
                (response, ofResponse) = Keep(ref reader, ElasticsearchStoredResponse.Read);
            }
            else if (reader.Is("error"u8))
            {
                (error, cause) = Keep(ref reader, ElasticsearchErrorCause.Read);
            }
        }

        var found = reader.Require(task, "task");
        var end = !reader.Require(completed, "completed") ? found.Running
            : error is not null ? cause is { } known ? EndOf(known) : ElasticsearchTaskEnd.Unrecorded
            : response is not null ? ofResponse
            : ElasticsearchTaskEnd.Unrecorded;
        return new ElasticsearchTaskReply(found, end, response, error, completed == true ? MovedToOf(cause) : null);
    }

    // What is kept whole is read in the same pass.
    private static (RawJson? Kept, T? Read) Keep<T>(ref WireReader reader, WireRead<T> read)
    {
        if (reader.IsNull)
        {
            return (null, default);
        }

        var start = reader.Start;
        var value = read(ref reader);
        return (RawJson.Of(reader.Since(start)), value);
    }

    private static ElasticsearchTaskEnd EndOf(ElasticsearchErrorCause error)
    {
        var failure = new TaskFailure(error.Words, error.Type);
        return error.Meanings.HasFlag(ElasticsearchErrorMeanings.TaskCancelled)
            ? new ElasticsearchTaskEnd(TaskState.Canceled, ElasticsearchLifecycle.Canceled, failure)
            : new ElasticsearchTaskEnd(TaskState.Failed, ElasticsearchLifecycle.Error, failure);
    }

    private static TaskId? MovedToOf(ElasticsearchErrorCause? error) =>
        error is { Type: ElasticsearchErrors.TaskRelocated, MovedTo: { } id } && ElasticsearchIds.IsId(id) ? new TaskId(id) : default(TaskId?);
}

/// <summary>The stored response of a task, or a slice in it: that the task completed is not that it succeeded. A response of another form than the reindex family's has none of these members.</summary>
internal struct ElasticsearchStoredResponse
{
    private ElasticsearchErrorCause error;
    private ElasticsearchErrorCause firstFailure;
    private long failures;
    private long slices;
    private long canceledSlices;
    private bool isCanceled;
    private bool timedOut;
    private bool isOdd;
    private TaskFailure? ofSlice;

    /// <summary>What the response says of the end.</summary>
    internal static ElasticsearchTaskEnd Read(ref WireReader reader) => ReadPart(ref reader).End;

    // A slice that was stopped says so, its leader does not. What decides and cannot be understood leaves the end open.
    private readonly ElasticsearchTaskEnd End =>
        isCanceled || (canceledSlices > 0 && canceledSlices == slices) ? new(TaskState.Canceled, ElasticsearchLifecycle.Canceled)
        : (Failure ?? ofSlice ?? InPart) is { } failure ? new(TaskState.Failed, ElasticsearchLifecycle.Error, failure)
        : isOdd ? ElasticsearchTaskEnd.Unrecorded
        : new(TaskState.Succeeded, ElasticsearchLifecycle.Response);

    private readonly TaskFailure? Failure =>
        failures > 0 ? new TaskFailure(firstFailure.Words + (failures > 1 ? string.Create(CultureInfo.InvariantCulture, $" (the first of {failures} failures)") : ""), firstFailure.Type)
        : timedOut ? new TaskFailure("It timed out before it was done.", "timed_out")
        : null;

    private readonly TaskFailure? InPart => canceledSlices == 0 ? null
        : new TaskFailure(string.Create(CultureInfo.InvariantCulture, $"{canceledSlices} of {slices} slices {(canceledSlices == 1 ? "was" : "were")} canceled."), "canceled");

    private static ElasticsearchStoredResponse ReadPart(ref WireReader reader)
    {
        // A slice of which nothing was kept is null.
        var part = new ElasticsearchStoredResponse { isOdd = reader.ValueKind is not (JsonTokenType.Null or JsonTokenType.StartObject) };
        if (!reader.TryObject())
        {
            return part;
        }

        while (reader.NextMember())
        {
            if (reader.Is("canceled"u8))
            {
                part.isCanceled = reader.ValueKind is not (JsonTokenType.Null or JsonTokenType.False);
            }
            else if (reader.Is("timed_out"u8))
            {
                part.timedOut = reader.ValueKind == JsonTokenType.True;
                part.isOdd |= reader.ValueKind is not (JsonTokenType.Null or JsonTokenType.False or JsonTokenType.True);
            }
            else if (reader.Is("failures"u8))
            {
                part.ReadFailures(ref reader);
            }
            else if (reader.Is("slices"u8))
            {
                part.ReadSlices(ref reader);
            }
            else
            {
                part.error.Take(ref reader);
            }
        }

        return part;
    }

    private void ReadFailures(ref WireReader reader)
    {
        if (!IsList(ref reader))
        {
            return;
        }

        while (reader.NextItem())
        {
            if (failures++ == 0)
            {
                firstFailure = ReadFailure(ref reader);
            }
        }
    }

    // Of a write the cause is the error, of a search the reason.
    private static ElasticsearchErrorCause ReadFailure(ref WireReader reader)
    {
        if (!reader.TryObject())
        {
            return default;
        }

        var own = default(ElasticsearchErrorCause);
        ElasticsearchErrorCause? error = null;
        while (reader.NextMember())
        {
            if (!reader.Is("cause"u8) && !reader.Is("reason"u8))
            {
                own.Take(ref reader);
            }
            else if (reader.ValueKind == JsonTokenType.StartObject)
            {
                error ??= ElasticsearchErrorCause.Read(ref reader);
            }
            else
            {
                own.TakeReason(ref reader);
            }
        }

        return error ?? own;
    }

    // A slice that failed as a whole is shown as its error.
    private void ReadSlices(ref WireReader reader)
    {
        if (!IsList(ref reader))
        {
            return;
        }

        while (reader.NextItem())
        {
            var slice = ReadPart(ref reader);
            slices++;
            canceledSlices += slice.isCanceled ? 1 : 0;
            isOdd |= slice.isOdd;
            ofSlice ??= slice.error.Type is { } type ? new TaskFailure(slice.error.Words, type) : slice.Failure;
        }
    }

    private bool IsList(ref WireReader reader)
    {
        isOdd |= reader.ValueKind is not (JsonTokenType.Null or JsonTokenType.StartArray);
        return reader.TryArray();
    }
}
