namespace TaskCancellation;

/// <summary>Which tasks of a report were reached by the cancel of another one above them: they leave no record of their own, and what becomes of that one becomes of them.</summary>
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

    /// <summary>The task at that index follows another.</summary>
    internal bool Follows(int at) => tops.ContainsKey(at);

    /// <summary>What became of the task at that index.</summary>
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
