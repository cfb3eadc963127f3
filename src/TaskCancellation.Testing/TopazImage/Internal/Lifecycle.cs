namespace TaskCancellation.Testing.TopazImage;

/// <summary>What happens to jobs by themselves. Nothing runs until someone looks; then all that is due runs, in order.</summary>
internal sealed class Lifecycle(TopazImageEmulator emulator, JobStore store, Ledger ledger)
{
    private DueQueue Due => emulator.Due;

    private DateTimeOffset Now => Due.Now;

    /// <summary>Forgets what has ended too long ago.</summary>
    internal void Forget()
    {
        if (emulator.Retention is { } retention)
        {
            store.RemoveAll(job => Statuses.IsEnd(job.Status) && job.CreatedAt < Now - retention);
        }
    }

    /// <summary>Sets going what was just added; what was due since its creation has happened.</summary>
    internal void Admit(Job job)
    {
        Due.Since(job.CreatedAt, () => PlanNext(job));
        Forget();
    }

    /// <summary>A new status: the progress stands still, and what was planned for the old one is void.</summary>
    internal void Set(Job job, string status)
    {
        job.Progress = status == Statuses.Completed ? 100 : job.ProgressAt(Now);
        job.Status = status;
        job.ModifiedAt = Now;
        job.Epoch++;
        job.Overdue = null;
        ledger.Settle(job);
    }

    internal void Start(Job job)
    {
        if (job.Status == Statuses.Pending)
        {
            Set(job, Statuses.Processing);
            job.StartedAt = Now;
            PlanNext(job);
        }
    }

    internal void End(Job job, string status)
    {
        if (!Statuses.IsEnd(job.Status))
        {
            Set(job, status);
        }
    }

    /// <summary>An attempt went wrong: it waits again, from nothing.</summary>
    internal void Requeue(Job job)
    {
        if (job.Status == Statuses.Processing)
        {
            Set(job, Statuses.Pending);
            job.Progress = 0;
            job.Attempt++;
            job.Eta = Now + JobStore.Planned(job.Options, job.Status);
            PlanNext(job);
        }
    }

    internal void Cancel(Job job)
    {
        if (job.Options.CancelEnds == TopazImageCancelEnding.Cancels)
        {
            Due.After(job.Options.CancelDelay, () =>
            {
                if (job.IsActive)
                {
                    Set(job, Statuses.Cancelled);
                }
            });
        }
    }

    internal static void Release(Job job)
    {
        job.IsHeld = false;
        job.Overdue?.Invoke();
    }

    private void PlanNext(Job job)
    {
        if (job is { Status: Statuses.Pending, Options.StartsAfter: { } wait })
        {
            PlanUnlessHeld(job, wait, () => Start(job));
        }
        else if (job is { Status: Statuses.Processing, Options.RunsFor: { } length })
        {
            PlanUnlessHeld(job, length, () => RunOut(job));
        }
    }

    private void PlanUnlessHeld(Job job, TimeSpan delay, Action action)
    {
        var epoch = job.Epoch;
        Due.After(delay, () =>
        {
            if (job.Epoch != epoch)
            {
                return;
            }

            if (job.IsHeld)
            {
                job.Overdue = action;
                return;
            }

            action();
        });
    }

    private void RunOut(Job job)
    {
        if (job.Attempt <= job.Options.FailedAttempts)
        {
            Requeue(job);
        }
        else
        {
            End(job, job.Options.Ends == TopazImageEnding.Fails ? Statuses.Failed : Statuses.Completed);
        }
    }
}
