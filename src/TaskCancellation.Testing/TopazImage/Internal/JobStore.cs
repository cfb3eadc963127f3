namespace TaskCancellation.Testing.TopazImage;

/// <summary>The jobs, in order of creation.</summary>
internal sealed class JobStore(UuidSequence ids)
{
    private static readonly TimeSpan UsualDuration = TimeSpan.FromSeconds(120);

    private readonly Dictionary<string, Job> byId = new(StringComparer.Ordinal);
    private readonly List<Job> jobs = [];
    private long lastNumber;

    internal IReadOnlyList<Job> Jobs => jobs;

    internal Job? Find(string id) => byId.GetValueOrDefault(id);

    internal Job Get(string id) => Find(id) ?? throw new ArgumentException($"There is no job {id}.", nameof(id));

    internal Job Add(TopazImageTask options, DateTimeOffset now)
    {
        var id = options.Id is { } given ? Guid.ParseExact(given, "D").ToString("D") : ids.Next();
        var created = options.CreatedAt ?? now;
        var job = new Job(options, id, ++lastNumber)
        {
            Status = options.Status,
            CreatedAt = created,
            ModifiedAt = options.ModifiedAt ?? created,
            Eta = options.Eta ?? created + Planned(options, options.Status),
            StartedAt = created,
        };
        if (job.Status == Statuses.Completed)
        {
            job.Progress = 100;
        }

        if (!byId.TryAdd(id, job))
        {
            throw new InvalidOperationException($"There is a job {id} already.");
        }

        jobs.Add(job);
        return job;
    }

    /// <summary>How long a job in that status is planned to take from now on.</summary>
    internal static TimeSpan Planned(TopazImageTask options, string status)
    {
        var wait = status == Statuses.Pending ? options.StartsAfter : null;
        return wait is null && options.RunsFor is null ? UsualDuration : (wait ?? TimeSpan.Zero) + (options.RunsFor ?? UsualDuration);
    }

    internal void Remove(Job job)
    {
        byId.Remove(job.Id);
        jobs.Remove(job);
    }

    /// <summary>Removes all that the condition picks, and says how many.</summary>
    internal int RemoveAll(Predicate<Job> condition)
    {
        foreach (var job in jobs.FindAll(condition))
        {
            byId.Remove(job.Id);
        }

        return jobs.RemoveAll(condition);
    }
}
