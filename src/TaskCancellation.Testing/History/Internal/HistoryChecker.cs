namespace TaskCancellation.Testing;

/// <summary>Finds the first line of a history that cannot be.</summary>
internal sealed class HistoryChecker(TaskHistory history, IReadOnlyList<HistoryLine> lines)
{
    private readonly Dictionary<(string?, bool), StateGraph> graphs = [];
    private readonly HistoryFacts facts = new(history, lines);

    internal HistoryCheck Check()
    {
        new ClaimMaker(facts, GraphOf).Make();
        HistoryCheck? first = null;
        foreach (var (line, reason) in new CallRules(facts).FindProblems().Concat(new RequestLineRules(facts).FindProblems()))
        {
            if (!(first?.Line?.Number <= line.Number))
            {
                first = Problem(line, reason, line.Id);
            }
        }

        foreach (var task in facts.Tasks)
        {
            if (new TaskChecker(GraphOf(task), task, history.Options.OthersCancel).FindProblem() is { } found && !(first?.Line?.Number <= found.Line.Number))
            {
                first = Problem(found.Line, found.Reason, task.Id) with { PossibleStates = found.States };
            }
        }

        return first ?? new HistoryCheck { LineCount = lines.Count };
    }

    private HistoryCheck Problem(HistoryLine line, string reason, TaskId? id) => new()
    {
        Line = line,
        Reason = reason,
        Id = id,
        LineCount = lines.Count,
        Related = [.. lines.Where(one => one.Number <= line.Number && ((one.Source is not null && one.Source == line.Source) || (id is { } task && IsAbout(one, task))))],
    };

    private bool IsAbout(HistoryLine line, TaskId id) =>
        line.Id is { } named ? facts.AreSame(named, id) : line.Source is { } call && (call.Ids.Any(one => facts.AreSame(one, id)) || (call.Filter is { } filter && FilterReach.MayMatch(filter, facts.Of(id), facts.Ids)));

    private StateGraph GraphOf(TaskFacts task)
    {
        var key = (task.Kind, task.HasUnknownState);
        return graphs.TryGetValue(key, out var graph) ? graph : graphs[key] = new StateGraph(history.Options.Lifecycle ?? history.Client?.Lifecycle, task.Kind, task.HasUnknownState, history.Options.ReusesIds);
    }
}
