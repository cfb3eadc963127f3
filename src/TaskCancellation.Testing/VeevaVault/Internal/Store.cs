namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The job table, lowest id first.</summary>
internal sealed class Store
{
    private readonly SortedDictionary<long, StoredJob> jobs = [];
    private long nextId = 5001;

    internal IReadOnlyCollection<StoredJob> Jobs => jobs.Values;

    internal StoredJob? Find(long id) => jobs.GetValueOrDefault(id);

    internal StoredJob Get(long id) => Find(id) ?? throw new ArgumentException($"There is no job {id}.", nameof(id));

    internal StoredJob Add(VeevaVaultTask options, DateTimeOffset now)
    {
        var id = options.Id ?? nextId;
        var created = options.CreatedAt ?? now;
        var isEnded = Statuses.IsEnd(options.Status);
        var hasRun = options.Status == Statuses.Running || (isEnded && options.Status != Statuses.Cancelled);
        var modified = options.ModifiedAt ?? created;
        var job = new StoredJob(options, id)
        {
            Status = options.Status,
            CreatedAt = created,
            ModifiedAt = modified,
            QueuedAt = options.Status == Statuses.Scheduled ? null : created,
            RunStartAt = options.RunStartAt ?? (hasRun ? created : null),
            RunEndAt = isEnded ? options.RunEndAt ?? modified : null,
        };
        if (!jobs.TryAdd(id, job))
        {
            throw new InvalidOperationException($"There is a job {id} already.");
        }

        nextId = Math.Max(nextId, id + 1);
        return job;
    }

    internal void Remove(StoredJob job)
    {
        job.IsRemoved = true;
        jobs.Remove(job.Id);
    }
}
