namespace TaskCancellation;

/// <summary>Which targets are descendants of which others, as far as the tasks that were read show it.</summary>
internal sealed class TaskAncestry
{
    private readonly Dictionary<TaskId, TaskId?> parents;
    private readonly Dictionary<TaskId, Lineage> lineages;
    private readonly HashSet<TaskId> targets;
    private readonly IEqualityComparer<TaskId> equality;

    /// <summary>Takes the ancestry among targets, including the tasks between them.</summary>
    internal TaskAncestry(IReadOnlyCollection<TaskSnapshot> targets, IReadOnlyCollection<TaskSnapshot> between, IEqualityComparer<TaskId> equality)
    {
        this.equality = equality;
        lineages = new Dictionary<TaskId, Lineage>(equality);
        this.targets = targets.Select(task => task.Id).ToHashSet(equality);
        parents = targets.Concat(between).DistinctBy(task => task.Id, equality).ToDictionary(task => task.Id, task => task.ParentId, equality);
    }

    /// <summary>An ancestry without targets.</summary>
    internal static TaskAncestry None { get; } = new([], [], TaskIdEquality.Exact);

    /// <summary>The topmost target above a task; null when there is none, and for a cycle.</summary>
    internal TaskId? TopOf(TaskSnapshot task) =>
        targets.Count > 0 && task.ParentId is { } parent && LineageOf(parent) is { IsCycle: false } lineage && !equality.Equals(lineage.End, task.Id) ? lineage.Top : null;

    // Each task on the way up is remembered, so that a long line is gone through once, not once for each of its tasks.
    private Lineage LineageOf(TaskId id)
    {
        var path = new List<TaskId>();
        Lineage lineage;
        for (TaskId? above = id; ; above = parents.GetValueOrDefault(path[^1]))
        {
            if (above is not { } here)
            {
                lineage = new Lineage(null, path[^1], IsCycle: false);
                break;
            }

            if (lineages.TryGetValue(here, out lineage))
            {
                break;
            }

            // Until its end is known: who comes here again goes in a circle.
            lineages.Add(here, new Lineage(null, here, IsCycle: true));
            path.Add(here);
        }

        for (var at = path.Count - 1; at >= 0; at--)
        {
            lineage = lineage with { Top = lineage.Top ?? (targets.Contains(path[at]) ? path[at] : default(TaskId?)) };
            lineages[path[at]] = lineage;
        }

        return lineage;
    }

    /// <param name="Top">The topmost target of a task and those above it.</param>
    /// <param name="End">The last task of the line.</param>
    /// <param name="IsCycle">The line comes back to itself.</param>
    private readonly record struct Lineage(TaskId? Top, TaskId End, bool IsCycle);
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
