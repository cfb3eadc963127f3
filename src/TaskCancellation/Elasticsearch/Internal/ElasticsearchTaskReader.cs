using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>Reads one task by its id: running, or its stored result. A task that was moved to another node is followed.</summary>
internal sealed class ElasticsearchTaskReader(TaskHttpPipeline pipeline, ElasticsearchDialect dialect, TimeSpan longestWait)
{
    private const int MaxMoves = 8;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>The task, or null when the service has neither the task nor a result of it.</summary>
    internal async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        var (at, waitUpTo) = (id, options.WaitUpTo);
        var wait = waitUpTo < longestWait ? waitUpTo : longestWait;
        for (var moves = 0; ; moves++)
        {
            var (task, movedTo) = moves == 0 && waitUpTo > TimeSpan.Zero && wait >= ShortestWait
                ? await ReadHeldAsync(at, options, wait.Value, cancellationToken).ConfigureAwait(false)
                : await ReadOnceAsync(TaskHttpRequest.Get(ElasticsearchPaths.One(at), options), options.KeepRaw, cancellationToken).ConfigureAwait(false);
            if (movedTo is not { } next || moves == MaxMoves)
            {
                return task is null ? null : task with { Id = id };
            }

            at = next;
        }
    }

    // When the time has passed, the service says so, and nothing of the task: it is read as it is.
    private async Task<(TaskSnapshot? Task, TaskId? MovedTo)> ReadHeldAsync(TaskId id, ReadOptions options, TimeSpan wait, CancellationToken cancellationToken) =>
        await TryReadAsync(TaskHttpRequest.Get(ElasticsearchPaths.One(id, wait), options) with { IsAnswer = IsStillRunning }, options.KeepRaw, cancellationToken).ConfigureAwait(false)
        ?? await ReadOnceAsync(TaskHttpRequest.Get(ElasticsearchPaths.One(id), options), options.KeepRaw, cancellationToken).ConfigureAwait(false);

    // Each server says so with a status of its own; a gateway that says 504 speaks for itself.
    private bool IsStillRunning(int status, ReadOnlyMemory<byte> body) =>
        dialect.ReadError(body.Span)?.Code is ErrorTypes.Timeout or ErrorTypes.TransportTimeout;

    private async Task<(TaskSnapshot? Task, TaskId? MovedTo)> ReadOnceAsync(TaskHttpRequest request, bool keepRaw, CancellationToken cancellationToken) =>
        await TryReadAsync(request, keepRaw, cancellationToken).ConfigureAwait(false) ?? (null, null);

    // Null: the service was to hold the read, and the task has not ended.
    private async Task<(TaskSnapshot? Task, TaskId? MovedTo)?> TryReadAsync(TaskHttpRequest request, bool keepRaw, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (request.IsAnswer?.Invoke(reply.Status, reply.Body) == true)
            {
                return null;
            }

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
