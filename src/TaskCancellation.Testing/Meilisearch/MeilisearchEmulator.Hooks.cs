namespace TaskCancellation.Testing.Meilisearch;

/// <content>What a test can arrange and look at. Instants are the server's.</content>
public sealed partial class MeilisearchEmulator
{
    /// <summary>Starts these waiting tasks at once, as one batch: siblings, which a stop hits together.</summary>
    /// <exception cref="InvalidOperationException">Another batch runs, or one of them is not waiting.</exception>
    public void StartBatch(params IReadOnlyList<long> uids) => Do(() =>
    {
        var tasks = uids.Select(store.Get).ToList();
        if (tasks.Count == 0 || scheduler.Running is not null || tasks.Exists(task => task.Status != Statuses.Enqueued))
        {
            throw new InvalidOperationException("A batch needs waiting tasks, and no other batch may run.");
        }

        scheduler.Start(tasks);
    });

    /// <summary>Restarts the server: what ran waits again, and a failed upgrade is tried again after waiting cancelations.</summary>
    public void Restart() => Do(scheduler.Restart);

    /// <inheritdoc/>
    public override void AddUser(MeilisearchKey user)
    {
        ArgumentNullException.ThrowIfNull(user);
        Do(() => keys.Add(user));
    }

    /// <inheritdoc/>
    public override void RemoveUser(string name) => Do(() => keys.Remove(name));

    /// <inheritdoc/>
    protected override IReadOnlyList<MeilisearchRow> ReadRows() => [.. store.Rows.Select(Show)];

    /// <inheritdoc/>
    protected override MeilisearchRow? FindRow(long id) => store.Find(id) is { } row ? Show(row) : null;

    /// <exception cref="InvalidOperationException">It is to be processing, and another batch already runs.</exception>
    /// <inheritdoc/>
    protected override long AddTask(MeilisearchTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var row = SeedReader.ToRow(task, task.Uid ?? store.NextUid, scheduler.Stamp(), WireVersion);
        ArgumentOutOfRangeException.ThrowIfLessThan(row.Uid, store.NextUid, nameof(task));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row.Uid, uint.MaxValue, nameof(task));
        if (task.Status == Statuses.Processing && scheduler.Running is not null)
        {
            throw new InvalidOperationException("Another batch is running.");
        }

        store.Add(row);
        if (task.Status == Statuses.Processing)
        {
            scheduler.Start([row]);
        }
        else if (Statuses.IsEnd(task.Status))
        {
            row.BatchUid = scheduler.FreeBatchUid;
            store.Save(new BatchRecord(scheduler.FreeBatchUid, row.StartedAt!.Value, row.FinishedAt, [row], [row]));
            scheduler.HaltIfUpgradeFailed([row]);
        }

        scheduler.Wake(SchedulerDelay);
        return row.Uid;
    }

    /// <inheritdoc/>
    protected override void HoldTask(long id) => store.Get(id).IsHeld = true;

    /// <inheritdoc/>
    protected override void ReleaseTask(long id)
    {
        store.Get(id).IsHeld = false;
        scheduler.Resume();
    }

    /// <summary>A waiting task succeeds at once, in a batch of its own; a running one, and with it the batch it runs in.</summary>
    /// <inheritdoc/>
    protected override void FinishTask(long id) => End(id, null);

    /// <summary>The other tasks of its batch end as they are meant to.</summary>
    /// <inheritdoc/>
    protected override void FailTask(long id, string? reason) => End(id, MeilisearchFailure.For(reason));

    /// <exception cref="InvalidOperationException">It is running.</exception>
    /// <inheritdoc/>
    protected override void RemoveTask(long id)
    {
        if (scheduler.Running?.Contains(id) == true)
        {
            throw new InvalidOperationException($"Task {id} is running.");
        }

        store.Remove(store.Get(id));
        store.RemoveEmptyBatches();
    }

    private MeilisearchRow Show(TaskRow row) => new TaskView(row, scheduler.Running).ToPublic();

    private void End(long id, MeilisearchFailure? failure)
    {
        var task = store.Get(id);
        if (task.Status == Statuses.Enqueued)
        {
            task.Failure = failure;
            scheduler.FinishNow(task);
        }
    }
}
