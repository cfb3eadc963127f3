namespace TaskCancellation.Testing.TopazImage;

/// <summary>What accounts have left. Unfinished jobs reserve their credits; completion spends them.</summary>
internal sealed class Ledger(TopazImageEmulator emulator, JobStore store)
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
    internal void Settle(Job job)
    {
        var costs = job.Status == Statuses.Completed || (job.Status == Statuses.Cancelled && !emulator.RefundsCancelledJobs);
        if (costs && store.Find(job.Id) == job)
        {
            totals[job.Options.Account] = Total(job.Options.Account) - job.Options.Credits;
        }
    }

    private int Total(string account) => totals.GetValueOrDefault(account, StartingCredits);
}
