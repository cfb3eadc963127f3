namespace TaskCancellation.Testing;

/// <summary>Turns the lines of calls into what they say of tasks, and into the times at which their cancels can take effect.</summary>
internal sealed class ClaimMaker(HistoryFacts facts, Func<TaskFacts, StateGraph> graphOf)
{
    internal void Make()
    {
        foreach (var call in facts.Calls)
        {
            var faults = facts.FaultsOf(call);
            Read(call, faults);
            foreach (var line in call.Answered)
            {
                Answer(call, line, faults);
            }

            if (call.Call.MayCancel)
            {
                Reach(call, faults);
            }

            LeaveOut(call, faults);
        }
    }

    private static int From(int from, HistoryFaults faults) => faults.HasFlag(HistoryFaults.StaleRead) ? 0 : from;

    private void Read(CallFacts call, HistoryFaults faults)
    {
        var from = From(call.Began.Number, faults);
        foreach (var shown in call.Showed.GroupBy(line => line.Id!.Value.Value, facts.Ids))
        {
            // What a watch shows of a task, it has seen in that order.
            var stages = new List<uint>();
            foreach (var line in shown)
            {
                if (line.Snapshot is null && faults.HasFlag(HistoryFaults.HiddenTask))
                {
                    continue;
                }

                if (call.Call.Verb != HistoryVerb.Watch || from == 0)
                {
                    stages.Clear();
                }

                stages.Add(StateGraph.Of(line.Snapshot));
                Claim(line.Id!.Value, from, line, stages, line.Snapshot is null ? "there was no such task" : $"the task was {StateWords.Of(line.Snapshot)}{(stages.Count > 1 ? ", after what the call showed of it before" : "")}");
            }
        }

        if (call is { Call: { Verb: HistoryVerb.Wait, Ids: [var id] }, End: { } end })
        {
            switch (end.Error)
            {
                case TaskNotFoundException when !faults.HasFlag(HistoryFaults.HiddenTask):
                    Claim(id, from, end, [StateGraph.Absent], "there was no such task");
                    break;
                case TaskWaitTimeoutException { LastSnapshot: { } last }:
                    Claim(id, from, end, [StateGraph.Of(last)], $"the task was {StateWords.Of(last)}");
                    break;
                default:
                    break;
            }
        }
    }

    private void Answer(CallFacts call, HistoryLine line, HistoryFaults faults)
    {
        var outcome = line.Outcome!;
        var id = line.Id!.Value;
        if (outcome.IdentityMismatch)
        {
            return;
        }

        var from = From(facts.FromOf(call, id), faults);
        switch (outcome.Verdict)
        {
            case CancellationVerdict.Canceled when faults.HasFlag(HistoryFaults.LostReply):
                Claim(id, from, line, [StateGraph.IsCanceled], "the task was canceled");
                break;
            case CancellationVerdict.Canceled:
                Claim(id, from, line, [~StateGraph.IsCanceled, StateGraph.IsCanceled], "the task was not canceled yet when this was asked for, and was canceled then");
                break;
            case CancellationVerdict.AlreadyCanceled:
                Claim(id, from, line, [StateGraph.IsCanceled], "the task was canceled");
                break;
            case CancellationVerdict.CompletedFirst:
                Claim(id, from, line, [StateGraph.OwnEnd], "the task had ended by itself");
                break;
            case CancellationVerdict.Ended:
                Claim(id, from, line, [StateGraph.AnyEnd | StateGraph.IsGone], "the task had ended");
                break;
            case CancellationVerdict.NotFound when !faults.HasFlag(HistoryFaults.HiddenTask):
                Claim(id, from, line, [StateGraph.Absent], "there was no such task");
                break;
            case CancellationVerdict.NotCancelable:
                Claim(id, from, line, [from == 0 ? StateGraph.Live : graphOf(facts.Of(id)).Resisting], "the task was in a state that cannot be canceled, and had not ended");
                break;
            case CancellationVerdict.StillRunning:
                Claim(id, From(call.Began.Number, faults), line, [StateGraph.Live], "the task had not ended when the wait last read it");
                break;
            case CancellationVerdict.Accepted:
                Claim(id, from, line, [StateGraph.Taken | (facts.Capabilities?.AcknowledgesUnknownIds == true ? StateGraph.Absent : 0)], "a cancel of the task was taken");
                break;
            default:
                break;
        }

        if (outcome.Snapshot is { } seen)
        {
            // A plan that is executed shows a task that is gone as it was planned.
            Claim(id, (facts.CancelOf(call, id) ?? call).Call.Verb == HistoryVerb.Execute ? 0 : from, line, [StateGraph.Of(seen)], $"the task was {StateWords.Of(seen)}");
        }
    }

    private void Reach(CallFacts call, HistoryFaults faults)
    {
        var isServerSide = call.End is { Report.Selection: CancelSelection.ServerSide };
        foreach (var task in Addressed(call))
        {
            var from = facts.FromOf(call, task.Id);
            if (call.Answered.FindAll(line => facts.AreSame(line.Id!.Value, task.Id)) is [.., var answer] answers)
            {
                // A task that was given twice is answered for twice, by what one or two requests met.
                var isOpen = call.End?.Report is { IsIndeterminate: true } || answers.Exists(line => line.Outcome is { Verdict: CancellationVerdict.Indeterminate } outcome && !IsNotSent(outcome));
                Reach(task, from, answer, answers.Count == 1 && !isOpen && IsDenied(answer.Outcome!, faults), isOpen);
            }
            else if (call.End is { Report: { } report } returned)
            {
                Reach(task, from, returned, !isServerSide && !report.IsIndeterminate, report.IsIndeterminate);
            }
            else if (call.End is { Error: TaskClientException and not TaskRequestException { IsDefiniteRefusal: false } } thrown && call.Call.Verb != HistoryVerb.CancelMany)
            {
                Reach(task, from, thrown, isDenied: true, isOpen: false);
            }
            else
            {
                Reach(task, from, call.End, isDenied: false, isOpen: !call.HasReturned);
            }
        }
    }

    private static void Reach(TaskFacts task, int from, HistoryLine? to, bool isDenied, bool isOpen)
    {
        if (isDenied)
        {
            task.Claims.Add(new Claim(from, to!, [], "It says that this call canceled nothing here; but the task is being canceled, or was, and nothing else that is known asked for that."));
        }
        else
        {
            task.Reaches.Add(new Reach(from, isOpen ? int.MaxValue : to!.Number));
        }
    }

    private static bool IsDenied(CancellationOutcome outcome, HistoryFaults faults) => outcome.Verdict switch
    {
        CancellationVerdict.Rejected or CancellationVerdict.Denied or CancellationVerdict.NotAttempted or CancellationVerdict.NotCancelable => true,
        CancellationVerdict.NotFound => !faults.HasFlag(HistoryFaults.HiddenTask) && !outcome.IdentityMismatch,
        CancellationVerdict.AlreadyCanceled => !faults.HasFlag(HistoryFaults.LostReply),
        CancellationVerdict.Indeterminate => IsNotSent(outcome),
        _ => false,
    };

    private static bool IsNotSent(CancellationOutcome outcome) => outcome.Error is { Delivery: RequestDelivery.NotSent, FollowsAmbiguousAttempt: false };

    private IEnumerable<TaskFacts> Addressed(CallFacts call)
    {
        var named = call.Call.Ids.Select(id => id.Value).Concat(call.Asked.Concat(call.Answered).Select(line => line.Id!.Value.Value)).ToHashSet(facts.Ids);
        return facts.Tasks.Where(task => named.Contains(task.Id.Value)
            || (call.Call.Filter is { } filter && FilterReach.MayMatch(filter, task, facts.Ids))
            || (task.HasParent && facts.Capabilities?.CancelsDescendants == true));
    }

    // A list that came to its end shows whatever matches and has not ended.
    private void LeaveOut(CallFacts call, HistoryFaults faults)
    {
        if (call is not { HasReturned: true, Call: { Filter: { } filter, IsListWhole: true } } || call.End!.Report is { Selection: CancelSelection.ServerSide } || faults.HasFlag(HistoryFaults.HiddenTask))
        {
            return;
        }

        var given = call.Showed.Concat(call.Answered).Select(line => line.Id!.Value.Value).ToHashSet(facts.Ids);
        foreach (var task in facts.Tasks.Where(task => !task.HasParent && (call.Call.Verb == HistoryVerb.Watch || !given.Contains(task.Id.Value)) && FilterReach.MustMatch(filter, task, facts.Ids) && !MayBeProtected(call.Call, filter, task)))
        {
            task.Claims.Add(new Claim(From(call.Began.Number, faults), call.End!, [StateGraph.OutOfReach], call.Call.Verb == HistoryVerb.Watch
                ? $"It says that everything has ended, and {task.Id}, which matches the filter, has not."
                : $"It leaves out {task.Id}, which matches the filter and had not ended while the call ran."));
        }
    }

    // A list shows every kind; what picks tasks for a cancel leaves out those that are seldom meant.
    private bool MayBeProtected(HistoryCall call, TaskFilter filter, TaskFacts task) =>
        call.Verb != HistoryVerb.List && facts.Capabilities?.ProtectedKinds is { Count: > 0 } kinds
        && (filter.Kinds is null || filter.Kinds.Any(kind => kind.Contains('*', StringComparison.Ordinal)))
        && (task.Kind is null || FilterReach.May(kinds, task.Kind, wildcards: true));

    private void Claim(TaskId id, int from, HistoryLine line, IReadOnlyList<uint> stages, string what) =>
        facts.Of(id).Claims.Add(new Claim(from, line, [.. stages], $"It says that {what}{(from == 0 ? "" : $", at some moment between line {from} and this one")}; no order of what is known allows that."));
}
