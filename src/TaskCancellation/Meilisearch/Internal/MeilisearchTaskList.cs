using System.Runtime.CompilerServices;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>A page of GET /tasks. Right for keys restricted to some indexes as well, whose pages come short although more follows.</summary>
internal sealed class MeilisearchTaskList(TaskHttpPipeline pipeline)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<TaskPage> ReadAsync(MeilisearchListPosition from, ReadOptions options, CancellationToken cancellationToken)
    {
        var (page, here) = await ReadWhatFitsAsync(from, options, cancellationToken).ConfigureAwait(false);
        if (page is { Tasks: [], Next: null, Total: { } total } && here.Limit < total)
        {
            // Everything on this page was hidden, and with it where the next begins: take all the rest at once.
            (page, here) = await ReadWhatFitsAsync(here with { Limit = Math.Min(total, uint.MaxValue) }, options, cancellationToken).ConfigureAwait(false);
        }

        return new TaskPage(page.Tasks, NextOf(page) is { } next ? here with { From = next, Seen = here.Seen + page.Tasks.Count } : null);

        // The server cuts a page before it hides tasks from the key: a short page is the last only if nothing was hidden. Before 1.3 it does not say how many there are.
        long? NextOf(MeilisearchPage read) =>
            read.Next is not null || read.Tasks is not [.., var last] || here.Seen + read.Tasks.Count >= read.Total ? read.Next
            : MeilisearchIds.NumberOf(last.Id) is > 0 and var uid ? uid - 1 : null;
    }

    // A page that is longer than a reply may be is asked for again by half: settings and filters make tasks of any length.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(MeilisearchPage Page, MeilisearchListPosition Here)> ReadWhatFitsAsync(MeilisearchListPosition here, ReadOptions options, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ReadPageAsync(here, options, cancellationToken).ConfigureAwait(false);
            }
            catch (TaskRequestException tooLong) when (tooLong.InnerException is ReplyTooLargeException && here.Limit > 1)
            {
                here = here with { Limit = here.Limit / 2 };
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(MeilisearchPage Page, MeilisearchListPosition Here)> ReadPageAsync(MeilisearchListPosition here, ReadOptions options, CancellationToken cancellationToken)
    {
        var answer = await MeilisearchKinds.SendAsync(pipeline, here.Parameters, (here, options), ToRequest, cancellationToken).ConfigureAwait(false);
        if (answer is not var (reply, asked))
        {
            return (new MeilisearchPage([], 0, null), here);
        }

        using (reply)
        {
            return (reply.Read(MeilisearchPage.Reader(options.KeepRaw)), ReferenceEquals(asked, here.Parameters) ? here : here with { Parameters = asked });
        }
    }

    private static TaskHttpRequest ToRequest((MeilisearchListPosition At, ReadOptions Options) page, IReadOnlyList<FilterParameter> parameters) =>
        new(HttpMethod.Get, MeilisearchPaths.List(parameters, page.At.Limit, page.At.From), RetrySafety.Safe) { RetryUntil = page.Options.RetryUntil, IsAnswer = MeilisearchKinds.IsRefusal };
}
