using System.Runtime.CompilerServices;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Reads lists page by page. Of the link to the next page only its presence counts, so that neither the credential nor the filter ever follows what a reply says.</summary>
internal sealed class CloudFoundryTaskList(TaskHttpPipeline pipeline, CloudFoundryApiFlavor flavor)
{
    // Tasks that move while a list is read can repeat a page or two; a server that repeats itself for ever is broken.
    private const int MaxPagesWithoutNews = 3;

    internal async IAsyncEnumerable<TaskSnapshot> ReadAsync(FilterTranslation filter, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<TaskId>();
        foreach (var part in CloudFoundryPlaces.Split(filter))
        {
            await foreach (var task in ReadPartAsync(part, seen, options, cancellationToken).ConfigureAwait(false))
            {
                yield return task;
            }
        }
    }

    private async IAsyncEnumerable<TaskSnapshot> ReadPartAsync(FilterTranslation filter, HashSet<TaskId> seen, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var updated = (filter.Filter as CloudFoundryTaskFilter)?.Updated;
        var idlePages = 0;
        TaskListCursor? cursor = TaskListCursor.Start;
        while (cursor is { } here)
        {
            var (tasks, hasNext) = await ReadPageAsync(filter, here, options, idlePages == MaxPagesWithoutNews, cancellationToken).ConfigureAwait(false);
            idlePages++;
            foreach (var task in tasks.Where(task => seen.Add(task.Id)))
            {
                idlePages = 0;
                if (updated?.Contains((task.Details as CloudFoundryTaskDetails)?.UpdatedAt) != false)
                {
                    yield return task;
                }
            }

            cursor = !hasNext || tasks.Count == 0 ? null
                : flavor == CloudFoundryApiFlavor.Korifi ? here.NextPage()
                : here.After(tasks[^1].EnqueuedAt);
        }
    }

    private async Task<(IReadOnlyList<TaskSnapshot> Tasks, bool HasNext)> ReadPageAsync(
        FilterTranslation filter, TaskListCursor cursor, ReadOptions options, bool isLast, CancellationToken cancellationToken)
    {
        var pageSize = Math.Clamp(options.PageSize ?? CloudFoundryLimits.DefaultPageSize, 1, CloudFoundryLimits.MaxPageSize);
        try
        {
            using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(CloudFoundryTasksPath.Page(filter, cursor, pageSize), options), cancellationToken).ConfigureAwait(false);
            var (tasks, hasNext) = reply.Read((ref WireReader reader) => CloudFoundryTaskPage.Read(ref reader, options.KeepRaw));
            return hasNext && isLast ? throw reply.ProtocolError("The list does not come to an end: page after page repeats the same tasks.") : (tasks, hasNext);
        }
        catch (TaskRequestException error) when (error is { Kind: TaskErrorKind.NotFound, ErrorCode: CloudFoundryErrors.NotFound })
        {
            // An app that does not exist, or is not shown, has no tasks; the list of all tasks says the same by being empty.
            return ([], false);
        }
    }
}
