namespace TaskCancellation.Testing.Meilisearch;

/// <summary>What runs next, and why it is that and no more.</summary>
/// <param name="Tasks">The tasks; none when nothing can run.</param>
/// <param name="Strategy">The reason, as <c>batchStrategy</c> says it.</param>
internal sealed record BatchPlan(IReadOnlyList<TaskRow> Tasks, string Strategy)
{
    private const string All = "batched all enqueued tasks";

    /// <summary>The latest cancelation alone, then the privileged kinds, then normal work by lowest uid.</summary>
    internal static BatchPlan Next(TaskStore store, World world, bool groupsNeighbours)
    {
        var ready = store.Enqueued.Where(task => !task.IsHeld).ToList();
        if (ready.FindLast(task => task.Kind == KindTable.TaskCancelation) is { } cancelation)
        {
            return Alone(cancelation);
        }

        // A failed upgrade is tried again, in the batch it failed in.
        var upgrades = store.Rows.Where(task => task is { Kind: KindTable.UpgradeDatabase, IsHeld: false, Status: Statuses.Enqueued or Statuses.Failed }).ToList();
        if (upgrades.Count > 0)
        {
            return Together(upgrades);
        }

        foreach (var kind in KindTable.Priorities)
        {
            var ofKind = ready.FindAll(task => task.Kind == kind);
            if (ofKind.Count > 0)
            {
                return KindTable.RunsTogether(kind) && groupsNeighbours ? Together(ofKind) : Alone(ofKind[0]);
            }
        }

        return ready is [var first, ..] ? Normal(ready, first, world, groupsNeighbours) : new([], All);
    }

    /// <summary>A batch that a test has put together.</summary>
    internal static BatchPlan Of(IReadOnlyList<TaskRow> tasks) => new(tasks, All);

    internal static BatchPlan Alone(TaskRow task) => new([task], Autobatcher.CannotBeBatched(task));

    private static BatchPlan Together(List<TaskRow> tasks) =>
        new(tasks, $"stopped after the last task of type `{tasks[0].Kind}` because they cannot be batched with tasks of any other type.");

    private static BatchPlan Normal(List<TaskRow> ready, TaskRow first, World world, bool groupsNeighbours)
    {
        if (first.IndexUid is not { } index)
        {
            return Alone(first);
        }

        var ofIndex = ready.FindAll(task => task.Indexes.Contains(index));
        var (tasks, reason) = Autobatcher.Batch(groupsNeighbours ? ofIndex : [first], world.Find(index) is not null);
        return new(tasks, reason ?? (ready.Count > ofIndex.Count ? $"{All} for index `{index}`" : All));
    }
}
