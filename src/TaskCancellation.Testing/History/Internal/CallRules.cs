namespace TaskCancellation.Testing;

/// <summary>What a call promises whatever happens to the tasks.</summary>
internal sealed class CallRules(HistoryFacts facts)
{
    private static readonly TimeSpan Hair = TimeSpan.FromMilliseconds(1);

    internal IEnumerable<(HistoryLine Line, string Reason)> FindProblems() => facts.Calls.SelectMany(call =>
        Addressed(call).Concat(Shown(call)).Concat(Snapshots(call)).Concat(Ended(call)).Concat(InTime(call)).Concat(Waited(call)));

    // Every task has one outcome, in the order of the question, and none that was not asked for has one.
    private IEnumerable<(HistoryLine, string)> Addressed(CallFacts call)
    {
        foreach (var again in call.Answered.GroupBy(line => line.Id!.Value.Value, facts.Ids).Where(same => call.Call.Verb != HistoryVerb.CancelMany && same.Count() > 1))
        {
            yield return (again.ElementAt(1), $"{again.Key} has an outcome already.");
        }

        if (call.Call.Verb is not (HistoryVerb.Cancel or HistoryVerb.CancelMany or HistoryVerb.Execute))
        {
            yield break;
        }

        IReadOnlyList<TaskId> asked = call.Call.Verb == HistoryVerb.CancelMany ? [.. call.Asked.Select(line => line.Id!.Value)] : call.Call.Ids;
        if (call.Call.Filter is null || call.Call.Verb == HistoryVerb.Execute)
        {
            foreach (var (at, line) in call.Answered.Index())
            {
                if (at < asked.Count ? !facts.AreSame(asked[at], line.Id!.Value) : call.Call.Verb != HistoryVerb.Execute)
                {
                    yield return (line, at < asked.Count ? $"Outcomes come in the order of the question: the next was to be that of {asked[at]}." : "No outcome was asked for any more.");
                    yield break;
                }
            }

            if (call.Call.MaxNew is { } most && call.Answered.Count > asked.Count + most)
            {
                yield return (call.Answered[asked.Count + most], $"The plan does not name it, and {(most == 0 ? "no" : $"only {most}")} new task was allowed.");
            }

            if (call.HasReturned && call.Answered.Count < asked.Count)
            {
                yield return (call.End!, $"{asked[call.Answered.Count]} was asked for and has no outcome.");
            }
        }
    }

    private IEnumerable<(HistoryLine, string)> Shown(CallFacts call)
    {
        if (call.Call.Filter is { } filter)
        {
            foreach (var line in call.Showed.Concat(call.Answered).Where(line => !FilterReach.MayMatch(filter, facts.Of(line.Id!.Value), facts.Ids)))
            {
                yield return (line, $"{line.Id} is not of the filter: {filter}.");
            }
        }
        else if (call.Call.Ids is [var id] && call.Call.Verb is HistoryVerb.Find or HistoryVerb.Wait)
        {
            foreach (var line in call.Showed.Where(line => !facts.AreSame(line.Id!.Value, id)))
            {
                yield return (line, $"{id} was asked for.");
            }
        }

        foreach (var line in call.Showed.Where(line => call.Call.Verb == HistoryVerb.Wait && line.Snapshot is { IsTerminal: false }))
        {
            yield return (line, "A wait returns a task that has ended.");
        }
    }

    private static IEnumerable<(HistoryLine, string)> Snapshots(CallFacts call)
    {
        foreach (var line in call.Answered.Where(line => call.Call.IsRecorded || line.Outcome!.Snapshot is not null))
        {
            var (verdict, task) = (line.Outcome!.Verdict, line.Outcome.Snapshot);
            var fits = verdict switch
            {
                CancellationVerdict.Canceled => task is null || task.State == TaskState.Canceled || line.Outcome.ServiceTask is not null,
                CancellationVerdict.AlreadyCanceled => task is { State: TaskState.Canceled },
                CancellationVerdict.CompletedFirst => task is { State: TaskState.Succeeded or TaskState.Failed, IsEndUnknown: false },
                CancellationVerdict.StillRunning => task is { IsTerminal: false },
                CancellationVerdict.NotCancelable => task is not { IsTerminal: true },
                _ => true,
            };
            if (!fits)
            {
                yield return (line, task is null ? $"{verdict} rests on a task that was seen, and none is shown." : $"{verdict} does not go with a task that is {StateWords.Of(task)}.");
            }
            else if (verdict == CancellationVerdict.StillRunning && call.Call.MayCancel)
            {
                yield return (line, "Only a wait can say so.");
            }
            else if (task is not null && task.Id != line.Id && !string.Equals(task.Id.Value, line.Id!.Value.Value, StringComparison.OrdinalIgnoreCase))
            {
                yield return (line, $"The task that is shown is {task.Id}.");
            }
        }
    }

    private static IEnumerable<(HistoryLine, string)> Ended(CallFacts call)
    {
        if (call.End is not { Error: { } error } end)
        {
            yield break;
        }

        if (error is OperationCanceledException and not RunCanceledException && call.TokenFired is null)
        {
            yield return (end, "The token of the caller has not fired: what became of a task is never an OperationCanceledException.");
        }
        else if (!IsDocumented(call.Call, error))
        {
            yield return (end, $"{call.Call.Verb} is not documented to throw that.");
        }
    }

    // What the caller's own code throws, an input or a condition, goes through: it is none of the client's.
    private static bool IsDocumented(HistoryCall call, Exception error) => error switch
    {
        OperationCanceledException or ArgumentException or ObjectDisposedException => true,
        TaskNotFoundException => call.Verb == HistoryVerb.Wait,
        TaskWaitTimeoutException => call.Verb is HistoryVerb.Wait or HistoryVerb.Watch,
        PlanDriftException or PlanException or StoredDataException => call.Verb == HistoryVerb.Execute,
        JournalException or JournalConflictException => call.Verb == HistoryVerb.CancelMany,
        TaskRequestException => call.Verb != HistoryVerb.WaitForCancel && call.Verb != HistoryVerb.CancelMany && (call.Verb != HistoryVerb.Cancel || call.Filter is not null),
        TaskClientException => call.Filter is not null || !call.IsRecorded,
        _ => call.Filter is not null || call.Verb is HistoryVerb.CancelMany or HistoryVerb.Wait or HistoryVerb.WaitForCancel,
    };

    private IEnumerable<(HistoryLine, string)> InTime(CallFacts call)
    {
        var grace = facts.History.Options.Grace + Hair;
        if (call is { TokenFired: { } fired, End: { } end } && end.Error is not OperationCanceledException && end.At > fired.At + grace)
        {
            yield return (end, $"The token of the caller fired in line {fired.Number}, {end.At - fired.At} before.");
        }

        if (call.Call.Timeout is not { } timeout || timeout < TimeSpan.Zero || call.End is not { } last || call.Call.IsLeft)
        {
            yield break;
        }

        if (last.At > call.Began.At + timeout + grace && call.Call.Verb != HistoryVerb.Watch)
        {
            yield return (last, $"The deadline was {timeout} after line {call.Began.Number}, {last.At - call.Began.At - timeout} ago.");
        }

        var left = call.Began.At + timeout - last.At;
        if (left > Hair && GivesUp(call) && left > LongestPause(call) + Hair)
        {
            yield return (last, $"The wait gives up {left} before its deadline, and something has not ended.");
        }
    }

    private static bool GivesUp(CallFacts call) => call.End!.Error switch
    {
        TaskWaitTimeoutException => true,
        null when call.Call.Verb == HistoryVerb.WaitForCancel => call.Answered.Exists(line => line.Outcome is { Error: null, IdentityMismatch: false, Verdict: CancellationVerdict.Accepted or CancellationVerdict.StillRunning }),
        _ => false,
    };

    // If the service asks for a longer pause than is left, there is nothing to wait for.
    private TimeSpan LongestPause(CallFacts call)
    {
        var pauses = call.Showed.Select(line => line.Snapshot?.PollAfter).Concat(call.Answered.SelectMany(line => (TimeSpan?[])[line.Outcome!.Error?.RetryAfter, line.Outcome.Snapshot?.PollAfter]))
            .Append((call.End!.Error as TaskWaitTimeoutException)?.LastSnapshot?.PollAfter)
            .Append((call.End.Error?.InnerException as TaskRequestException)?.RetryAfter)
            .Append(facts.Capabilities?.Polling.MinInterval);
        return pauses.Max() ?? TimeSpan.Zero;
    }

    // A wait adds to what was known, and takes nothing back.
    private IEnumerable<(HistoryLine, string)> Waited(CallFacts call)
    {
        if (call is not { Call: { Verb: HistoryVerb.WaitForCancel, Before: { } before }, HasReturned: true })
        {
            yield break;
        }

        foreach (var known in before.Outcomes)
        {
            if (call.Answered.Find(line => facts.AreSame(line.Id!.Value, known.Target.Id)) is not { } line)
            {
                yield return (call.End!, $"{known.Target.Id} had an outcome before the wait, and has none now.");
            }
            else if (known.IsDefinite && line.Outcome!.Verdict != known.Verdict)
            {
                yield return (line, $"{known.Verdict} was known before the wait, and is final.");
            }
            else if (known.Verdict == CancellationVerdict.Indeterminate && line.Outcome!.Verdict == CancellationVerdict.Accepted)
            {
                yield return (line, "Whether the cancel was taken was not known before the wait, and no read can tell.");
            }
        }
    }
}
