namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The tasks that run next as one batch, and the reason for its boundaries.</summary>
/// <param name="Tasks">The tasks; none when nothing can run.</param>
/// <param name="Strategy">The reason, as <c>batchStrategy</c> says it.</param>
internal sealed record BatchPlan(IReadOnlyList<MeilisearchStoredTask> Tasks, string Strategy)
{
    private const string All = "batched all enqueued tasks";

    /// <summary>The latest cancellation alone, then the privileged kinds, then normal work by lowest uid.</summary>
    internal static BatchPlan Next(MeilisearchStore store, World world, bool groupsNeighbours)
    {
        var ready = store.Enqueued.Where(task => !task.IsHeld).ToList();
        if (ready.FindLast(task => task.Kind == KindTable.TaskCancelation) is { } cancellation)
        {
            return Alone(cancellation);
        }

        // A failed upgrade is tried again, in the batch it failed in.
        var upgrades = store.Rows.Where(task => task is { Kind: KindTable.UpgradeDatabase, IsHeld: false, Status: MeilisearchStates.Enqueued or MeilisearchStates.Failed }).ToList();
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
    internal static BatchPlan Of(IReadOnlyList<MeilisearchStoredTask> tasks) => new(tasks, All);

    internal static BatchPlan Alone(MeilisearchStoredTask task) => new([task], Autobatcher.CannotBeBatched(task));

    private static BatchPlan Together(List<MeilisearchStoredTask> tasks) =>
        new(tasks, $"stopped after the last task of type `{tasks[0].Kind}` because they cannot be batched with tasks of any other type.");

    private static BatchPlan Normal(List<MeilisearchStoredTask> ready, MeilisearchStoredTask first, World world, bool groupsNeighbours)
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

/// <summary>Determines which waiting tasks of one index run, and are aborted, together.</summary>
internal static class Autobatcher
{
    /// <summary>What a batch has become, and what a task is to it.</summary>
    private enum Shape
    {
        Lone,
        Documents,
        Deletion,
        DeletionByFilter,
        Clear,
        Settings,
        ClearAndSettings,
        Rules,
        ClearRules,
        IndexDeletion,
    }

    /// <summary>What a batch becomes by the task that joins it. What is not here does not join.</summary>
    private static readonly Dictionary<(Shape Batch, Shape Task), Shape> Joins = new()
    {
        [(Shape.Documents, Shape.Documents)] = Shape.Documents,
        [(Shape.Documents, Shape.Deletion)] = Shape.Documents,
        [(Shape.Documents, Shape.Clear)] = Shape.Clear,
        [(Shape.Deletion, Shape.Documents)] = Shape.Documents,
        [(Shape.Deletion, Shape.Deletion)] = Shape.Deletion,
        [(Shape.Deletion, Shape.DeletionByFilter)] = Shape.DeletionByFilter,
        [(Shape.Deletion, Shape.Clear)] = Shape.Clear,
        [(Shape.DeletionByFilter, Shape.Deletion)] = Shape.DeletionByFilter,
        [(Shape.DeletionByFilter, Shape.DeletionByFilter)] = Shape.DeletionByFilter,
        [(Shape.DeletionByFilter, Shape.Clear)] = Shape.Clear,
        [(Shape.Clear, Shape.Deletion)] = Shape.Clear,
        [(Shape.Clear, Shape.DeletionByFilter)] = Shape.Clear,
        [(Shape.Clear, Shape.Clear)] = Shape.Clear,
        [(Shape.Settings, Shape.Settings)] = Shape.Settings,
        [(Shape.Settings, Shape.Clear)] = Shape.ClearAndSettings,
        [(Shape.ClearAndSettings, Shape.Deletion)] = Shape.ClearAndSettings,
        [(Shape.ClearAndSettings, Shape.DeletionByFilter)] = Shape.ClearAndSettings,
        [(Shape.ClearAndSettings, Shape.Clear)] = Shape.ClearAndSettings,
        [(Shape.ClearAndSettings, Shape.Settings)] = Shape.ClearAndSettings,
        [(Shape.Rules, Shape.Rules)] = Shape.Rules,
        [(Shape.ClearRules, Shape.ClearRules)] = Shape.ClearRules,
    };

    /// <summary>The first of those tasks and what joins it, with the reason to stop there; null where all joined.</summary>
    internal static (IReadOnlyList<MeilisearchStoredTask> Tasks, string? Reason) Batch(IReadOnlyList<MeilisearchStoredTask> waiting, bool isIndexThere)
    {
        var batch = ShapeOf(waiting[0]);
        if (batch == Shape.Lone)
        {
            return ([waiting[0]], CannotBeBatched(waiting[0]));
        }

        List<MeilisearchStoredTask> tasks = [waiting[0]];
        foreach (var next in waiting.Skip(1).TakeWhile(_ => batch != Shape.IndexDeletion))
        {
            var shape = ShapeOf(next);
            if (shape == Shape.IndexDeletion && batch is not (Shape.Rules or Shape.ClearRules))
            {
                batch = shape;
            }
            else if (batch == Shape.Deletion && shape == Shape.Documents && !isIndexThere)
            {
                return (tasks, $"stopped batching before task with id {next.Uid} because its index creation rules differ from the ones from the batch");
            }
            else if (Joins.TryGetValue((batch, shape), out var joined))
            {
                batch = joined;
            }
            else
            {
                return (tasks, shape == Shape.Lone ? CannotBeBatched(next) : $"stopped before task with id {next.Uid} because it is {WhyNot(batch, shape)}");
            }

            tasks.Add(next);
        }

        return (tasks, batch == Shape.IndexDeletion ? $"stopped after task with id {tasks[^1].Uid} because it deletes the index" : null);
    }

    internal static string CannotBeBatched(MeilisearchStoredTask task) => $"created batch containing only task with id {task.Uid} of type `{task.Kind}` that cannot be batched with any other task.";

    /// <summary>The server's text; it takes a document operation after a clear for a settings change.</summary>
    private static string WhyNot(Shape batch, Shape task) => (batch, task) switch
    {
        (Shape.Documents, Shape.DeletionByFilter) => "a deletion by filter which cannot be batched with document operations",
        (Shape.DeletionByFilter, Shape.Documents) => "a document operation which cannot be batched with deletions by filter",
        (Shape.Settings or Shape.ClearAndSettings, _) => "a document operation which cannot be batched with settings changes",
        _ => "a settings change which cannot be batched with document operations",
    };

    private static Shape ShapeOf(MeilisearchStoredTask task) => task.Kind switch
    {
        "documentAdditionOrUpdate" => Shape.Documents,
        "documentDeletion" when task.Details?.IsClear == true => Shape.Clear,
        "documentDeletion" when task.Details?.IsByFilter == true => Shape.DeletionByFilter,
        "documentDeletion" => Shape.Deletion,
        "settingsUpdate" => Shape.Settings,
        "dsrUpdate" => Shape.Rules,
        "dsrClear" => Shape.ClearRules,
        KindTable.IndexDeletion => Shape.IndexDeletion,
        _ => Shape.Lone,
    };
}
