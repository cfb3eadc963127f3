namespace TaskCancellation.Testing.VeevaVault;

/// <summary>What happens to jobs by themselves. Nothing runs until someone looks; then all that is due runs, in order.</summary>
internal sealed class Lifecycle(VeevaVaultEmulator emulator, Store store)
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromHours(23);
    private static readonly TimeSpan TimeoutOfSchedule = TimeSpan.FromHours(72);

    private DueQueue Due => emulator.Due;

    private DateTimeOffset Now => Due.Now;

    internal StoredJob Add(VeevaVaultTask options)
    {
        var job = store.Add(options, Now);
        Plan(job);
        return job;
    }

    /// <summary>Gives a job another status, and plans how it leaves that.</summary>
    internal void Enter(StoredJob job, string status)
    {
        var wasScheduled = job.Status == Statuses.Scheduled;
        job.Status = status;
        job.ModifiedAt = Now;
        job.Visit++;
        job.IsOverdue = false;
        Stamp(job, wasScheduled);
        if (wasScheduled)
        {
            ScheduleNext(job);
        }

        Plan(job);
    }

    /// <summary>Ends a job, unless it has ended, is gone, or is being cancelled: that cannot fail any more.</summary>
    internal void End(StoredJob job, string status)
    {
        if (!job.IsEnded && !job.IsRemoved && job.Status != Statuses.Cancelling)
        {
            Enter(job, status);
        }
    }

    internal void Release(StoredJob job)
    {
        job.IsHeld = false;
        if (job.IsOverdue)
        {
            Move(job);
        }
    }

    private void Stamp(StoredJob job, bool wasScheduled)
    {
        job.RunEndAt = job.IsEnded ? Now : null;
        if (job.Status is Statuses.Queueing or Statuses.Queued)
        {
            job.QueuedAt ??= Now;
        }
        else if (job.Status == Statuses.Running)
        {
            job.RunStartAt = Now;
        }
        else if (job.IsEnded)
        {
            job.RunStartAt ??= wasScheduled || job.Status == Statuses.Cancelled ? null : Now;
        }
    }

    private void Plan(StoredJob job)
    {
        var options = job.Options;
        var leaves = job.Status switch
        {
            Statuses.Scheduled => job.RunStartAt,
            Statuses.Queueing => Now + options.QueueingFor,
            Statuses.Queued => Now + options.StartsAfter,
            Statuses.Running => Now + (TimesOut(job) ? Limit(job) : options.RunsFor),
            Statuses.Cancelling => Now + options.CancelDelay,
            _ => null,
        };
        if (leaves is { } instant)
        {
            var visit = job.Visit;
            Due.At(instant, () =>
            {
                if (job.Visit == visit && !job.IsRemoved)
                {
                    Move(job);
                }
            });
        }
    }

    private void Move(StoredJob job)
    {
        if (job.IsHeld && job.Status != Statuses.Cancelling)
        {
            job.IsOverdue = true;
            return;
        }

        Enter(job, job.Status switch
        {
            Statuses.Scheduled => job.Options.StartsAs,
            Statuses.Queueing => Statuses.Queued,
            Statuses.Queued => Statuses.Running,
            Statuses.Cancelling => Statuses.Cancelled,
            _ => TimesOut(job) ? Statuses.TimedOut : job.Options.Ends,
        });
    }

    /// <summary>The next instance comes as usual, whatever became of this one.</summary>
    private void ScheduleNext(StoredJob job)
    {
        if (job.Options.RecursEvery is { } interval && job.Options.RunStartAt is { } start)
        {
            Add(job.Options with { Id = null, CreatedAt = Now, ModifiedAt = null, RunStartAt = start + interval });
        }
    }

    private static bool TimesOut(StoredJob job) => job.Options.RunsFor is not { } length || length > Limit(job);

    private static TimeSpan Limit(StoredJob job) =>
        job.Options.TimesOutAfter ?? (job.IsOfSchedule ? TimeoutOfSchedule : UsualTimeout);
}
