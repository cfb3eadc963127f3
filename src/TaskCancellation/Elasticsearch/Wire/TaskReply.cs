using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The reply to a read of one task: running, or its stored result. Of an ended one only the result counts: the copy of the task beside it may have lost its flag.</summary>
/// <param name="task">The task.</param>
/// <param name="end">How it stands.</param>
/// <param name="response">The stored response.</param>
/// <param name="error">The stored error.</param>
/// <param name="movedTo">Under which id it runs on.</param>
internal sealed class TaskReply(TaskObject task, TaskEnd end, JsonText? response, JsonText? error, TaskId? movedTo)
{
    internal TaskId? MovedTo => movedTo;

    /// <summary>Whether it shows the task of that id, wherever that runs now.</summary>
    internal bool IsOf(TaskId id) => task.IsUnder(id);

    internal TaskSnapshot ToSnapshot(ReadOnlyMemory<byte> raw) => task.ToSnapshot(end, raw, response, error);

    internal static TaskReply Read(ref WireReader reader)
    {
        bool? completed = null;
        TaskObject? task = null;
        JsonText? response = null, error = null;
        var (ofResponse, cause) = (default(TaskEnd), default(ErrorCause?));
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("completed"u8))
            {
                completed = reader.RequireFlag();
            }
            else if (reader.Is("task"u8))
            {
                task = TaskObject.Read(ref reader, rows: null);
            }
            else if (reader.Is("response"u8))
            {
                (response, ofResponse) = Keep(ref reader, StoredResponse.Read);
            }
            else if (reader.Is("error"u8))
            {
                (error, cause) = Keep(ref reader, ErrorCause.Read);
            }
        }

        var found = reader.Require(task, "task");
        var end = !reader.Require(completed, "completed") ? found.Running
            : error is not null ? cause is { } known ? EndOf(known) : TaskEnd.Unrecorded
            : response is not null ? ofResponse
            : TaskEnd.Unrecorded;
        return new TaskReply(found, end, response, error, completed == true ? MovedToOf(cause) : null);
    }

    // What is kept whole is read in the same pass.
    private static (JsonText? Kept, T? Read) Keep<T>(ref WireReader reader, WireRead<T> read)
    {
        if (reader.IsNull)
        {
            return (null, default);
        }

        var start = reader.Start;
        var value = read(ref reader);
        return (JsonText.Of(reader.Since(start)), value);
    }

    private static TaskEnd EndOf(ErrorCause error)
    {
        var failure = new TaskFailure(error.Words, error.Type);
        return error.Meanings.HasFlag(ErrorMeanings.TaskCancelled)
            ? new TaskEnd(TaskState.Canceled, ElasticsearchLifecycle.Canceled, failure)
            : new TaskEnd(TaskState.Failed, ElasticsearchLifecycle.Error, failure);
    }

    private static TaskId? MovedToOf(ErrorCause? error) =>
        error is { Type: ErrorTypes.TaskRelocated, MovedTo: { } id } && ElasticsearchIds.IsId(id) ? new TaskId(id) : default(TaskId?);
}
