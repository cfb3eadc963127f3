namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Plays the queue: batches start, notice that they should stop, and end, each at its due time.</summary>
internal sealed class Scheduler(TaskStore store, MeilisearchEmulator settings, DueQueue due, ServerStamps stamps)
{
    private DateTimeOffset? wake;
    private bool isHalted;

    internal RunningBatch? Running { get; private set; }

    /// <summary>A batch uid that neither an ended nor the running batch has.</summary>
    internal long FreeBatchUid => Running is { } busy ? Math.Max(busy.Uid + 1, store.NextBatchUid) : store.NextBatchUid;

    /// <summary>The server's time, to the nanosecond.</summary>
    internal Nanos Stamp() => stamps.At(due.Now);

    /// <summary>Lets the scheduler look for work after that time; an earlier look stays.</summary>
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

    /// <summary>Tells the running batch to stop if a cancelation has picked any of its tasks.</summary>
    internal void StopIfAny(IReadOnlySet<long> uids)
    {
        if (Running is { HeedsStop: true } batch && batch.Tasks.Any(task => uids.Contains(task.Uid)))
        {
            due.Later(due.Now + settings.CancelDelay, () =>
            {
                if (Running == batch)
                {
                    Abort();
                }
            });
        }
    }

    internal void Start(IReadOnlyList<TaskRow> tasks)
    {
        var uid = tasks.Select(task => task.BatchUid).FirstOrDefault(batch => batch is not null) ?? store.NextBatchUid;
        Running = new RunningBatch(uid, due.Now, Stamp(), tasks);
        foreach (var task in tasks)
        {
            task.AbortedStart = null;
        }

        wake = null;
        PlanEnd(Running);
    }

    /// <summary>Ends the batch the task runs in, or runs a waiting task in no time, in a batch of its own.</summary>
    internal void FinishNow(TaskRow task)
    {
        if (Running?.Contains(task.Uid) == true)
        {
            End();
        }
        else
        {
            var instant = Stamp();
            Write([task], FreeBatchUid, instant, instant);
        }
    }

    /// <summary>The server does not go on after a failed upgrade.</summary>
    internal void HaltIfUpgradeFailed(IReadOnlyList<TaskRow> tasks) =>
        isHalted |= tasks.Any(task => task is { Kind: KindTable.UpgradeDatabase, Status: Statuses.Failed });

    /// <summary>What a restart of the server does to the queue.</summary>
    internal void Restart()
    {
        Abort();
        isHalted = false;
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
        if (Running is not null || settings.SchedulerPaused || isHalted)
        {
            return;
        }

        if (Cleanup.FindDue(store, settings.CleanupThreshold) is { } old)
        {
            store.Add(Cleanup.Deletion(old, store.NextUid, Stamp(), settings.CancelationDuration));
        }

        var tasks = BatchPicker.Next(store, settings.AutoBatching);
        if (tasks.Count > 0)
        {
            Start(tasks);
        }
    }

    private void End()
    {
        var batch = Running!;
        Running = null;
        Write(batch.Tasks, batch.Uid, batch.StartedAt, Stamp());
        Wake(TimeSpan.Zero);
    }

    private void Write(IReadOnlyList<TaskRow> tasks, long batchUid, Nanos startedAt, Nanos finishedAt)
    {
        new BatchEnding(store, settings.WireVersion, batchUid, startedAt, finishedAt).Apply(tasks);
        HaltIfUpgradeFailed(tasks);
    }
}
