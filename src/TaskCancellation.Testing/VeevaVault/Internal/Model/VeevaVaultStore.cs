namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The job table, lowest id first.</summary>
internal sealed class VeevaVaultStore
{
    private readonly SortedDictionary<long, VeevaVaultStoredTask> jobs = [];
    private long nextId = 5001;

    internal IReadOnlyCollection<VeevaVaultStoredTask> Jobs => jobs.Values;

    internal VeevaVaultStoredTask? Find(long id) => jobs.GetValueOrDefault(id);

    internal VeevaVaultStoredTask Get(long id) => Find(id) ?? throw new ArgumentException($"There is no job {id}.", nameof(id));

    internal VeevaVaultStoredTask Add(VeevaVaultTask options, DateTimeOffset now)
    {
        var id = options.Id ?? nextId;
        var created = options.CreatedAt ?? now;
        var isEnded = VeevaVaultStates.IsEnd(options.State);
        var hasRun = options.State == VeevaVaultStates.Running || (isEnded && options.State != VeevaVaultStates.Canceled);
        var modified = options.UpdatedAt ?? created;
        var job = new VeevaVaultStoredTask(options, id)
        {
            Status = options.State,
            CreatedAt = created,
            ModifiedAt = modified,
            QueuedAt = options.State == VeevaVaultStates.Scheduled ? null : created,
            RunStartAt = options.StartedAt ?? (hasRun ? created : null),
            RunEndAt = isEnded ? options.FinishedAt ?? modified : null,
        };
        if (!jobs.TryAdd(id, job))
        {
            throw new InvalidOperationException($"There is a job {id} already.");
        }

        nextId = Math.Max(nextId, id + 1);
        return job;
    }

    internal void Remove(VeevaVaultStoredTask job)
    {
        job.IsRemoved = true;
        jobs.Remove(job.Id);
    }
}
