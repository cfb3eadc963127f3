namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The scheduler: batches start, notice that they are canceled, and end, each at its due time.</summary>
internal sealed class MeilisearchLifecycle(MeilisearchStore store, World world, MeilisearchEmulator settings, DueQueue due, ServerStamps stamps)
{
    private DateTimeOffset? wake;
    private bool isHalted;

    internal RunningBatch? Running { get; private set; }

    /// <summary>The version of the database, where it is older than the server's.</summary>
    internal string? OlderVersion { get; private set; }

    /// <summary>A batch uid that neither an ended nor the running batch has.</summary>
    internal long FreeBatchUid => Running is { } busy ? Math.Max(busy.Uid + 1, store.NextBatchUid) : store.NextBatchUid;

    /// <summary>The server's time, to the nanosecond.</summary>
    internal Nanos Stamp() => stamps.At(due.Now);

    /// <summary>Makes the scheduler look for work after that time, unless it does so earlier.</summary>
    internal void Wake(TimeSpan delay)
    {
        var at = due.Now + delay;
        if (wake is { } earlier && earlier <= at)
        {
            return;
        }

        wake = at;
        due.Later(at, () =>
        {
            if (wake == at)
            {
                Tick();
            }
        });
    }

    /// <summary>Goes on with what was held: the running batch, or the queue.</summary>
    internal void Resume()
    {
        if (Running is not null)
        {
            PlanEnd(Running);
        }

        Wake(TimeSpan.Zero);
    }

    /// <summary>Tells the running batch to stop if a cancellation selected any of its tasks.</summary>
    internal void StopIfAny(IReadOnlySet<long> uids)
    {
        if (Running is { HeedsStop: true } batch && batch.Tasks.Any(task => uids.Contains(task.Uid)))
        {
            batch.IsToldToStop = true;
            PlanStop(batch, settings.CancelDelay);
        }
    }

    /// <summary>Suspends the running batch while it waits for a host, or resumes it.</summary>
    internal void CallAgain()
    {
        if (Running is { } batch)
        {
            batch.IsHanging = Hangs(batch.Tasks);
            PlanStop(batch, TimeSpan.Zero);
            PlanEnd(batch);
        }
    }

    internal void Start(BatchPlan plan)
    {
        var uid = plan.Tasks.Select(task => task.BatchUid).FirstOrDefault(batch => batch is not null) ?? store.NextBatchUid;
        Running = new RunningBatch(uid, due.Now, Stamp(), plan.Tasks, plan.Strategy) { IsHanging = Hangs(plan.Tasks) };
        foreach (var task in plan.Tasks)
        {
            task.AbortedStart = null;
        }

        wake = null;
        PlanEnd(Running);
    }

    /// <summary>Ends the batch the task runs in, or runs a waiting task in no time, in a batch of its own.</summary>
    internal void FinishNow(MeilisearchStoredTask task)
    {
        if (Running?.Contains(task.Uid) == true)
        {
            End();
        }
        else
        {
            var instant = Stamp();
            Write(BatchPlan.Of([task]), FreeBatchUid, instant, instant);
        }
    }

    /// <summary>The server does not go on after an upgrade that failed or was canceled.</summary>
    internal void HaltIfUpgradeFailed(IEnumerable<MeilisearchStoredTask> tasks) =>
        isHalted |= tasks.Any(task => task is { Kind: KindTable.UpgradeDatabase, Status: MeilisearchStates.Failed or MeilisearchStates.Canceled });

    /// <summary>What a restart of the server does to the queue. An older database stands still until it is upgraded.</summary>
    internal void Restart(bool upgrades, MeilisearchError? failure)
    {
        Abort();
        isHalted = OlderVersion is not null && !upgrades && !store.Rows.Any(IsOpenUpgrade);
        if (OlderVersion is { } older && upgrades && !store.Rows.Any(IsOpenUpgrade))
        {
            var task = new MeilisearchTask { Kind = KindTable.UpgradeDatabase, DetailsJson = $$"""{"upgradeFrom":"v{{older}}","upgradeTo":"v{{settings.WireVersion}}"}""", Failure = failure };
            store.Add(TaskReader.ToRow(task, store.NextUid, Stamp(), settings.WireVersion));
        }
    }

    /// <summary>Starts nothing any more, until a restart.</summary>
    internal void Stall() => isHalted = true;

    /// <summary>Notes that the database is that of an older version, or a new one for null.</summary>
    internal void SetDatabase(string? older)
    {
        OlderVersion = older;
        isHalted = false;
        Abort();
    }

    /// <summary>Drops the running batch: nothing of it is written, its tasks are as they were.</summary>
    private void Abort()
    {
        foreach (var task in Running?.Tasks ?? [])
        {
            task.AbortedStart = Running!.StartedAt;
        }

        Running = null;
        Wake(TimeSpan.Zero);
    }

    private static bool IsOpenUpgrade(MeilisearchStoredTask task) => task is { Kind: KindTable.UpgradeDatabase, Status: MeilisearchStates.Enqueued or MeilisearchStates.Failed };

    private bool Hangs(IEnumerable<MeilisearchStoredTask> tasks) => settings.UnresponsiveHost is { } host && tasks.Any(task => task.Calls().Contains(host));

    private void PlanStop(RunningBatch batch, TimeSpan delay)
    {
        if (batch is { IsToldToStop: true, IsHanging: false })
        {
            due.Later(due.Now + delay, () =>
            {
                if (Running == batch && !batch.IsHanging)
                {
                    Abort();
                }
            });
        }
    }

    private void PlanEnd(RunningBatch batch)
    {
        if (batch.EndsAt is { } planned)
        {
            due.Later(planned, () =>
            {
                // A hold meanwhile has put the end off.
                if (Running == batch && batch.EndsAt <= due.Now)
                {
                    End();
                }
            });
        }
    }

    private void Tick()
    {
        wake = null;
        if (Running is not null || settings.IsSchedulerPaused || isHalted)
        {
            return;
        }

        if (Cleanup.FindDue(store, settings.CleanupThreshold) is { } old)
        {
            store.Add(Cleanup.Deletion(old, store.NextUid, Stamp(), settings.CancellationDuration));
        }

        var plan = BatchPlan.Next(store, world, settings.AutoBatching);
        if (plan.Tasks.Count > 0)
        {
            Start(plan);
        }
    }

    private void End()
    {
        var batch = Running!;
        Running = null;
        Write(new BatchPlan(batch.Tasks, batch.Strategy), batch.Uid, batch.StartedAt, Stamp());
        Wake(TimeSpan.Zero);
    }

    private void Write(BatchPlan batch, long batchUid, Nanos startedAt, Nanos finishedAt)
    {
        var upgrades = store.Rows.Where(IsOpenUpgrade).ToList();
        new BatchEnding(store, settings.WireVersion, batchUid, startedAt, finishedAt) { RollbackFailure = settings.RollbackError }.Apply(batch);
        HaltIfUpgradeFailed(upgrades.Concat(batch.Tasks));
        isHalted |= batch.Tasks.Any(task => task is { Kind: KindTable.TaskCancelation, Status: MeilisearchStates.Failed });
        if (upgrades.Exists(task => task.Status == MeilisearchStates.Succeeded))
        {
            OlderVersion = null;
        }
    }
}

/// <summary>The server's clock, finer than .NET's: with a seed, each stamp is 0 to 99 ns later than the clock, and never goes back.</summary>
internal sealed class ServerStamps(int? seed)
{
    private readonly Random? random = seed is { } value ? new Random(value) : null;
    private DateTimeOffset last;
    private int lastRest;

    internal Nanos At(DateTimeOffset instant)
    {
        var rest = random?.Next((int)TimeSpan.NanosecondsPerTick) ?? 0;
        lastRest = instant == last ? Math.Max(lastRest, rest) : rest;
        last = instant;
        return Nanos.From(instant, lastRest);
    }
}

/// <summary>The deletion that the server enqueues when it holds too many tasks.</summary>
internal static class Cleanup
{
    /// <summary>The oldest ended tasks, when there are too many tasks; null when nothing is to be done.</summary>
    internal static IReadOnlyList<MeilisearchStoredTask>? FindDue(MeilisearchStore store, int threshold)
    {
        if (store.Count < threshold)
        {
            return null;
        }

        // A lone one is left: else each cleanup would only ever delete the one before it.
        var old = store.Rows.Where(row => MeilisearchStates.IsEnd(row.Status)).Take(Math.Max(2, threshold / 10)).ToList();
        return old.Count > 1 ? old : null;
    }

    internal static MeilisearchStoredTask Deletion(IReadOnlyList<MeilisearchStoredTask> old, long uid, Nanos now, TimeSpan runDuration)
    {
        var before = new Nanos(old[^1].EnqueuedAt.Value + 1);
        return MeilisearchStoredTask.ForQuery(
            KindTable.TaskDeletion,
            uid,
            now,
            old.Select(row => row.Uid).ToHashSet(),
            $"beforeEnqueuedAt={before}&statuses=succeeded,failed,canceled",
            runDuration);
    }
}
