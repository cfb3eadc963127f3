namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Decides what runs next.</summary>
internal static class BatchPicker
{
    /// <summary>The tasks of the next batch: the latest cancelation alone, then the privileged kinds, then normal work by lowest uid. Empty when nothing can run.</summary>
    internal static IReadOnlyList<TaskRow> Next(TaskStore store, bool groupsNeighbours)
    {
        var ready = store.Enqueued.Where(task => !task.IsHeld).ToList();
        if (ready.FindLast(task => task.Kind == KindTable.TaskCancelation) is { } cancelation)
        {
            return [cancelation];
        }

        // A failed upgrade is tried again, in the batch it failed in.
        var upgrades = store.Rows.Where(task => task is { Kind: KindTable.UpgradeDatabase, IsHeld: false, Status: Statuses.Enqueued or Statuses.Failed }).ToList();
        if (upgrades.Count > 0)
        {
            return upgrades;
        }

        foreach (var kind in KindTable.Priorities)
        {
            var ofKind = ready.FindAll(task => task.Kind == kind);
            if (ofKind.Count > 0)
            {
                return kind == KindTable.TaskDeletion ? ofKind : [ofKind[0]];
            }
        }

        return ready is [var first, ..] ? Neighbours(ready, first, groupsNeighbours) : [];
    }

    /// <summary>The task and those after it on the same index, as long as they are of the same kind.</summary>
    private static List<TaskRow> Neighbours(List<TaskRow> ready, TaskRow first, bool groups) =>
        groups && KindTable.IsBatched(first.Kind)
            ? [.. ready.Where(task => task.IndexUid == first.IndexUid).TakeWhile(task => task.Kind == first.Kind)]
            : [first];
}
