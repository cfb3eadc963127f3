namespace TaskCancellation.Testing.Meilisearch;

public sealed partial class MeilisearchEmulator
{
    /// <summary>Every task, lowest uid first, as a client would read it now.</summary>
    public IReadOnlyList<MeilisearchRow> Rows => Locked(() => store.Rows.Select(row => new TaskView(row, scheduler.Running).ToPublic()).ToList());

    /// <summary>Adds an API key.</summary>
    /// <param name="key">The secret, as sent after <c>Bearer</c>.</param>
    /// <param name="actions">What it may do: <c>tasks.cancel</c>, <c>tasks.*</c>, <c>*.get</c>, <c>*</c>…</param>
    /// <param name="indexes">The indexes it is for; a trailing star is a pattern; null for all.</param>
    /// <param name="expiresAt">When it stops working, on the server's clock; null for never.</param>
    public void AddKey(string key, IReadOnlyList<string> actions, IReadOnlyList<string>? indexes = null, DateTimeOffset? expiresAt = null) =>
        Locked(() => keys.Add(key, actions, indexes ?? ["*"], expiresAt));

    /// <summary>Adds a task and returns its uid.</summary>
    /// <exception cref="InvalidOperationException">It is to be processing, and another batch already runs.</exception>
    public long AddTask(MeilisearchTaskSeed? seed = null) => Locked(() =>
    {
        var given = seed ?? new MeilisearchTaskSeed();
        var row = SeedReader.ToRow(given, given.Uid ?? store.NextUid, scheduler.Stamp(), WireVersion);
        ArgumentOutOfRangeException.ThrowIfLessThan(row.Uid, store.NextUid, nameof(seed));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row.Uid, uint.MaxValue, nameof(seed));
        if (given.Status == Statuses.Processing && scheduler.Running is not null)
        {
            throw new InvalidOperationException("Another batch is running.");
        }

        store.Add(row);
        if (given.Status == Statuses.Processing)
        {
            scheduler.Start([row]);
        }
        else if (Statuses.IsEnd(given.Status))
        {
            row.BatchUid = scheduler.FreeBatchUid;
            store.Save(new BatchRecord(scheduler.FreeBatchUid, row.StartedAt!.Value, row.FinishedAt, [row], [row]));
            scheduler.HaltIfUpgradeFailed([row]);
        }

        scheduler.Wake(SchedulerDelay);
        return row.Uid;
    });

    /// <summary>Starts these waiting tasks at once, as one batch: siblings, which a stop hits together.</summary>
    /// <exception cref="InvalidOperationException">Another batch runs, or one of them is not waiting.</exception>
    public void StartBatch(params IReadOnlyList<long> uids) => Locked(() =>
    {
        var tasks = uids.Select(store.Get).ToList();
        if (tasks.Count == 0 || scheduler.Running is not null || tasks.Exists(task => task.Status != Statuses.Enqueued))
        {
            throw new InvalidOperationException("A batch needs waiting tasks, and no other batch may run.");
        }

        scheduler.Start(tasks);
    });

    /// <summary>Keeps a waiting task waiting, or a running one running, until released. A cancelation reaches it all the same.</summary>
    public void Hold(long uid) => Locked(() => store.Get(uid).IsHeld = true);

    /// <summary>Ends a hold. A task that should have ended meanwhile ends at once.</summary>
    public void Release(long uid) => Locked(() =>
    {
        store.Get(uid).IsHeld = false;
        scheduler.Wake(TimeSpan.Zero);
    });

    /// <summary>Lets a waiting or running task succeed at once, and with it the batch it runs in.</summary>
    public void Finish(long uid) => Finish(uid, null);

    /// <summary>Lets a waiting or running task fail at once; the other tasks of its batch end as they are meant to.</summary>
    public void Fail(long uid, MeilisearchTaskError? error = null) => Finish(uid, error ?? new MeilisearchTaskError("An internal error has occurred. `emulated`."));

    /// <summary>Removes a task without a trace, as if somebody had deleted it.</summary>
    /// <exception cref="InvalidOperationException">It is running.</exception>
    public void Delete(long uid) => Locked(() =>
    {
        if (scheduler.Running?.Contains(uid) == true)
        {
            throw new InvalidOperationException($"Task {uid} is running.");
        }

        store.Remove(store.Get(uid));
        store.RemoveEmptyBatches();
    });

    /// <summary>Plans hooks for later: <c>After(TimeSpan.FromSeconds(2), e => e.Fail(uid))</c>. They happen at that very instant of the queue.</summary>
    public void After(TimeSpan delay, Action<MeilisearchEmulator> hooks) => Locked(() => scheduler.Plan(delay, () => hooks(this)));

    /// <summary>Restarts the server: what ran waits again, and a failed upgrade is tried again after waiting cancelations.</summary>
    public void Restart() => Locked(scheduler.Restart);

    private void Finish(long uid, MeilisearchTaskError? failure) => Locked(() =>
    {
        var task = store.Get(uid);
        if (task.Status != Statuses.Enqueued && scheduler.Running?.Contains(uid) != true)
        {
            throw new InvalidOperationException($"Task {uid} has ended: it is {task.Status}.");
        }

        task.Failure = failure;
        scheduler.FinishNow(task);
    });

    private void Locked(Action action) => Locked(() =>
    {
        action();
        return true;
    });

    private T Locked<T>(Func<T> read)
    {
        lock (Gate)
        {
            CatchUp();
            return read();
        }
    }
}
