using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>Reads one task by its id: running, or its stored result. A task that was moved to another node is followed.</summary>
internal sealed class ElasticsearchTaskReader(TaskHttpPipeline pipeline, ElasticsearchDialect dialect, ElasticsearchTaskList list, TimeSpan longestWait)
{
    private const int MaxMoves = 8;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>The task, or null when the service has neither the task nor a result of it.</summary>
    internal async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        var (at, moves) = (id, 0);
        var found = await ReadHeldAsync(at, options, cancellationToken).ConfigureAwait(false);
        while (found.MovedTo is { } next && moves++ < MaxMoves)
        {
            at = next;
            found = await TryReadAsync(at, TaskHttpRequest.Get(ElasticsearchPaths.One(at), options), options, cancellationToken).ConfigureAwait(false);
        }

        var task = found.Task is { } read && read.Id != id ? read with { Id = id } : found.Task;
        return task is not null && ElasticsearchBulkStatus.IsAmongSlices(task) ? await WithProgressAsync(task, at, options, cancellationToken).ConfigureAwait(false) : task;
    }

    // When the time has passed, the service says so, and nothing of the task: it is read as it is.
    private async Task<Found> ReadHeldAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        var wait = options.LongPollTimeout < longestWait ? options.LongPollTimeout.Value : longestWait;
        if (options.LongPollTimeout > TimeSpan.Zero && wait >= ShortestWait)
        {
            var held = await TryReadAsync(id, TaskHttpRequest.Get(ElasticsearchPaths.One(id, wait), options) with { IsAnswer = IsStillRunning }, options, cancellationToken).ConfigureAwait(false);
            if (!held.RunsOn)
            {
                return held;
            }
        }

        return await TryReadAsync(id, TaskHttpRequest.Get(ElasticsearchPaths.One(id), options), options, cancellationToken).ConfigureAwait(false);
    }

    // Each server says so with a status of its own; a gateway that says 504 speaks for itself.
    private bool IsStillRunning(int status, ReadOnlyMemory<byte> body) =>
        dialect.ReadError(body.Span)?.Code is ElasticsearchErrors.Timeout or ElasticsearchErrors.TransportTimeout;

    private async Task<Found> TryReadAsync(TaskId id, TaskHttpRequest request, ReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (request.IsAnswer?.Invoke(reply.Status, reply.Body) == true)
            {
                return new Found(null, RunsOn: true);
            }

            var read = reply.Read(ElasticsearchTaskReply.Read);
            return read.IsOf(id)
                ? new Found(read.ToSnapshot(options.KeepRaw ? reply.Keep() : default), read.MovedTo)
                : throw reply.ProtocolError($"The reply shows another task than {id}.");
        }
        catch (TaskRequestException error) when (error.Reason == TaskErrorReason.NotFound)
        {
            return default;
        }
        catch (TaskRequestException error) when (error.ErrorCode is ElasticsearchErrors.NoShard or ElasticsearchErrors.IndexClosed)
        {
            return await FindInListAsync(id, options, error, cancellationToken).ConfigureAwait(false);
        }
    }

    // The index of the records cannot be read, which is asked when the task does not run: a list of what does shows that it is gone.
    private async Task<Found> FindInListAsync(TaskId id, ReadOptions options, TaskRequestException unreadable, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await list.ReadNodeAsync(id, options, cancellationToken).ConfigureAwait(false);
            return reply.IsPartial ? throw unreadable : new Found(reply.Tasks.FirstOrDefault(task => task.IsUnder(id)));
        }
        catch (TaskRequestException) 
        {
            // What was asked for is the record.
            throw unreadable;
        }
    }

    // The slices say how far they are; that they do not, is no reason not to show their leader.
    private async Task<TaskSnapshot> WithProgressAsync(TaskSnapshot leader, TaskId at, ReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var slices = await list.ReadChildrenAsync(at, options, cancellationToken).ConfigureAwait(false);
            return leader with { Progress = ElasticsearchBulkStatus.Over(leader, slices.Tasks) };
        }
        catch (TaskRequestException)
        {
            return leader;
        }
    }

    /// <summary>What a read has found.</summary>
    /// <param name="Task">The task; null when there is neither it nor a result.</param>
    /// <param name="MovedTo">Where it runs on.</param>
    /// <param name="RunsOn">The service was to hold the read, and the task has not ended.</param>
    private readonly record struct Found(TaskSnapshot? Task, TaskId? MovedTo = null, bool RunsOn = false);
}
