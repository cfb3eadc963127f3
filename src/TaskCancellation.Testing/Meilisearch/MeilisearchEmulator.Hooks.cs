namespace TaskCancellation.Testing.Meilisearch;

/// <content>What a test can arrange and look at. Instants are the server's.</content>
public sealed partial class MeilisearchEmulator
{
    /// <summary>Starts these waiting tasks at once, as one batch: siblings, which a stop hits together.</summary>
    /// <exception cref="InvalidOperationException">Another batch runs, or one of them is not waiting.</exception>
    public void StartBatch(params IReadOnlyList<long> uids) => Do(() =>
    {
        var tasks = uids.Select(store.Get).ToList();
        if (tasks.Count == 0 || lifecycle.Running is not null || tasks.Exists(task => task.Status != MeilisearchStates.Enqueued))
        {
            throw new InvalidOperationException("A batch needs waiting tasks, and no other batch may run.");
        }

        lifecycle.Start(BatchPlan.Of(tasks));
    });

    /// <summary>Restarts the server: what ran waits again, and a failed upgrade is tried again after waiting cancelations. A queue that an upgrade has halted goes on only where there is nothing left to upgrade.</summary>
    public void Restart() => Do(() => lifecycle.Restart(upgrades: false, null));

    /// <summary>Restarts the server with the upgrade option: where the database is of an older version, see <see cref="DatabaseVersion"/>, an <c>upgradeDatabase</c> is enqueued.</summary>
    /// <param name="failure">Why the upgrade fails; null to succeed.</param>
    public void Upgrade(MeilisearchError? failure = null) => Do(() => lifecycle.Restart(upgrades: true, failure));

    /// <summary>Starts the server anew on an empty database: tasks, batches and indexes are gone, and uids begin again. Keys stay.</summary>
    public void ResetDatabase() => Do(() =>
    {
        store.Reset();
        world.Reset();
        lifecycle.SetDatabase(null);
    });

    /// <inheritdoc/>
    public override void AddUser(MeilisearchUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        Do(() => users.Add(user));
    }

    /// <inheritdoc/>
    public override void RemoveUser(string name) => Do(() => users.Remove(name));

    /// <inheritdoc/>
    protected override IReadOnlyList<MeilisearchRow> ReadRows() => [.. store.Rows.Select(Show)];

    /// <inheritdoc/>
    protected override MeilisearchRow? FindRow(long id) => store.Find(id) is { } row ? Show(row) : null;

    /// <exception cref="InvalidOperationException">It is to be processing, and another batch already runs.</exception>
    /// <inheritdoc/>
    protected override long AddTask(MeilisearchTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var row = TaskReader.ToRow(task, task.Id ?? store.NextUid, lifecycle.Stamp(), WireVersion);
        ArgumentOutOfRangeException.ThrowIfLessThan(row.Uid, store.NextUid, nameof(task));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row.Uid, uint.MaxValue, nameof(task));
        if (task.State == MeilisearchStates.Processing && lifecycle.Running is not null)
        {
            throw new InvalidOperationException("Another batch is running.");
        }

        store.Add(row);
        if (task.State == MeilisearchStates.Processing)
        {
            lifecycle.Start(BatchPlan.Of([row]));
        }
        else if (MeilisearchStates.IsEnd(task.State))
        {
            row.BatchUid = lifecycle.FreeBatchUid;
            store.Save(new BatchRecord(lifecycle.FreeBatchUid, row.StartedAt!.Value, row.FinishedAt, BatchPlan.Of([row]).Strategy, [row]));
            lifecycle.HaltIfUpgradeFailed([row]);
        }

        lifecycle.Wake(SchedulerDelay);
        return row.Uid;
    }

    /// <inheritdoc/>
    protected override void HoldTask(long id) => store.Get(id).IsHeld = true;

    /// <inheritdoc/>
    protected override void ReleaseTask(long id)
    {
        store.Get(id).IsHeld = false;
        lifecycle.Resume();
    }

    /// <summary>A waiting task succeeds at once, in a batch of its own; a running one, and with it the batch it runs in.</summary>
    /// <inheritdoc/>
    protected override void FinishTask(long id) => End(id, null);

    /// <summary>The other tasks of its batch end as they are meant to.</summary>
    /// <inheritdoc/>
    protected override void FailTask(long id, string? reason) => End(id, MeilisearchError.For(reason));

    /// <exception cref="InvalidOperationException">It is running.</exception>
    /// <inheritdoc/>
    protected override void RemoveTask(long id)
    {
        if (lifecycle.Running?.Contains(id) == true)
        {
            throw new InvalidOperationException($"Task {id} is running.");
        }

        store.Remove(store.Get(id));
        store.RemoveEmptyBatches();
    }

    private MeilisearchRow Show(MeilisearchStoredTask row) => new TaskView(row, lifecycle.Running).ToPublic();

    private void End(long id, MeilisearchError? failure)
    {
        var task = store.Get(id);
        if (task.Status == MeilisearchStates.Enqueued)
        {
            task.Failure = failure;
            lifecycle.FinishNow(task);
        }
    }
}
