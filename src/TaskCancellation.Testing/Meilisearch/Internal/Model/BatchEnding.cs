namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Writes the end of a batch to the store, atomically.</summary>
internal sealed class BatchEnding(MeilisearchStore store, MeilisearchVersion version, long batchUid, Nanos startedAt, Nanos finishedAt)
{
    private readonly List<MeilisearchStoredTask> written = [];

    /// <summary>Why a cancellation of an upgrade fails; null when the upgrade is rolled back.</summary>
    internal MeilisearchError? RollbackFailure { get; init; }

    internal void Apply(BatchPlan batch)
    {
        var deletion = batch.Tasks.FirstOrDefault(task => task.Kind == KindTable.IndexDeletion);
        var clear = batch.Tasks.FirstOrDefault(task => task.Kind == "documentDeletion" && task.Details?.IsClear == true);
        foreach (var task in deletion is null ? batch.Tasks : batch.Tasks.Reverse())
        {
            Run(task, deletion, clear);
        }

        if (batch.Tasks.Any(task => task is { Kind: "documentAdditionOrUpdate", Error: null }))
        {
            // Among documents that are written, the server counts the ids given and not the documents found.
            foreach (var task in batch.Tasks.Where(task => task.Error is null))
            {
                task.Details?.CountProvidedIds();
            }
        }

        foreach (var task in batch.Tasks)
        {
            End(task, task.Error is null ? MeilisearchStates.Succeeded : MeilisearchStates.Failed, startedAt);
        }

        store.Save(new BatchRecord(batchUid, startedAt, finishedAt, batch.Strategy, written));
    }

    private void Run(MeilisearchStoredTask task, MeilisearchStoredTask? deletion, MeilisearchStoredTask? clear)
    {
        task.Error = task.Failure;
        if (task.Failure is null && task.Kind == KindTable.TaskCancelation)
        {
            Cancel(task);
        }
        else if (task.Failure is null && task.Kind == KindTable.TaskDeletion)
        {
            task.Details?.Set("deletedTasks", MeilisearchJson.Number(Delete(task)));
        }
        else if (deletion is not null && task != deletion)
        {
            // What is deleted with its index was never carried out.
            task.Error = deletion.Error;
            task.Details?.FailOrCancel(task.Kind);
        }
        else if (clear is not null && task != clear && task.Kind != "settingsUpdate")
        {
            // What is cleared away in the same batch is not counted.
            if (task.Details?.IsClear == true)
            {
                task.Details.Set("deletedDocuments", "0");
            }
        }
        else
        {
            Work(task);
        }
    }

    private void Work(MeilisearchStoredTask task)
    {
        try
        {
            if (task.Error is null)
            {
                task.Work?.Invoke(task);
                task.Details?.Succeed(task.Kind, finishedAt);
                return;
            }
        }
        catch (MeilisearchRefusal refusal)
        {
            task.Error = new MeilisearchError(refusal.Message, refusal.Code, refusal.Type);
        }

        task.Details?.FailOrCancel(task.Kind);
    }

    private void Cancel(MeilisearchStoredTask cancellation)
    {
        var matched = cancellation.Matched.Order().Select(store.Find).OfType<MeilisearchStoredTask>().ToList();
        var victims = matched.FindAll(task => task.Status == MeilisearchStates.Enqueued && task.Uid != cancellation.Uid);
        if (matched.Exists(task => task.Kind == KindTable.UpgradeDatabase))
        {
            victims.AddRange(store.Rows
                .Where(task => task is { Kind: KindTable.UpgradeDatabase, Status: MeilisearchStates.Enqueued or MeilisearchStates.Failed })
                .Except(victims));
            cancellation.Error = victims.Exists(task => task.Kind == KindTable.UpgradeDatabase) ? RollbackFailure : null;
        }

        if (cancellation.Error is not null)
        {
            cancellation.Details?.FailOrCancel(cancellation.Kind);
            return;
        }

        foreach (var victim in victims)
        {
            victim.CanceledBy = cancellation.Uid;
            victim.Details?.FailOrCancel(victim.Kind);
            End(victim, MeilisearchStates.Canceled, version.Has(Since.Batches) ? startedAt : victim.AbortedStart);
        }

        cancellation.Details?.Set("canceledTasks", MeilisearchJson.Number(victims.Count));
    }

    private int Delete(MeilisearchStoredTask deletion)
    {
        var gone = deletion.Matched.Select(store.Find).OfType<MeilisearchStoredTask>().Where(task => MeilisearchStates.IsEnd(task.Status)).ToList();
        gone.ForEach(store.Remove);
        store.RemoveEmptyBatches();
        return gone.Count;
    }

    private void End(MeilisearchStoredTask task, string status, Nanos? started)
    {
        store.SetStatus(task, status);
        task.BatchUid = batchUid;
        task.StartedAt = started;
        task.FinishedAt = finishedAt;
        written.Add(task);
    }
}
