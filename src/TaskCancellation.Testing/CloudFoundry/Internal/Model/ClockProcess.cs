namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What the Cloud Controller's clock does: it compares the task table with Diego every half minute, and prunes at night.</summary>
internal sealed class ClockProcess(CloudFoundryEmulator emulator, CloudFoundryStore store, Bbs bbs, CloudFoundryLifecycle lifecycle)
{
    private const string LostReason = "Unable to determine completion status";
    private const string ExpiredReason = "Task expired in PENDING state";

    private static readonly TimeSpan PendingLimit = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan PruneAge = TimeSpan.FromDays(31);
    private static readonly TimeSpan KorifiRetention = TimeSpan.FromHours(720);

    private DateTimeOffset? nextSync;
    private DateTimeOffset? nextPrune;

    private DueQueue Due => emulator.Due;

    private bool IsKorifi => emulator.Flavor == CloudFoundryFlavor.Korifi;

    /// <summary>Plans the next sync and the next prune, or none while the clock does not run.</summary>
    internal void Restart()
    {
        (nextSync, nextPrune) = (null, null);
        if (emulator.IsClockRunning)
        {
            PlanSync(Due.Now + emulator.SyncInterval);
            PlanPrune(Due.Now);
        }
    }

    /// <summary>Plans them where they are not yet. A server clock set back, or a shorter interval, must not postpone the next sync by as much.</summary>
    internal void Watch()
    {
        if (emulator.IsClockRunning && !(nextSync <= emulator.ServerNow + emulator.SyncInterval))
        {
            PlanSync(emulator.ServerNow + emulator.SyncInterval);
        }

        if (emulator.IsClockRunning && nextPrune is null)
        {
            PlanPrune(emulator.ServerNow);
        }
    }

    /// <summary>Compares once. Returns whether Diego could be reached.</summary>
    internal bool Sync()
    {
        if (IsKorifi || !bbs.IsReachable)
        {
            return false;
        }

        foreach (var task in store.Tasks.Where(lifecycle.CanBeSaved))
        {
            if (task.State == "PENDING" && Due.Now - task.CreatedAt > PendingLimit)
            {
                lifecycle.Set(task, "FAILED", ExpiredReason);
            }
            else if (task.State is "RUNNING" or "CANCELING" && bbs.Find(task.Guid) is null)
            {
                lifecycle.Set(task, "FAILED", LostReason);
            }
            else if (task.State == "CANCELING")
            {
                lifecycle.CancelInDiego(task.Guid);
            }
        }

        foreach (var stray in bbs.Guids.Where(guid => store.FindTask(guid) is null))
        {
            lifecycle.CancelInDiego(stray);
        }

        return true;
    }

    /// <summary>Removes what ended that long ago.</summary>
    internal void Prune(TimeSpan age)
    {
        foreach (var task in store.Tasks.Where(task => task.IsTerminal && task.UpdatedAt < Due.Now - age).ToList())
        {
            store.Remove(task);
        }
    }

    internal void PruneOnKorifi()
    {
        if (IsKorifi)
        {
            Prune(KorifiRetention);
        }
    }

    private void PlanSync(DateTimeOffset instant)
    {
        nextSync = instant;
        Due.At(instant, () =>
        {
            // One that was planned before the clock was set back or stopped.
            if (nextSync != instant)
            {
                return;
            }

            nextSync = null;
            if (!Sync() && !IsKorifi && !emulator.IsClockSupervised)
            {
                emulator.IsClockRunning = false;
            }
            else
            {
                PlanSync(NextSync(instant));
            }
        });
    }

    /// <summary>The sync after that one; those that would find no unfinished task are skipped, so that a clock can leap years.</summary>
    private DateTimeOffset NextSync(DateTimeOffset last)
    {
        var limit = Due.Next is { } next && next < emulator.ServerNow ? next : emulator.ServerNow;
        var idle = limit > last && store.Tasks.All(task => task.IsTerminal) ? (limit - last) / emulator.SyncInterval : 0;
        return last + (emulator.SyncInterval * (Math.Floor(idle) + 1));
    }

    private void PlanPrune(DateTimeOffset after)
    {
        var instant = NextPrune(after);
        nextPrune = instant;
        Due.At(instant, () =>
        {
            if (nextPrune == instant)
            {
                Prune(PruneAge);
                PlanPrune(Due.Now + TimeSpan.FromTicks(1));
            }
        });
    }

    private static DateTimeOffset NextPrune(DateTimeOffset after)
    {
        var today = new DateTimeOffset(after.UtcDateTime.Date, TimeSpan.Zero).AddHours(23);
        return today >= after ? today : today.AddDays(1);
    }
}
