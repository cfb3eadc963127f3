using System.Runtime.CompilerServices;
using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>Reads the list, page by page. Its order is not documented, so that nothing rests on it.</summary>
internal sealed class TopazImageTaskList(TaskHttpPipeline pipeline, TopazImagePaths paths)
{
    // Jobs that move while a list is read can repeat a page or two, and a page may be empty; a server that goes on like that for ever is broken.
    private const int MaxPagesWithoutNews = 10;

    internal async IAsyncEnumerable<TaskSnapshot> ReadAsync(TaskFilter filter, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var own = filter as TopazImageTaskFilter;
        var seen = new HashSet<TaskId>();
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        var idlePages = 0;
        string? cursor = null;
        do
        {
            var page = await ReadPageAsync(cursor, options, next => cursors.Add(next) && idlePages < MaxPagesWithoutNews, cancellationToken).ConfigureAwait(false);
            idlePages++;
            foreach (var task in page.Tasks.Where(task => seen.Add(task.Id)))
            {
                idlePages = 0;
                if (own?.MatchesOwn(task) != false)
                {
                    yield return task;
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private async Task<TopazImagePage> ReadPageAsync(string? cursor, ReadOptions options, Func<string, bool> leadsOn, CancellationToken cancellationToken)
    {
        var limit = Math.Min(options.PageSize ?? TopazImageLimits.MaxPageSize, TopazImageLimits.MaxPageSize);
        using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(paths.Page(limit, cursor), options), cancellationToken).ConfigureAwait(false);
        var page = reply.Read((ref WireReader reader) => TopazImagePage.Read(ref reader, reply.ServerNow, options.KeepRaw));
        return page.Next is { } next && !leadsOn(next)
            ? throw reply.ProtocolError("The list does not come to an end: page after page leads back to the same jobs.")
            : page;
    }
}
