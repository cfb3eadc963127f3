namespace TaskCancellation.Testing;

/// <summary>A history sorted by calls and by tasks.</summary>
internal sealed class HistoryFacts
{
    private readonly Dictionary<HistoryCall, CallFacts> calls = [];
    private readonly Dictionary<string, TaskFacts> tasks;

    internal HistoryFacts(TaskHistory history, IReadOnlyList<HistoryLine> lines)
    {
        History = history;
        Ids = history.Client?.Capabilities?.HasCaseInsensitiveIds == true ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        tasks = new Dictionary<string, TaskFacts>(Ids);
        foreach (var line in lines)
        {
            if (line.Source is { } call)
            {
                (calls.TryGetValue(call, out var facts) ? facts : calls[call] = new CallFacts(line)).Add(line);
            }

            if (line.Id is { } id)
            {
                var task = Of(id);
                if ((line.Snapshot ?? (line.Outcome is { IdentityMismatch: false } outcome ? outcome.Snapshot : null)) is { } shown)
                {
                    task.Learn(shown);
                }

                if (line.Kind == HistoryLineKind.Observed)
                {
                    task.Observations.Add(line);
                }
                else if (line.Kind == HistoryLineKind.CanceledByOther)
                {
                    task.Reaches.Add(new Reach(line.Number, int.MaxValue));
                }
            }
        }
    }

    internal TaskHistory History { get; }

    internal StringComparer Ids { get; }

    internal TaskClientCapabilities? Capabilities => History.Client?.Capabilities;

    internal IEnumerable<CallFacts> Calls => calls.Values;

    internal IReadOnlyCollection<TaskFacts> Tasks => tasks.Values;

    internal TaskFacts Of(TaskId id) => tasks.TryGetValue(id.Value, out var task) ? task : tasks[id.Value] = new TaskFacts(id);

    internal CallFacts? Of(HistoryCall? call) => call is null ? null : calls.GetValueOrDefault(call);

    internal bool AreSame(TaskId one, TaskId other) => Ids.Equals(one.Value, other.Value);

    /// <summary>What is granted to a call, whatever its requests show.</summary>
    internal HistoryFaults GrantedTo(CallFacts facts) => History.Options.Faults | facts.Call.Faults;

    /// <summary>What excuses the answers of a call.</summary>
    internal HistoryFaults FaultsOf(CallFacts facts)
    {
        var faults = facts.Call.Ids.Aggregate(GrantedTo(facts), (all, id) => all | (CancelOf(facts, id) is { } cancel ? FaultsOf(cancel) : 0));
        if (facts.Call.IsRecorded && !History.HasRequests)
        {
            return faults | HistoryFaults.LostReply;
        }

        if (HasLostReply(facts))
        {
            faults |= HistoryFaults.LostReply;
        }

        return Capabilities?.HidesTasks == true && facts.Requests.Exists(line => line.Request is { Status: 401 or 403 }) ? faults | HistoryFaults.HiddenTask : faults;
    }

    /// <summary>The line after which a call can have met a task: where a batch took it from its input, or where the call, or the cancel that it waits for, began.</summary>
    internal int FromOf(CallFacts facts, TaskId id)
    {
        if (facts.Asked.Find(line => AreSame(line.Id!.Value, id)) is { } asked)
        {
            return asked.Number;
        }

        if (facts.Call.Verb != HistoryVerb.WaitForCancel)
        {
            return facts.Began.Number;
        }

        return CancelOf(facts, id) is { } cancel ? FromOf(cancel, id) : 0;
    }

    /// <summary>The cancel that a wait is for; null for other calls. A restored operation does not say which call made it: the last one that answered for the task did.</summary>
    internal CallFacts? CancelOf(CallFacts wait, TaskId id) => wait.Call.Verb != HistoryVerb.WaitForCancel ? null : Of(wait.Call.Follows)
        ?? Calls.LastOrDefault(one => one.Call.MayCancel && one.Began.Number < wait.Began.Number && one.Answered.Exists(line => AreSame(line.Id!.Value, id)));

    private static bool HasLostReply(CallFacts facts)
    {
        var open = 0;
        foreach (var line in facts.Requests.Where(line => line.Request!.IsCancel))
        {
            open += line.Kind == HistoryLineKind.Requested ? 1 : line.Request!.IsAnswered ? -1 : 0;
        }

        return open > 0;
    }
}
