using System.Runtime.CompilerServices;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Reads jobs: one, several by id, or all that a filter may mean.</summary>
internal sealed class VaultJobs(TaskHttpPipeline pipeline, VaultPaths paths, VaultTimes times)
{
    private const int MaxConcurrency = 4;
    private readonly VaultPager pager = new(pipeline, paths, times);

    /// <summary>One job; null when Vault does not know it.</summary>
    internal async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(paths.Job(id), options), cancellationToken).ConfigureAwait(false);
            var reading = new VaultTaskObject(times, reply.PauseAfter);
            var job = reply.Read((ref WireReader reader) => reading.ReadReply(ref reader, options.KeepRaw));
            return job.Id == id ? job : throw reply.ProtocolError("The reply is about another job.");
        }
        catch (TaskRequestException refusal) when (refusal is { Kind: TaskErrorKind.InvalidRequest, ErrorCode: VaultErrorTypes.InvalidData })
        {
            // The id is the only datum of the request, and its form is right.
            return null;
        }
    }

    /// <summary>The jobs that are found among several ids. A list answers for many at once, and each job may be asked for by itself only once in ten seconds: the monitors come first, as long as a page costs less than the jobs that are missing.</summary>
    internal async IAsyncEnumerable<TaskSnapshot> ReadAsync(IReadOnlyList<TaskId> ids, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<TaskId> missing = [.. ids];
        var isListShown = missing.Count > 1;
        if (isListShown)
        {
            await foreach (var page in pager.ReadAsync(VaultListSource.Monitors, options, cancellationToken).ConfigureAwait(false))
            {
                foreach (var job in page.Jobs.Where(job => missing.Remove(job.Id)))
                {
                    yield return job;
                }

                if (page.PagesLeft >= missing.Count)
                {
                    break;
                }
            }
        }

        foreach (var few in missing.Chunk(MaxConcurrency))
        {
            Task<TaskSnapshot?>[] reads = [.. few.Select(id => ReadShownAsync(id, isListShown, options, cancellationToken))];
            await ((Task)Task.WhenAll(reads)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // A job that could not be read comes after those that could, so that it takes nothing from them.
            foreach (var read in reads.OrderBy(read => !read.IsCompletedSuccessfully))
            {
                if (await read.ConfigureAwait(false) is { } job)
                {
                    yield return job;
                }
            }
        }
    }

    /// <summary>The jobs that a filter may mean, each once.</summary>
    internal async IAsyncEnumerable<TaskSnapshot> ReadAsync(TaskFilter filter, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<TaskId>? wanted = filter.Ids is { } ids ? [.. ids] : null;
        var seen = new HashSet<TaskId>();
        foreach (var source in VaultListSource.For(filter))
        {
            await foreach (var page in pager.ReadAsync(source, options, cancellationToken).ConfigureAwait(false))
            {
                foreach (var job in page.Jobs.Where(job => seen.Add(job.Id) && VaultFilterTranslator.MatchesOwn(filter, job)))
                {
                    yield return job;
                }

                if (wanted?.IsSubsetOf(seen) == true)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>Whether reading the jobs one by one shows all that the filter looks at: of one job, Vault does not tell the title.</summary>
    internal static bool IsByIds(TaskFilter filter) =>
        filter.Ids is not null && filter.GetConstraints().All(constraint => constraint.Field is FilterFields.Ids or FilterFields.States);

    // Who is shown the list, and one job not, is told by that about this job only.
    private async Task<TaskSnapshot?> ReadShownAsync(TaskId id, bool isListShown, ReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(id, options, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException refusal) when (isListShown && refusal is { ErrorCode: VaultErrorTypes.InsufficientAccess, Delivery: RequestDelivery.Answered })
        {
            return null;
        }
    }
}
