using System.Runtime.CompilerServices;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Reads the lists of jobs page by page. Of the link to the next page only its presence counts, so that the credential never follows what a reply says.</summary>
internal sealed class VaultPager(TaskHttpPipeline pipeline, VaultPaths paths, VaultTimes times)
{
    // A server that repeats itself for ever is broken.
    private const int MaxPagesWithoutNews = 3;

    internal async IAsyncEnumerable<VaultJobPage> ReadAsync(VaultListSource source, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(options.PageSize ?? VaultLimits.MaxPageSize, 1, VaultLimits.MaxPageSize);
        var seen = new HashSet<TaskId>();
        var (offset, idlePages) = (0L, 0);
        long? lastTotal = null;
        while (true)
        {
            var (jobs, total, hasMore) = await ReadPageAsync(source, offset, limit, options, idlePages == MaxPagesWithoutNews, cancellationToken).ConfigureAwait(false);
            TaskSnapshot[] news = [.. jobs.Where(job => seen.Add(job.Id))];
            idlePages = news.Length > 0 ? 0 : idlePages + 1;
            var next = offset + jobs.Count;
            yield return new VaultJobPage(news, !hasMore ? 0 : total > next ? (total.Value - next + limit - 1) / limit : 1);
            if (!hasMore)
            {
                yield break;
            }

            // Jobs that left the list while it was read have moved the rest up: go back by as many, as long as that shows something new.
            var gone = news.Length > 0 && total < lastTotal ? lastTotal.Value - total.Value : 0;
            offset = Math.Max(0, next - gone);
            lastTotal = total;
        }
    }

    private async Task<(IReadOnlyList<TaskSnapshot> Jobs, long? Total, bool HasMore)> ReadPageAsync(
        VaultListSource source, long offset, int limit, ReadOptions options, bool isLast, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(paths.Page(source, offset, limit), options), cancellationToken).ConfigureAwait(false);
        var job = new VaultTaskObject(times, reply.PauseAfter);
        var page = reply.Read((ref WireReader reader) => VaultPage.Read(ref reader, job, options.KeepRaw));
        var hasMore = page.Jobs.Count > 0 && (page.HasNext || (page.Total is { } all ? offset + page.Jobs.Count < all : page.Jobs.Count >= limit));
        return hasMore && isLast
            ? throw reply.ProtocolError("The list does not come to an end: page after page repeats the same jobs.")
            : (page.Jobs, page.Total, hasMore);
    }
}
