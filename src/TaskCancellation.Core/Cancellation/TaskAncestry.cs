namespace TaskCancellation;

/// <summary>Which targets are below which others, as far as the tasks that were read show it.</summary>
internal sealed class TaskAncestry
{
    private readonly Dictionary<TaskId, TaskId?> parents;
    private readonly HashSet<TaskId> targets;
    private readonly IEqualityComparer<TaskId> equality;

    /// <summary>The descent among targets, through tasks that are none.</summary>
    internal TaskAncestry(IReadOnlyCollection<TaskSnapshot> targets, IReadOnlyCollection<TaskSnapshot> between, IEqualityComparer<TaskId> equality)
    {
        this.equality = equality;
        this.targets = targets.Select(task => task.Id).ToHashSet(equality);
        parents = targets.Concat(between).DistinctBy(task => task.Id, equality).ToDictionary(task => task.Id, task => task.ParentId, equality);
    }

    /// <summary>Nothing is below anything.</summary>
    internal static TaskAncestry None { get; } = new([], [], TaskIdEquality.Exact);

    /// <summary>The topmost target above a task; null when there is none, and for tasks that are above themselves.</summary>
    internal TaskId? TopOf(TaskSnapshot task)
    {
        TaskId? top = null;
        var seen = new HashSet<TaskId>(equality) { task.Id };
        for (var above = task.ParentId; above is { } id; above = parents.GetValueOrDefault(id))
        {
            if (!seen.Add(id))
            {
                return null;
            }

            top = targets.Contains(id) ? id : top;
        }

        return top;
    }
}
