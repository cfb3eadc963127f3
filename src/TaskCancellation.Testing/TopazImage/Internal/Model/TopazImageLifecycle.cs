namespace TaskCancellation.Testing.TopazImage;

/// <summary>Changes of jobs over time. Nothing runs until a request or hook arrives; then all due work runs, in order.</summary>
internal sealed class TopazImageLifecycle(TopazImageEmulator emulator, TopazImageStore store, Ledger ledger)
{
    private DueQueue Due => emulator.Due;

    private DateTimeOffset Now => Due.Now;

    /// <summary>Forgets what has ended too long ago.</summary>
    internal void Forget()
    {
        if (emulator.Retention is { } retention)
        {
            store.RemoveAll(job => TopazImageStates.IsEnd(job.Status) && job.CreatedAt < Now - retention);
        }
    }

    /// <summary>Sets going what was just added; what was due since its creation has happened.</summary>
    internal void Admit(TopazImageStoredTask job)
    {
        Due.Since(job.CreatedAt, () => PlanNext(job));
        Forget();
    }

    /// <summary>A new status: the progress stands still, and what was planned for the old one is void.</summary>
    internal void Set(TopazImageStoredTask job, string status)
    {
        job.Progress = status == TopazImageStates.Completed ? 100 : job.ProgressAt(Now);
        job.Status = status;
        job.ModifiedAt = Now;
        job.Epoch++;
        job.Overdue = null;
        ledger.Settle(job);
    }

    internal void Start(TopazImageStoredTask job)
    {
        if (job.Status == TopazImageStates.Pending)
        {
            Set(job, TopazImageStates.Processing);
            job.StartedAt = Now;
            PlanNext(job);
        }
    }

    internal void End(TopazImageStoredTask job, string status)
    {
        if (!TopazImageStates.IsEnd(job.Status))
        {
            Set(job, status);
        }
    }

    /// <summary>An attempt went wrong: it waits again, from nothing.</summary>
    internal void Requeue(TopazImageStoredTask job)
    {
        if (job.Status == TopazImageStates.Processing)
        {
            Set(job, TopazImageStates.Pending);
            job.Progress = 0;
            job.Attempt++;
            job.Eta = Now + TopazImageStore.Planned(job.Options, job.Status);
            PlanNext(job);
        }
    }

    internal void Cancel(TopazImageStoredTask job)
    {
        if (job.Options.CancelEnding == TopazImageCancelEnding.Canceled)
        {
            Due.After(job.Options.CancelDelay, () =>
            {
                if (job.IsActive)
                {
                    Set(job, TopazImageStates.Canceled);
                }
            });
        }
    }

    internal static void Release(TopazImageStoredTask job)
    {
        job.IsHeld = false;
        job.Overdue?.Invoke();
    }

    private void PlanNext(TopazImageStoredTask job)
    {
        if (job is { Status: TopazImageStates.Pending, Options.StartDelay: { } wait })
        {
            PlanUnlessHeld(job, wait, () => Start(job));
        }
        else if (job is { Status: TopazImageStates.Processing, Options.RunDuration: { } length })
        {
            PlanUnlessHeld(job, length, () => RunOut(job));
        }
    }

    private void PlanUnlessHeld(TopazImageStoredTask job, TimeSpan delay, Action action)
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

    private void RunOut(TopazImageStoredTask job)
    {
        if (job.Attempt <= job.Options.FailedAttempts)
        {
            Requeue(job);
        }
        else
        {
            End(job, job.Options.Ending);
        }
    }
}
