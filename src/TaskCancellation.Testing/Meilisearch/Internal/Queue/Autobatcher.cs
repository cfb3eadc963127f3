namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Which waiting tasks of one index run, and are aborted, together.</summary>
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
    internal static (IReadOnlyList<TaskRow> Tasks, string? Reason) Batch(IReadOnlyList<TaskRow> waiting, bool isIndexThere)
    {
        var batch = ShapeOf(waiting[0]);
        if (batch == Shape.Lone)
        {
            return ([waiting[0]], CannotBeBatched(waiting[0]));
        }

        List<TaskRow> tasks = [waiting[0]];
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

    internal static string CannotBeBatched(TaskRow task) => $"created batch containing only task with id {task.Uid} of type `{task.Kind}` that cannot be batched with any other task.";

    /// <summary>The server's words; a document operation after a clear is taken for a settings change there.</summary>
    private static string WhyNot(Shape batch, Shape task) => (batch, task) switch
    {
        (Shape.Documents, Shape.DeletionByFilter) => "a deletion by filter which cannot be batched with document operations",
        (Shape.DeletionByFilter, Shape.Documents) => "a document operation which cannot be batched with deletions by filter",
        (Shape.Settings or Shape.ClearAndSettings, _) => "a document operation which cannot be batched with settings changes",
        _ => "a settings change which cannot be batched with document operations",
    };

    private static Shape ShapeOf(TaskRow task) => task.Kind switch
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
