namespace TaskCancellation.Testing.TopazImage;

/// <summary>The jobs, in order of creation.</summary>
internal sealed class TopazImageStore(UuidSequence ids)
{
    private static readonly TimeSpan UsualDuration = TimeSpan.FromSeconds(120);

    private readonly Dictionary<string, TopazImageStoredTask> byId = new(StringComparer.Ordinal);
    private readonly List<TopazImageStoredTask> jobs = [];
    private long lastNumber;

    internal IReadOnlyList<TopazImageStoredTask> Jobs => jobs;

    internal TopazImageStoredTask? Find(string id) => byId.GetValueOrDefault(id);

    internal TopazImageStoredTask Get(string id) => Find(id) ?? throw new ArgumentException($"There is no job {id}.", nameof(id));

    internal TopazImageStoredTask Add(TopazImageTask options, DateTimeOffset now)
    {
        var id = options.Id is { } given ? Guid.ParseExact(given, "D").ToString("D") : ids.Next();
        var created = options.CreatedAt ?? now;
        var job = new TopazImageStoredTask(options, id, ++lastNumber)
        {
            Status = options.State,
            CreatedAt = created,
            ModifiedAt = options.UpdatedAt ?? created,
            Eta = options.Eta ?? created + Planned(options, options.State),
            StartedAt = created,
        };
        if (job.Status == TopazImageStates.Completed)
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
        var wait = status == TopazImageStates.Pending ? options.StartDelay : null;
        return wait is null && options.RunDuration is null ? UsualDuration : (wait ?? TimeSpan.Zero) + (options.RunDuration ?? UsualDuration);
    }

    internal void Remove(TopazImageStoredTask job)
    {
        byId.Remove(job.Id);
        jobs.Remove(job);
    }

    /// <summary>Removes all that the condition picks, and says how many.</summary>
    internal int RemoveAll(Predicate<TopazImageStoredTask> condition)
    {
        foreach (var job in jobs.FindAll(condition))
        {
            byId.Remove(job.Id);
        }

        return jobs.RemoveAll(condition);
    }
}

/// <summary>The credit balances of accounts. Unfinished jobs reserve their credits; completion spends them.</summary>
internal sealed class Ledger(TopazImageEmulator emulator, TopazImageStore store)
{
    private const int StartingCredits = 1000;

    private readonly Dictionary<string, int> totals = new(StringComparer.Ordinal);

    internal void Set(string account, int total) => totals[account] = total;

    internal TopazImageCredits Balance(string account)
    {
        var reserved = store.Jobs.Where(job => job.Options.Account == account && job.IsActive).Sum(job => job.Options.Credits);
        return new TopazImageCredits(Total(account) - reserved, reserved);
    }

    /// <summary>Takes what an ended job costs; a job without a record any more costs nothing.</summary>
    internal void Settle(TopazImageStoredTask job)
    {
        var costs = job.Status == TopazImageStates.Completed || (job.Status == TopazImageStates.Canceled && !emulator.RefundsCanceledJobs);
        if (costs && store.Find(job.Id) == job)
        {
            totals[job.Options.Account] = Total(job.Options.Account) - job.Options.Credits;
        }
    }

    private int Total(string account) => totals.GetValueOrDefault(account, StartingCredits);
}
