namespace TaskCancellation.Testing.Meilisearch;

/// <summary>What the end of a batch writes to the store, in one go.</summary>
internal sealed class BatchEnding(TaskStore store, ServerVersion version, long batchUid, Nanos startedAt, Nanos finishedAt)
{
    private readonly List<TaskRow> written = [];

    internal void Apply(IReadOnlyList<TaskRow> tasks)
    {
        foreach (var task in tasks)
        {
            Run(task);
            End(task, task.Failure is null ? Statuses.Succeeded : Statuses.Failed, startedAt);
        }

        store.Save(new BatchRecord(batchUid, startedAt, finishedAt, tasks, written));
    }

    private void Run(TaskRow task)
    {
        task.Error = task.Failure;
        if (task.Failure is not null)
        {
            task.Details?.FailOrCancel(task.Kind);
        }
        else if (task.Kind == KindTable.TaskCancelation)
        {
            task.Details?.Set("canceledTasks", JsonText.Number(Cancel(task)));
        }
        else if (task.Kind == KindTable.TaskDeletion)
        {
            task.Details?.Set("deletedTasks", JsonText.Number(Delete(task)));
        }
        else
        {
            task.Details?.Succeed(task.Kind, finishedAt);
        }
    }

    private int Cancel(TaskRow cancelation)
    {
        var matched = cancelation.Matched.Order().Select(store.Find).OfType<TaskRow>().ToList();
        var victims = matched.FindAll(task => task.Status == Statuses.Enqueued && task.Uid != cancelation.Uid);
        if (matched.Exists(task => task.Kind == KindTable.UpgradeDatabase))
        {
            victims.AddRange(store.Rows
                .Where(task => task is { Kind: KindTable.UpgradeDatabase, Status: Statuses.Enqueued or Statuses.Failed })
                .Except(victims));
        }

        foreach (var victim in victims)
        {
            victim.CanceledBy = cancelation.Uid;
            victim.Details?.FailOrCancel(victim.Kind);
            End(victim, Statuses.Canceled, version.HasBatches ? startedAt : victim.AbortedStart);
        }

        return victims.Count;
    }

    private int Delete(TaskRow deletion)
    {
        var gone = deletion.Matched.Select(store.Find).OfType<TaskRow>().Where(task => Statuses.IsEnd(task.Status)).ToList();
        gone.ForEach(store.Remove);
        store.RemoveEmptyBatches();
        return gone.Count;
    }

    private void End(TaskRow task, string status, Nanos? started)
    {
        store.SetStatus(task, status);
        task.BatchUid = batchUid;
        task.StartedAt = started;
        task.FinishedAt = finishedAt;
        written.Add(task);
    }
}
