using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>Reads jobs: one, or a page. The list takes no ids, so that jobs which a filter names are read one by one.</summary>
internal sealed class TopazImageTaskList(TaskHttpPipeline pipeline, TopazImagePaths paths)
{
    /// <summary>One job; null when the service does not know it.</summary>
    internal async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(paths.One(id), options), cancellationToken).ConfigureAwait(false);
            var job = reply.Read((ref WireReader reader) => TopazImageTaskObject.Read(ref reader, reply.ServerNow, options.KeepRaw));

            // A UUID is the same in either case; the service answers in its own.
            return string.Equals(job.Id.Value, id.Value, StringComparison.OrdinalIgnoreCase) ? job : throw reply.ProtocolError("The reply is about another job.");
        }
        catch (TaskRequestException error) when (error.Reason == TaskErrorReason.NotFound)
        {
            return null;
        }
    }

    internal async Task<TaskPage> ReadPageAsync(TaskFilter filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken)
    {
        if (filter.Ids is { } ids)
        {
            var named = from as NamedTasksPosition ?? new NamedTasksPosition([.. ids.DistinctBy(id => id.Value, StringComparer.OrdinalIgnoreCase)]);
            return await NamedTasks.ReadPageAsync(named, (id, token) => ReadAsync(id, options, token), cancellationToken).ConfigureAwait(false);
        }

        var limit = Math.Min(options.PageSize ?? TopazImageLimits.MaxPageSize, TopazImageLimits.MaxPageSize);
        using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(paths.Page(limit, (from as TopazImageListPosition)?.Cursor), options), cancellationToken).ConfigureAwait(false);
        var page = reply.Read((ref WireReader reader) => TopazImagePage.Read(ref reader, reply.ServerNow, options.KeepRaw));
        return new TaskPage(page.Tasks, page.Next is { } cursor ? new TopazImageListPosition(cursor) : null);
    }
}
