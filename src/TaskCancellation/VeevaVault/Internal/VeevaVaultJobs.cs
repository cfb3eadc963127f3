using System.Collections.Immutable;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Reads jobs: one, or a page of those that a filter may mean.</summary>
internal sealed class VeevaVaultJobs(TaskHttpPipeline pipeline, VeevaVaultPaths paths, VeevaVaultTimes times)
{
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
        catch (TaskRequestException refusal) when (refusal is { Reason: TaskErrorReason.InvalidRequest, ErrorCode: VeevaVaultErrorTypes.InvalidData })
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
        catch (TaskRequestException refusal) when (refusal is { ErrorCode: VeevaVaultErrorTypes.InsufficientAccess, Delivery: RequestDelivery.Answered })
        {
            // Who is shown the list, and one job not, is told by that about this job only.
            return null;
        }
    }

    /// <summary>A page of the jobs that a filter may mean. Ids alone are looked for in the monitors, as long as a page of these shows several, or all that are left cost less than to ask for the jobs that are missing.</summary>
    internal async Task<TaskPage> ReadPageAsync(TaskFilter filter, VeevaVaultListPosition? from, ReadOptions options, CancellationToken cancellationToken)
    {
        var here = from ?? new VeevaVaultListPosition(Sources(filter)[0], 0) { Missing = filter.Ids?.ToImmutableHashSet() };
        var limit = Math.Clamp(options.PageSize ?? VeevaVaultLimits.MaxPageSize, 1, VeevaVaultLimits.MaxPageSize);
        using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(paths.Page(here.Source, here.Offset, limit), options), cancellationToken).ConfigureAwait(false);
        var job = new VeevaVaultTaskObject(times, reply.PauseAfter);
        var page = reply.Read((ref WireReader reader) => VeevaVaultPage.Read(ref reader, job, options.KeepRaw));
        var missing = here.Missing?.Except(page.Jobs.Select(shown => shown.Id));
        var found = here.Missing?.Count - missing?.Count ?? 0;
        return new TaskPage(page.Jobs, missing is { IsEmpty: true } ? null : Next(filter, here with { Missing = missing }, page, limit, found));
    }

    /// <summary>Whether reading the jobs one by one shows all that the filter looks at: of one job, Vault does not tell the title.</summary>
    internal static bool IsByIds(TaskFilter filter) =>
        filter.Ids is not null && filter.GetConstraints().All(constraint => constraint.Field is FilterFields.Ids or FilterFields.States);

    /// <summary>The lists that a filter is looked for in, in order.</summary>
    internal static IReadOnlyList<VeevaVaultTaskList> Sources(TaskFilter filter) => IsByIds(filter) ? [VeevaVaultTaskList.Monitors] : VeevaVaultTaskList.For(filter);

    private static VeevaVaultListPosition? Next(TaskFilter filter, VeevaVaultListPosition here, VeevaVaultPage page, int limit, int found)
    {
        var seen = here.Offset + page.Jobs.Count;
        var pagesLeft = page.Jobs.Count == 0 ? 0
            : page.Total is { } total && total > seen ? ((total - seen - 1) / limit) + 1
            : page.HasNext || (page.Total is null && page.Jobs.Count >= limit) ? 1 : 0;
        if (pagesLeft > 0)
        {
            // Where a page has shown several, their neighbors are likely to be on the next.
            return IsByIds(filter) && found <= 1 && pagesLeft >= here.Missing!.Count ? null : here.After(page, limit);
        }

        return Sources(filter).SkipWhile(source => source != here.Source).ElementAtOrDefault(1) is { } source ? new VeevaVaultListPosition(source, 0) { Missing = here.Missing } : null;
    }
}
