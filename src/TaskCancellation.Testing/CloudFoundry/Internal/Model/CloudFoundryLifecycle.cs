namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The state machine of tasks: their start, cancellation, and end by Diego's reports.</summary>
internal sealed class CloudFoundryLifecycle(CloudFoundryEmulator emulator, CloudFoundryStore store, Bbs bbs)
{
    internal const string CanceledReason = "task was cancelled";
    internal const string MalformedReason = "Malformed task response from Diego";
    private const string NotStartedReason = "Unable to request task to be run";

    /// <summary>A report with a longer reason is answered as any other, and lost.</summary>
    private const int LongestReason = 4096;

    internal DateTimeOffset Now => emulator.Due.Now;

    private DueQueue Due => emulator.Due;

    private bool IsKorifi => emulator.Flavor == CloudFoundryFlavor.Korifi;

    /// <summary>Takes over a task that was put there: Diego knows it unless it has ended, or waits for ever.</summary>
    internal void Adopt(CloudFoundryStoredTask task)
    {
        if (!task.IsTerminal && (IsKorifi || task.State != "PENDING" || task.Options.StartDelay is not null))
        {
            bbs.Know(task.Guid, task.Options);
        }

        Plan(task);
    }

    /// <summary>Plans what happens without a request.</summary>
    private void Plan(CloudFoundryStoredTask task)
    {
        var start = (task.Options.CreatedAt ?? Now) + (task.Options.StartDelay ?? TimeSpan.Zero);
        if (task.State == "PENDING" && task.Options.StartDelay is not null)
        {
            Due.At(start, () => task.WhenFree(() => MarkRunning(task)));
        }

        if (!task.IsTerminal && task.Options.RunDuration is { } length)
        {
            Due.At(start + length, () => task.WhenFree(() => RunOut(task)));
        }
    }

    /// <summary>Has Diego run a new task, and answers the request for it.</summary>
    internal EmulatedReply Start(CloudFoundryStoredTask task, Func<EmulatedReply> show) => bbs.Ask(
        () =>
        {
            bbs.Know(task.Guid, task.Options);
            Plan(task);
            return null;
        },
        refusal =>
        {
            if (refusal is null)
            {
                MarkRunning(task);
                return show();
            }

            Set(task, "FAILED", NotStartedReason);
            return CloudFoundryJson.Error(refusal, isV3: true);
        });

    /// <summary>Cancels a task that the caller may cancel, and answers the request for it.</summary>
    internal EmulatedReply Cancel(CloudFoundryCaller caller, CloudFoundryStoredTask task, Func<EmulatedReply> show)
    {
        if (task.IsTerminal)
        {
            throw CloudFoundryRefusal.Unprocessable($"Task state is {task.State} and therefore cannot be canceled");
        }

        // The state was checked without the lock: an end that is reported here is overwritten, except for its reason.
        emulator.BetweenCheckAndCancel?.Invoke([task.Guid]);
        Save(task, "CANCELING", task.Failure);
        store.Record("audit.app.task.cancel", caller, task, Now);
        return bbs.Ask(() => CancelInDiego(task.Guid), refusal =>
        {
            emulator.AfterCancel?.Invoke([task.Guid]);
            return refusal is null ? show() : CloudFoundryJson.Error(refusal, isV3: true);
        });
    }

    /// <summary>Diego's answer to a cancel. A task that it does not know is fine: the next sync fails it.</summary>
    internal CloudFoundryRefusal? CancelInDiego(string guid)
    {
        if (store.FindTask(guid) is { } task)
        {
            task.DiegoCancels++;
        }

        if (bbs.Find(guid) is not { } known)
        {
            return null;
        }

        if (known.State != CloudFoundryDiegoState.Running)
        {
            return CloudFoundryRefusal.TaskError(emulator.Inferred($"Cannot transition from {known.State} to Completed"));
        }

        TakeCancel(guid, known);
        return null;
    }

    /// <summary>Stops a task as <see cref="CloudFoundryTask.CancelEnding"/> says, once.</summary>
    internal void TakeCancel(string guid, DiegoTask known)
    {
        var delay = known.Options.CancelDelay ?? emulator.CancelDelay;
        if (!known.IsCancelTaken && known.Options.CancelEnding != CloudFoundryCancelEnding.Ignored && delay != Timeout.InfiniteTimeSpan)
        {
            known.IsCancelTaken = true;

            // Never before the cancel is answered, even if at the same instant.
            Due.After(delay > TimeSpan.Zero ? delay : TimeSpan.FromTicks(1), () => EndByCancel(guid, known.Options));
        }
    }

    /// <summary>Diego's record of a task ends; the Cloud Controller hears of it after a while.</summary>
    internal void CompleteInDiego(string guid, string? reason, TimeSpan reportedAfter)
    {
        if (bbs.Find(guid) is { State: CloudFoundryDiegoState.Running } known)
        {
            known.State = CloudFoundryDiegoState.Completed;
            Due.After(reportedAfter, () => Deliver(guid, reason));
        }
    }

    /// <summary>Diego's report of an end: it does not ask what state the row is in, unless that is final. Whether it was taken.</summary>
    internal bool Report(CloudFoundryStoredTask task, string? reason)
    {
        bbs.Forget(task.Guid);
        if (task.IsTerminal || task.IsRemoved)
        {
            return false;
        }

        if (CanBeSaved(task) && !(reason?.Length > LongestReason))
        {
            Set(task, reason is null ? "SUCCEEDED" : "FAILED", reason);
        }

        return true;
    }

    /// <summary>Whether the row passes the checks that every change of it goes through: its user is allowed still, and no quota is below its memory.</summary>
    internal bool CanBeSaved(CloudFoundryStoredTask task) => IsKorifi || ((task.User is null || emulator.AllowedUsers.Contains(task.User)) && Quotas.Allow(task));

    internal void Set(CloudFoundryStoredTask task, string state, string? failure)
    {
        if (task.State != state || task.Failure != failure)
        {
            task.UpdatedAt = CloudFoundryStore.Microseconds(Now);
        }

        task.State = state;
        task.Failure = failure;
    }

    /// <summary>How a task ends by itself: the reason of its failure, or null for success.</summary>
    private string? OwnEnd(CloudFoundryStoredTask task) => task.Options.Ending == CloudFoundryEnding.Failed ? task.OwnFailure(IsKorifi) : null;

    /// <summary>A change of the row that goes through its checks; one that changes nothing does not.</summary>
    private void Save(CloudFoundryStoredTask task, string state, string? failure)
    {
        if (task.State != state && !CanBeSaved(task))
        {
            throw CloudFoundryRefusal.Unknown();
        }

        Set(task, state, failure);
    }

    /// <summary>Has no look at the state before: a task that is CANCELING by then is RUNNING again.</summary>
    private void MarkRunning(CloudFoundryStoredTask task)
    {
        if (task.State is "PENDING" or "CANCELING")
        {
            Set(task, "RUNNING", null);
        }
    }

    private void RunOut(CloudFoundryStoredTask task)
    {
        switch (task.Options.Ending)
        {
            case CloudFoundryEnding.Lost:
                bbs.Forget(task.Guid);
                break;
            case CloudFoundryEnding.Malformed:
                CompleteInDiego(task.Guid, MalformedReason, task.Options.CallbackDelay);
                break;
            default:
                CompleteInDiego(task.Guid, OwnEnd(task), task.Options.CallbackDelay);
                break;
        }
    }

    private void EndByCancel(string guid, CloudFoundryTask options)
    {
        if (options.CancelEnding == CloudFoundryCancelEnding.SyncLost || store.FindTask(guid) is not { } task)
        {
            bbs.Forget(guid);
            return;
        }

        CompleteInDiego(guid, options.CancelEnding switch
        {
            CloudFoundryCancelEnding.CompletesAnyway => null,
            CloudFoundryCancelEnding.OwnFailure => task.OwnFailure(IsKorifi),
            _ => CanceledReason,
        }, options.CallbackDelay);
    }

    private void Deliver(string guid, string? reason)
    {
        bbs.Forget(guid);
        if (store.FindTask(guid) is { } task)
        {
            Report(task, reason);
        }
    }
}
