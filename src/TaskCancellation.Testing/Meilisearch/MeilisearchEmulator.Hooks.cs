namespace TaskCancellation.Testing.Meilisearch;

/// <content>Hooks: what a test can arrange and inspect.</content>
public sealed partial class MeilisearchEmulator
{
    /// <summary>Starts these waiting tasks at once, as one batch. A cancel of one stops the whole batch.</summary>
    /// <exception cref="InvalidOperationException">Another batch is running, or one of the tasks is not waiting.</exception>
    public void StartBatch(params IReadOnlyList<long> uids) => Do(() =>
    {
        var tasks = uids.Select(store.Get).ToList();
        if (tasks.Count == 0 || lifecycle.Running is not null || tasks.Exists(task => task.Status != MeilisearchStates.Enqueued))
        {
            throw new InvalidOperationException("A batch needs waiting tasks, and no other batch may run.");
        }

        lifecycle.Start(BatchPlan.Of(tasks));
    });

    /// <summary>Restarts the server. Running tasks wait again, and a failed upgrade is tried again after waiting cancellations. A queue that an upgrade has halted continues only if there is nothing left to upgrade.</summary>
    public void Restart() => Do(() => lifecycle.Restart(upgrades: false, null));

    /// <summary>Restarts the server with the upgrade option. An <c>upgradeDatabase</c> task is enqueued if the database is of an older version, see <see cref="DatabaseVersion"/>.</summary>
    /// <param name="failure">The error of the upgrade; <see langword="null"/> to succeed.</param>
    public void Upgrade(MeilisearchError? failure = null) => Do(() => lifecycle.Restart(upgrades: true, failure));

    /// <summary>Restarts the server with an empty database. Tasks, batches, and indexes are gone, and uids start again at 0. API keys stay.</summary>
    public void ResetDatabase() => Do(() =>
    {
        store.Reset();
        world.Reset();
        lifecycle.SetDatabase(null);
    });

    /// <inheritdoc/>
    protected override void AddOrReplaceUser(MeilisearchUser user) => users.Add(user);

    /// <inheritdoc/>
    protected override bool TryRemoveUser(string name) => users.Remove(name);

    /// <inheritdoc/>
    protected override IReadOnlyList<MeilisearchRow> ReadRows() => [.. store.Rows.Select(Show)];

    /// <inheritdoc/>
    protected override MeilisearchRow? FindRow(long id) => store.Find(id) is { } row ? Show(row) : null;

    /// <exception cref="InvalidOperationException">The task is to be processing, and another batch is running.</exception>
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

    /// <summary>A waiting task succeeds at once, in a batch of its own. A running task succeeds with its whole batch.</summary>
    /// <inheritdoc/>
    protected override void FinishTask(long id) => End(id, null);

    /// <summary>The other tasks of the batch end as planned.</summary>
    /// <inheritdoc/>
    protected override void FailTask(long id, string? reason) => End(id, MeilisearchError.For(reason));

    /// <exception cref="InvalidOperationException">The task is running.</exception>
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
