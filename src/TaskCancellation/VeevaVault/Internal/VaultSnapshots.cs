namespace TaskCancellation.VeevaVault;

/// <summary>From the wire to snapshots.</summary>
internal static class VaultSnapshots
{
    internal static TaskSnapshot From(VaultJob job, TaskId id, VaultTimes times, TimeSpan? pause, ReadOnlyMemory<byte> raw)
    {
        var state = VaultLifecycle.StateOf(job.Status);
        return new TaskSnapshot
        {
            Id = id,
            State = state,
            RawState = job.Status ?? "",
            Name = job.Title,
            EnqueuedAt = times.Parse(job.CreatedDate),
            StartedAt = VaultLifecycle.HasBegun(job.Status) ? times.Parse(job.RunStartDate) : null,
            FinishedAt = state is TaskState.Succeeded or TaskState.Failed or TaskState.Canceled ? times.Parse(job.RunEndDate) : null,
            Failure = state == TaskState.Failed ? new TaskFailure($"The job ended as {job.Status}.", job.Status) : null,
            Details = Details(job),
            PollAfter = pause,
            Raw = raw,
        };
    }

    private static VeevaVaultTaskDetails Details(VaultJob job) => new()
    {
        CreatedBy = job.CreatedBy,
        ModifiedBy = job.ModifiedBy,
        CreatedDate = job.CreatedDate,
        ModifiedDate = job.ModifiedDate,
        RunStartDate = job.RunStartDate,
        RunEndDate = job.RunEndDate,
        Links = ReadOnlyValues.Map((job.Links ?? [])
            .Where(link => link is { Rel: not null, Href: not null })
            .DistinctBy(link => link!.Rel)
            .Select(link => KeyValuePair.Create(link!.Rel!, link.Href!))),
    };
}
