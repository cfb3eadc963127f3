namespace TaskCancellation;

/// <summary>Which targets are descendants of which others, as far as the tasks that were read show it.</summary>
internal sealed class TaskAncestry
{
    private readonly Dictionary<TaskId, TaskId?> parents;
    private readonly HashSet<TaskId> targets;
    private readonly IEqualityComparer<TaskId> equality;

    /// <summary>Takes the ancestry among targets, including the tasks between them.</summary>
    internal TaskAncestry(IReadOnlyCollection<TaskSnapshot> targets, IReadOnlyCollection<TaskSnapshot> between, IEqualityComparer<TaskId> equality)
    {
        this.equality = equality;
        this.targets = targets.Select(task => task.Id).ToHashSet(equality);
        parents = targets.Concat(between).DistinctBy(task => task.Id, equality).ToDictionary(task => task.Id, task => task.ParentId, equality);
    }

    /// <summary>An ancestry without targets.</summary>
    internal static TaskAncestry None { get; } = new([], [], TaskIdEquality.Exact);

    /// <summary>The topmost target above a task; null when there is none, and for a cycle.</summary>
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

/// <summary>The tasks of a report that were reached by the cancel of an ancestor: they leave no record of their own, and share the ancestor's outcome.</summary>
internal sealed class DescendantOutcomes
{
    private readonly Dictionary<int, int> tops = [];

    internal DescendantOutcomes(TaskClient client, CancellationReport accepted)
    {
        if (!client.Capabilities.CancelsDescendants)
        {
            return;
        }

        var indices = new Dictionary<TaskId, int>(client.IdEquality);
        for (var at = 0; at < accepted.Outcomes.Count; at++)
        {
            if (IsReached(accepted.Outcomes[at]))
            {
                indices.TryAdd(accepted.Outcomes[at].Target.Id, at);
            }
        }

        var ancestry = new TaskAncestry([.. indices.Values.Select(at => accepted.Outcomes[at].Snapshot!)], accepted.Collateral, client.IdEquality);
        foreach (var at in indices.Values.Where(at => accepted.Outcomes[at].IsOpen))
        {
            if (ancestry.TopOf(accepted.Outcomes[at].Snapshot!) is { } top)
            {
                tops[at] = indices[top];
            }
        }
    }

    /// <summary>The task at that index shares the outcome of another.</summary>
    internal bool Follows(int at) => tops.ContainsKey(at);

    /// <summary>The outcome of the task at that index.</summary>
    internal CancellationOutcome OutcomeOf(int at, IReadOnlyList<CancellationOutcome> ends) => tops.TryGetValue(at, out var top)
        ? ends[at] with { Verdict = ends[top].Verdict, Error = ends[top].Error, Sequence = ends[top].Sequence }
        : ends[at];

    private static bool IsReached(CancellationOutcome outcome) => outcome is
    {
        Verdict: CancellationVerdict.Accepted or CancellationVerdict.Canceled,
        Snapshot: not null,
        IdentityMismatch: false,
    };
}
