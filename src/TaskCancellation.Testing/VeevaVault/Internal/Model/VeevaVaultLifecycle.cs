namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Changes of jobs over time. Nothing runs until a request or hook arrives; then all due work runs, in order.</summary>
internal sealed class VeevaVaultLifecycle(VeevaVaultEmulator emulator, VeevaVaultStore store)
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromHours(23);
    private static readonly TimeSpan TimeoutOfSchedule = TimeSpan.FromHours(72);

    private DueQueue Due => emulator.Due;

    private DateTimeOffset Now => Due.Now;

    internal VeevaVaultStoredTask Add(VeevaVaultTask options)
    {
        var job = store.Add(options, Now);
        Plan(job);
        return job;
    }

    /// <summary>Gives a job another status, and plans how it leaves that.</summary>
    internal void Enter(VeevaVaultStoredTask job, string status)
    {
        var wasScheduled = job.Status == VeevaVaultStates.Scheduled;
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

    /// <summary>Ends a job, unless it has ended, is gone, or is being canceled: that cannot fail any more.</summary>
    internal void End(VeevaVaultStoredTask job, string status)
    {
        if (!job.IsEnded && !job.IsRemoved && job.Status != VeevaVaultStates.Canceling)
        {
            Enter(job, status);
        }
    }

    internal void Release(VeevaVaultStoredTask job)
    {
        job.IsHeld = false;
        if (job.IsOverdue)
        {
            Move(job);
        }
    }

    private void Stamp(VeevaVaultStoredTask job, bool wasScheduled)
    {
        job.RunEndAt = job.IsEnded ? Now : null;
        if (job.Status is VeevaVaultStates.Queueing or VeevaVaultStates.Queued)
        {
            job.QueuedAt ??= Now;
        }
        else if (job.Status == VeevaVaultStates.Running)
        {
            job.RunStartAt = Now;
        }
        else if (job.IsEnded)
        {
            job.RunStartAt ??= wasScheduled || job.Status == VeevaVaultStates.Canceled ? null : Now;
        }
    }

    private void Plan(VeevaVaultStoredTask job)
    {
        var options = job.Options;
        var leaves = job.Status switch
        {
            VeevaVaultStates.Scheduled => job.RunStartAt,
            VeevaVaultStates.Queueing => Now + options.QueueingDuration,
            VeevaVaultStates.Queued => Now + options.StartDelay,
            VeevaVaultStates.Running => Now + (TimesOut(job) ? Limit(job) : options.RunDuration),
            VeevaVaultStates.Canceling => Now + options.CancelDelay,
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

    private void Move(VeevaVaultStoredTask job)
    {
        if (job.IsHeld && job.Status != VeevaVaultStates.Canceling)
        {
            job.IsOverdue = true;
            return;
        }

        Enter(job, job.Status switch
        {
            VeevaVaultStates.Scheduled => job.Options.StartState,
            VeevaVaultStates.Queueing => VeevaVaultStates.Queued,
            VeevaVaultStates.Queued => VeevaVaultStates.Running,
            VeevaVaultStates.Canceling => VeevaVaultStates.Canceled,
            _ => TimesOut(job) ? VeevaVaultStates.TimedOut : job.Options.Ending,
        });
    }

    /// <summary>The next instance is scheduled as usual, whatever the result of this one.</summary>
    private void ScheduleNext(VeevaVaultStoredTask job)
    {
        if (job.Options.RecurrenceInterval is { } interval && job.Options.StartedAt is { } start)
        {
            Add(job.Options with { Id = null, CreatedAt = Now, UpdatedAt = null, StartedAt = start + interval });
        }
    }

    private static bool TimesOut(VeevaVaultStoredTask job) => job.Options.RunDuration is not { } length || length > Limit(job);

    private static TimeSpan Limit(VeevaVaultStoredTask job) =>
        job.Options.RunTimeout ?? (job.IsOfSchedule ? TimeoutOfSchedule : UsualTimeout);
}
