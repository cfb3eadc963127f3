namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What happens to tasks by themselves: ends reported by Diego, the periodic sync, pruning. Nothing runs until someone looks; then all that is due runs, in order.</summary>
internal sealed class Lifecycle(CloudFoundryEmulator emulator, Store store)
{
    internal const string CancelledReason = "task was cancelled";
    private const string LostReason = "Unable to determine completion status";
    private const string ExpiredReason = "Task expired in PENDING state";
    private const string MalformedReason = "Malformed task response from Diego";

    private static readonly TimeSpan PendingLimit = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan PruneAge = TimeSpan.FromDays(31);
    private static readonly TimeSpan KorifiRetention = TimeSpan.FromHours(720);

    private DateTimeOffset? nextSync;
    private DateTimeOffset? nextPrune;

    /// <summary>The instant of what is happening.</summary>
    internal DateTimeOffset Now => emulator.Due.Now;

    private bool IsKorifi => emulator.Flavor == CloudFoundryFlavor.Korifi;

    /// <summary>Sees that a sync is planned, and a pruning. A server clock set back must not postpone the next sync by as much.</summary>
    internal void PlanSync()
    {
        var latest = emulator.ServerNow + emulator.SyncInterval;
        if (nextSync is null || nextSync > latest)
        {
            PlanSync(latest);
        }

        if (nextPrune is null)
        {
            PlanPrune(emulator.ServerNow);
        }
    }

    internal void PruneOnKorifi()
    {
        if (IsKorifi)
        {
            Prune(Now - KorifiRetention);
        }
    }

    internal void Plan(StoredTask task)
    {
        var start = (task.Options.CreatedAt ?? Now) + (task.Options.StartsAfter ?? TimeSpan.Zero);
        if (task.State == "PENDING" && task.Options.StartsAfter is not null)
        {
            At(start, () => task.WhenFree(() => MarkRunning(task)));
        }

        if (!task.IsTerminal && task.Options.RunsFor is { } length)
        {
            At(start + length, () => task.WhenFree(() => RunOut(task)));
        }
    }

    /// <summary>Tells Diego to cancel. Throws what the request would be answered; the row is CANCELING by then.</summary>
    internal void CancelInDiego(StoredTask task)
    {
        if (emulator.DiegoIsDown)
        {
            throw Refusal.WorkersUnavailable(emulator.Inferred("Connection refused"));
        }

        task.DiegoCancels++;
        if (emulator.DiegoError is { } error)
        {
            throw Refusal.TaskError(error);
        }

        if (task.Diego == DiegoRecord.Completed)
        {
            throw Refusal.TaskError(emulator.Inferred("Cannot transition from Completed to Completed"));
        }

        // A task unknown to Diego is fine: the next sync fails it.
        if (task.Diego == DiegoRecord.Running)
        {
            TakeCancel(task);
        }
    }

    /// <summary>Stops a task as <see cref="CloudFoundryTask.CancelEnds"/> says, once.</summary>
    internal void TakeCancel(StoredTask task)
    {
        if (!task.IsCancelTaken && task.Options.CancelEnds != CloudFoundryCancelEnding.Never)
        {
            task.IsCancelTaken = true;
            At(Now + task.Options.CancelDelay, () => EndByCancel(task));
        }
    }

    /// <summary>Diego's record ends; the Cloud Controller hears of it after a while.</summary>
    internal void CompleteInDiego(StoredTask task, string? failureReason, TimeSpan callbackAfter)
    {
        if (task.Diego != DiegoRecord.Running)
        {
            return;
        }

        task.Diego = DiegoRecord.Completed;
        At(Now + callbackAfter, () => Report(task, failureReason));
    }

    /// <summary>Diego's report: it does not ask what state the row is in, unless that is final.</summary>
    internal void Report(StoredTask task, string? failureReason)
    {
        task.Diego = DiegoRecord.Absent;
        if (!task.IsTerminal && !task.IsRemoved)
        {
            Set(task, failureReason is null ? "SUCCEEDED" : "FAILED", failureReason);
        }
    }

    internal void Set(StoredTask task, string state, string? failureReason)
    {
        if (task.State != state || task.Failure != failureReason)
        {
            task.UpdatedAt = Store.WholeSeconds(Now);
        }

        task.State = state;
        task.Failure = failureReason;
    }

    private void MarkRunning(StoredTask task)
    {
        if (task.State is "PENDING" or "CANCELING")
        {
            Set(task, "RUNNING", null);
        }
    }

    private void RunOut(StoredTask task)
    {
        switch (task.Options.Ends)
        {
            case CloudFoundryEnding.Lost:
                task.Diego = DiegoRecord.Absent;
                break;
            case CloudFoundryEnding.Malformed:
                CompleteInDiego(task, MalformedReason, task.Options.CallbackDelay);
                break;
            default:
                CompleteInDiego(task, task.Options.Ends == CloudFoundryEnding.Fails ? task.OwnFailure(IsKorifi) : null, task.Options.CallbackDelay);
                break;
        }
    }

    private void EndByCancel(StoredTask task)
    {
        if (task.Options.CancelEnds == CloudFoundryCancelEnding.SyncLost)
        {
            task.Diego = DiegoRecord.Absent;
            return;
        }

        var reason = task.Options.CancelEnds switch
        {
            CloudFoundryCancelEnding.SucceedsAnyway => null,
            CloudFoundryCancelEnding.OwnFailure => task.OwnFailure(IsKorifi),
            _ => CancelledReason,
        };
        CompleteInDiego(task, reason, task.Options.CallbackDelay);
    }

    private void Sync()
    {
        if (IsKorifi || emulator.DiegoIsDown)
        {
            return;
        }

        foreach (var task in store.Tasks)
        {
            if (task.State == "PENDING" && Now - task.CreatedAt > PendingLimit)
            {
                Set(task, "FAILED", ExpiredReason);
            }
            else if (task.State is "RUNNING" or "CANCELING" && task.Diego == DiegoRecord.Absent)
            {
                Set(task, "FAILED", LostReason);
            }
            else if (task.State == "CANCELING" && task.Diego == DiegoRecord.Running && emulator.DiegoError is null)
            {
                task.DiegoCancels++;
                TakeCancel(task);
            }
        }
    }

    private void Prune(DateTimeOffset before)
    {
        foreach (var task in store.Tasks.Where(task => task.IsTerminal && task.UpdatedAt < before).ToList())
        {
            store.Remove(task);
        }
    }

    private void PlanSync(DateTimeOffset instant)
    {
        nextSync = instant;
        At(instant, () =>
        {
            // One that was planned before the clock was set back.
            if (nextSync != instant)
            {
                return;
            }

            Sync();
            PlanSync(NextSync(instant));
        });
    }

    /// <summary>The sync after that one; those that would find no unfinished task are skipped, so that a clock can leap years.</summary>
    private DateTimeOffset NextSync(DateTimeOffset last)
    {
        var limit = emulator.Due.Next is { } next && next < emulator.ServerNow ? next : emulator.ServerNow;
        var idle = limit > last && store.Tasks.All(task => task.IsTerminal) ? (limit - last) / emulator.SyncInterval : 0;
        return last + (emulator.SyncInterval * (Math.Floor(idle) + 1));
    }

    private void PlanPrune(DateTimeOffset after)
    {
        nextPrune = NextPrune(after);
        At(nextPrune.Value, () =>
        {
            Prune(Now - PruneAge);
            PlanPrune(Now + TimeSpan.FromTicks(1));
        });
    }

    private static DateTimeOffset NextPrune(DateTimeOffset after)
    {
        var today = new DateTimeOffset(after.UtcDateTime.Date, TimeSpan.Zero).AddHours(23);
        return today >= after ? today : today.AddDays(1);
    }

    private void At(DateTimeOffset instant, Action action) => emulator.Due.At(instant, action);
}
