namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Plays the queue up to an instant of the clock: batches start, notice that they should stop, and end, each at its due time.</summary>
internal sealed class Scheduler(TaskStore store, MeilisearchEmulator settings, ServerStamps stamps)
{
    private readonly PriorityQueue<Action, (long Due, long Order)> plans = new();
    private long planned;
    private long? wake;
    private bool isPlaying;
    private bool isHalted;

    internal RunningBatch? Running { get; private set; }

    /// <summary>A batch uid that neither an ended nor the running batch has.</summary>
    internal long FreeBatchUid => Running is { } busy ? Math.Max(busy.Uid + 1, store.NextBatchUid) : store.NextBatchUid;

    /// <summary>How far the queue has been played, in ticks of the clock.</summary>
    internal long Now { get; private set; }

    /// <summary>The server's time at <see cref="Now"/>, to the nanosecond.</summary>
    internal Nanos Stamp() => stamps.At(Now);

    internal void AdvanceTo(long target)
    {
        // A hook called by a planned action stays at that action's instant.
        if (isPlaying)
        {
            return;
        }

        isPlaying = true;
        try
        {
            while (NextEvent() is { } next && next.Due <= target)
            {
                Now = Math.Max(Now, next.Due);
                next.Happen();
            }

            Now = Math.Max(Now, target);
        }
        finally
        {
            isPlaying = false;
        }
    }

    internal void Plan(TimeSpan delay, Action action) => plans.Enqueue(action, (Now + delay.Ticks, ++planned));

    /// <summary>Lets the scheduler look for work after that time; an earlier look stays.</summary>
    internal void Wake(TimeSpan delay) => wake = Math.Min(wake ?? long.MaxValue, Now + delay.Ticks);

    /// <summary>Tells the running batch to stop if a cancelation has picked any of its tasks.</summary>
    internal void StopIfAny(IReadOnlySet<long> uids)
    {
        if (Running is { } batch && batch.Tasks.Any(task => uids.Contains(task.Uid)))
        {
            batch.RequestStop(Now + settings.StopDelay.Ticks);
        }
    }

    internal void Start(IReadOnlyList<TaskRow> tasks)
    {
        var uid = tasks.Select(task => task.BatchUid).FirstOrDefault(batch => batch is not null) ?? store.NextBatchUid;
        Running = new RunningBatch(uid, Now, Stamp(), tasks);
        foreach (var task in tasks)
        {
            task.AbortedStart = null;
        }

        wake = null;
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

    /// <summary>Drops the running batch: nothing of it is written, its tasks are as they were.</summary>
    internal void Abort()
    {
        foreach (var task in Running?.Tasks ?? [])
        {
            task.AbortedStart = Running!.StartedAt;
        }

        Running = null;
        Wake(TimeSpan.Zero);
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

    private (long Due, Action Happen)? NextEvent()
    {
        (long Due, Action Happen)? next = plans.TryPeek(out _, out var key) ? (key.Due, () => plans.Dequeue()()) : null;
        Offer(Running?.EndTicks, End);
        Offer(Running?.StopTicks, Abort);
        Offer(Running is null && !settings.SchedulerPaused && !isHalted ? wake : null, Tick);
        return next;

        // On ties the earlier offer wins: what had finished by then is not stopped.
        void Offer(long? due, Action happen)
        {
            if (due is { } at && (next is not { } best || at < best.Due))
            {
                next = (at, happen);
            }
        }
    }

    private void Tick()
    {
        wake = null;
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
