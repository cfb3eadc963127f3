using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>Reads one task by its id: running, or its stored result. A task that was moved to another node is followed.</summary>
internal sealed class ElasticsearchTaskReader(TaskHttpPipeline pipeline)
{
    private const int MaxMoves = 8;

    /// <summary>The task, or null when the service has neither the task nor a result of it.</summary>
    internal async Task<TaskSnapshot?> ReadAsync(TaskId id, bool keepRaw, CancellationToken cancellationToken)
    {
        var at = id;
        for (var moves = 0; ; moves++)
        {
            var (task, movedTo) = await ReadOnceAsync(at, keepRaw, cancellationToken).ConfigureAwait(false);
            if (movedTo is not { } next || moves == MaxMoves)
            {
                return task is null ? null : task with { Id = id };
            }

            at = next;
        }
    }

    private async Task<(TaskSnapshot? Task, TaskId? MovedTo)> ReadOnceAsync(TaskId id, bool keepRaw, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(ElasticsearchPaths.One(id)), cancellationToken).ConfigureAwait(false);
            var body = reply.Read(ElasticsearchJson.Default.GetTaskReply);
            return (ElasticsearchSnapshots.From(body, keepRaw ? reply.Body.ToArray() : default), MovedTo(body));
        }
        catch (TaskRequestException error) when (error.Kind == TaskErrorKind.NotFound)
        {
            return (null, null);
        }
    }

    private static TaskId? MovedTo(GetTaskReply reply) =>
        reply is { Completed: true, Error: { } error }
            && ErrorCauses.TypeOf(error) == ErrorTypes.TaskRelocated
            && ErrorCauses.Text(error, "relocated_task_id") is { } id
            && ElasticsearchIds.IsId(id)
                ? new TaskId(id)
                : default(TaskId?);
}
