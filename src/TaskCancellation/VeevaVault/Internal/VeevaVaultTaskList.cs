using System.Collections.Immutable;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Reads jobs: one, or a page of those that a filter may mean.</summary>
internal sealed class VeevaVaultTaskList(TaskHttpPipeline pipeline, VeevaVaultPaths paths, VeevaVaultTimes times)
{
    // Only where to begin: whatever it says, the whole list is searched.
    private volatile VeevaVaultTrail? trail;

    /// <summary>One job; null when Vault does not know it.</summary>
    internal async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(paths.Job(id), options), cancellationToken).ConfigureAwait(false);
            var reading = new VeevaVaultTaskObject(times, reply.PauseAfter);
            var job = reply.Read((ref WireReader reader) => reading.ReadReply(ref reader, options.KeepRaw ? reply.Keep() : default));
            return job.Id == id ? job : throw reply.ProtocolError("The reply is about another job.");
        }
        catch (TaskRequestException refusal) when (refusal is { Reason: TaskErrorReason.InvalidRequest, ErrorCode: VeevaVaultErrors.InvalidData })
        {
            // The id is the only datum of the request, and its form is right.
            return null;
        }
    }

    /// <summary>One job that a list was read for and did not show.</summary>
    internal async Task<TaskSnapshot?> ReadMissingAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(id, options, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException refusal) when (refusal is { ErrorCode: VeevaVaultErrors.InsufficientAccess, Delivery: RequestDelivery.Answered })
        {
            // Who is shown the list, and one job not, is told by that about this job only.
            return null;
        }
    }

    /// <summary>A page of the jobs that a filter may mean. Ids alone are looked for in the monitors, as long as a page of these shows several, or all that are left cost less than to ask for the jobs that are missing: each job may be asked for by itself only once in ten seconds. What the list does not show is asked for.</summary>
    internal async Task<TaskPage> ReadPageAsync(TaskFilter filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken)
    {
        if (from is NamedTasksPosition rest)
        {
            return await NamedTasks.ReadPageAsync(rest, (id, token) => ReadMissingAsync(id, options, token), cancellationToken).ConfigureAwait(false);
        }

        if (filter.Ids is [_] && IsByIds(filter))
        {
            return await NamedTasks.ReadPageAsync(new NamedTasksPosition(filter.Ids), (id, token) => ReadAsync(id, options, token), cancellationToken).ConfigureAwait(false);
        }

        var here = from as VeevaVaultListPosition ?? await FirstAsync(filter, options, cancellationToken).ConfigureAwait(false);
        for (var repeated = 0L; ;)
        {
            var (page, next) = await ReadListedAsync(filter, here, options, cancellationToken).ConfigureAwait(false);
            var jobs = page.Where(job => here.HasWrapped ? here.Missing!.Contains(job.Id) : IsNew(job, here.Unfinished)).ToArray();

            // Where all of a page was shown before, the next one tells whether the list goes on. More than there were cannot have moved here: the reader of the pages ends what has no end.
            repeated += page.Count;
            if (jobs.Length > 0 || page.Count == 0 || next is not VeevaVaultListPosition after || repeated > here.Unfinished?.Count)
            {
                return new TaskPage(jobs, next);
            }

            here = after;
        }
    }

    /// <summary>Whether reading the jobs one by one shows all that the filter looks at: of one job, Vault does not tell the title.</summary>
    internal static bool IsByIds(TaskFilter filter) =>
        filter.Ids is not null && filter.GetConstraints().All(constraint => constraint.Field is FilterFields.Ids or FilterFields.States);

    /// <summary>The lists that a filter is looked for in, in order.</summary>
    internal static IReadOnlyList<VeevaVaultJobList> Sources(TaskFilter filter) => IsByIds(filter) ? [VeevaVaultJobList.Monitors] : VeevaVaultJobList.For(filter);

    private async Task<VeevaVaultListPosition> FirstAsync(TaskFilter filter, ReadOptions options, CancellationToken cancellationToken)
    {
        var sources = Sources(filter);
        var first = new VeevaVaultListPosition(sources[0], 0) { IsByIds = IsByIds(filter), Missing = filter.Ids?.ToImmutableHashSet(), Unfinished = sources.Count > 1 ? new VeevaVaultJobNumbers() : null };
        var limit = LimitOf(options);

        // Few jobs are not worth the pages on which others were found.
        if (!first.IsByIds || options.NewestFirst || trail is not { First: > 0 } last || last.Pages(limit) >= first.Missing!.Count)
        {
            return first;
        }

        // How far the jobs may have moved since, only the list tells.
        last = last.In(await ReadListAsync(first.Source, last.First, 1, options, cancellationToken).ConfigureAwait(false));
        return first with { Offset = last.First, Start = last.First, Idle = last.Last + limit };
    }

    private static int LimitOf(ReadOptions options) => Math.Clamp(options.PageSize ?? VeevaVaultLimits.MaxPageSize, 1, VeevaVaultLimits.MaxPageSize);

    private async Task<VeevaVaultPage> ReadListAsync(VeevaVaultJobList source, long offset, int limit, ReadOptions options, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(paths.Page(source, offset, limit), options), cancellationToken).ConfigureAwait(false);
        var job = new VeevaVaultTaskObject(times, reply.PauseAfter);
        return reply.Read((ref WireReader reader) => VeevaVaultPage.Read(ref reader, job, options.KeepRaw));
    }

    private async Task<(IReadOnlyList<TaskSnapshot> Jobs, ListPosition? Next)> ReadListedAsync(TaskFilter filter, VeevaVaultListPosition here, ReadOptions options, CancellationToken cancellationToken)
    {
        var limit = here.HasWrapped ? (int)Math.Min(LimitOf(options), here.Start - here.Offset) : LimitOf(options);
        var page = await ReadListAsync(here.Source, here.Offset, limit, options, cancellationToken).ConfigureAwait(false);
        var missing = here.Missing?.Except(page.Jobs.Select(shown => shown.Id));
        var found = here.Missing?.Count - missing?.Count ?? 0;
        if (here.IsByIds && found > 0)
        {
            here = here with { FirstHit = here.FirstHit ?? here.Offset };
            trail = new VeevaVaultTrail(here.FirstHit.Value, here.Offset, page.Total);
        }

        if (missing is { IsEmpty: true })
        {
            return (page.Jobs, null);
        }

        var next = Next(filter, here with { Missing = missing }, page, limit, found);
        return (page.Jobs, next is null && here.IsByIds ? new NamedTasksPosition([.. filter.Ids!.Where(missing!.Contains)]) : next);
    }

    // A job that ends while the lists are read moves from the one to the other.
    private static bool IsNew(TaskSnapshot job, VeevaVaultJobNumbers? unfinished)
    {
        if (unfinished is null || VeevaVaultIds.NumberOf(job.Id.Value) is not { } number)
        {
            return true;
        }

        if (!job.IsTerminal)
        {
            unfinished.Add(number);
            return true;
        }

        return !unfinished.Contains(number);
    }

    private static VeevaVaultListPosition? Next(TaskFilter filter, VeevaVaultListPosition here, VeevaVaultPage page, int limit, int found)
    {
        var (after, before) = (here.PagesAfter(page, limit), here.PagesBefore(limit));
        if (after + before > 0)
        {
            // Where a page has shown several, their neighbors are likely to be on the next.
            return here.IsByIds && found <= 1 && (here.FirstHit is not null || here.Offset >= here.Idle) && after + before >= here.Missing!.Count ? null
                : after > 0 ? here.After(page, limit)
                : here with { Offset = 0, Total = page.Total, GoesBack = false, HasWrapped = true, Idle = 0, FirstHit = null };
        }

        return Sources(filter).SkipWhile(source => source != here.Source).ElementAtOrDefault(1) is { } source ? here with { Source = source, Offset = 0, Total = null, GoesBack = false } : null;
    }
}

/// <summary>One of the two lists of jobs.</summary>
/// <param name="Name">Its name in the address.</param>
/// <param name="Status">The one status it is asked for; null for all.</param>
internal sealed record VeevaVaultJobList(string Name, string? Status = null)
{
    /// <summary>The jobs that have not ended.</summary>
    internal static VeevaVaultJobList Monitors { get; } = new("monitors");

    /// <summary>The jobs that have.</summary>
    internal static VeevaVaultJobList Histories { get; } = new("histories");

    // Of the unfinished states only these can be asked for.
    private static readonly string[] MonitorStatuses = [VeevaVaultLifecycle.Scheduled, VeevaVaultLifecycle.Queued, VeevaVaultLifecycle.Running];

    /// <summary>Where the jobs of a filter are listed; none when it asks for a state that its statuses exclude.</summary>
    internal static IReadOnlyList<VeevaVaultJobList> For(TaskFilter filter)
    {
        var statuses = (filter as VeevaVaultTaskFilter)?.Statuses;
        var mayBeUnknown = (filter.States?.Contains(TaskState.Unknown) ?? true) && (statuses?.Any(word => !VeevaVaultLifecycle.IsKnown(word)) ?? true);
        LifecycleState[] wanted = [.. VeevaVaultLifecycle.Table.States.Where(row => filter.States?.Contains(row.State) != false && statuses?.Contains(row.RawState, StringComparer.Ordinal) != false)];
        var status = !mayBeUnknown && wanted is [var only] && (only.IsTerminal || MonitorStatuses.Contains(only.RawState))
            ? only.RawState.ToLowerInvariant()
            : null;
        List<VeevaVaultJobList> sources = [];

        // What has not ended has no time of its end.
        if (filter.Finished is null && (mayBeUnknown || wanted.Any(row => !row.IsTerminal)))
        {
            sources.Add(Monitors with { Status = status });
        }

        if (mayBeUnknown || wanted.Any(row => row.IsTerminal))
        {
            sources.Add(Histories with { Status = status });
        }

        return sources;
    }
}
