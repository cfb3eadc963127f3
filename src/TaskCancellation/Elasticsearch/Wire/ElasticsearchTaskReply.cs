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
        error is { Type: ElasticsearchErrorTypes.TaskRelocated, MovedTo: { } id } && ElasticsearchIds.IsId(id) ? new TaskId(id) : default(TaskId?);
}
