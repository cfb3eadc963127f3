namespace TaskCancellation.Testing;

/// <summary>What may be sent in a call, where requests are recorded.</summary>
internal sealed class RequestLineRules(HistoryFacts facts)
{
    private static readonly TimeSpan Hair = TimeSpan.FromMilliseconds(1);

    internal IEnumerable<(HistoryLine Line, string Reason)> FindProblems() => facts.History.HasRequests
        ? facts.Calls.Where(call => call.Call.IsRecorded).SelectMany(call => Sent(call).Concat(Said(call)))
        : [];

    private IEnumerable<(HistoryLine, string)> Sent(CallFacts call)
    {
        var isReplyKnown = !facts.GrantedTo(call).HasFlag(HistoryFaults.LostReply);
        var answered = new HashSet<string>(StringComparer.Ordinal);
        var ambiguous = new HashSet<string>(StringComparer.Ordinal);
        var isByFilter = call.End?.Report is { Selection: CancelSelection.ServerSide };
        var due = new Dictionary<string, (HistoryLine Reply, TimeSpan At)>(StringComparer.Ordinal);
        foreach (var line in call.Requests)
        {
            var request = line.Request!;
            if (line.Kind == HistoryLineKind.Requested)
            {
                if (line.Number > call.TokenFired?.Number)
                {
                    yield return (line, "It is sent after the token of the caller has fired.");
                }

                if (request.IsCancel && call.Call.Verb is HistoryVerb.Find or HistoryVerb.List or HistoryVerb.Watch or HistoryVerb.Wait or HistoryVerb.WaitForCancel or HistoryVerb.Plan)
                {
                    yield return (line, $"{call.Call.Verb} only reads.");
                }

                // A wait reads once more at its deadline, however long it was asked to stay away.
                var isLastRead = call.Call.Timeout is { } timeout && line.At + Hair >= call.Began.At + timeout;
                if (!isLastRead && due.TryGetValue(request.Form, out var asked) && line.At + Hair < asked.At)
                {
                    yield return (line, $"Line {asked.Reply.Number} asked for a pause of {asked.Reply.Request!.RetryAfter}, and it has not passed.");
                }

                if (isByFilter && ambiguous.Contains(request.Form))
                {
                    yield return (line, "A cancel by filter that may have been acted on is sent once more: it may meet other tasks by now.");
                }

                if (isReplyKnown && request.IsCancel && answered.Contains(request.Form))
                {
                    yield return (line, "A cancel that was answered is sent once more.");
                }
            }
            else
            {
                due.Remove(request.Form);
                if (request is { IsCancel: true, MayHaveActed: true })
                {
                    ambiguous.Add(request.Form);
                }

                if (request.RetryAfter is { } pause)
                {
                    due[request.Form] = (line, line.At + pause);
                }

                if (request is { IsCancel: true, Status: >= 200 and < 300 })
                {
                    answered.Add(request.Form);
                }
            }
        }
    }

    private IEnumerable<(HistoryLine, string)> Said(CallFacts call)
    {
        if (call.Call is { Verb: HistoryVerb.Cancel, Filter: null } && call.Requests.Find(line => line.Request is { IsCancel: true, IsNotSent: false, Status: null or (>= 200 and < 300) }) is { } sent)
        {
            foreach (var line in call.Answered.Where(line => line.Outcome!.Verdict == CancellationVerdict.NotAttempted))
            {
                yield return (line, $"A cancel was sent in line {sent.Number}.");
            }
        }

        if (!call.Call.MayCancel || (facts.FaultsOf(call) & (HistoryFaults.LostReply | HistoryFaults.StaleRead)) != 0)
        {
            yield break;
        }

        foreach (var line in call.Answered.Where(line => line.Outcome!.Verdict == CancellationVerdict.Indeterminate))
        {
            yield return (line, "No reply was lost in this call: it is known what became of the cancel.");
        }

        var cancels = call.Requests.Where(line => line.Request!.IsCancel).ToList();
        foreach (var line in call.Answered.Where(line => line.Outcome is { Verdict: CancellationVerdict.Accepted or CancellationVerdict.Denied } && cancels.Count == 0 && line.Outcome is not { Verdict: CancellationVerdict.Denied, Error: not null }))
        {
            if (line.Outcome!.Snapshot is not { State: TaskState.Canceling } && facts.Capabilities?.CancelsDescendants != true)
            {
                yield return (line, "No cancel was sent in this call.");
            }
        }
    }
}
