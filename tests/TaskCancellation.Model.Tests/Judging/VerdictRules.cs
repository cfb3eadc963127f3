namespace TaskCancellation.Model.Tests.Judging;

/// <summary>Which verdicts are right for a task, given its past and the requests of the call. Whatever the order of what raced, one of them must have been given.</summary>
internal sealed class Verdicts(ServiceModel service)
{
    /// <summary>Why the verdict is wrong; null when it is among the right ones.</summary>
    internal string? FindProblem(CancellationOutcome outcome, Subject subject, Call call) =>
        Problem(outcome.Verdict, new Evidence(service, subject, call)) ?? SnapshotProblem(outcome, subject, call);

    private string? Problem(CancellationVerdict verdict, Evidence seen) => verdict switch
    {
        CancellationVerdict.NotAttempted => NotAttempted(seen),
        CancellationVerdict.Denied => seen.Call.Exchanges.Any(one => one.IsCancel && one.Kind == FaultKind.Denied) ? null : "nobody was refused",
        CancellationVerdict.Rejected => Rejected(seen),
        CancellationVerdict.NotFound => NotFound(seen),
        CancellationVerdict.NotCancelable => NotCancelable(seen),
        CancellationVerdict.AlreadyCanceled => AlreadyCanceled(seen),
        CancellationVerdict.Canceled => Canceled(seen),
        CancellationVerdict.CompletedFirst => seen.Ever(mark => mark.IsOwnEnd()) ? null : "it has not ended by itself",
        CancellationVerdict.Ended => Ended(seen),
        CancellationVerdict.StillRunning => StillRunning(seen),
        CancellationVerdict.Accepted => Accepted(seen),
        _ => Indeterminate(seen),
    };

    // A try that was turned away unseen (429) and could not be repeated counts for none.
    private static string? NotAttempted(Evidence seen) =>
        seen.Cancels.Any(one => one.Kind is not (FaultKind.Throttled or FaultKind.ThrottledUntil)) ? "a cancel for it reached the service" :
        seen.Call.StoppedAt is not null || seen.Call.Exchanges.Any(one => one.Fault is not null) ? null : "nothing was in the way of a cancel";

    private static string? Rejected(Evidence seen) =>
        seen.Cancels.Any(one => one.Kind is FaultKind.Rejected or FaultKind.Throttled or FaultKind.ThrottledUntil)
        || seen.Acted.Any(one => one is { Kind: FaultKind.Cut, Status: >= 400 })
        || (seen.Acted.Count > 0 && seen.HasFailedRead) ? null : "the service did not refuse it";

    // After a refusal that gives no reason, an outdated read may show what is no longer so.
    private static string? NotCancelable(Evidence seen) =>
        seen.Acted.Any(seen.Resisted) || seen.Lists.Any(seen.Resisted) || seen.Looks.Any(one => one.IsStale && seen.Ever(mark => mark.IsOpen()))
            ? null
            : "the service did not refuse it for its state";

    private string? NotFound(Evidence seen)
    {
        if (seen.Call.IsByFilter)
        {
            return service.HidesTasks && (seen.Acted.Any(seen.WasAbsent) || seen.Looks.Any(seen.WasAbsent)) ? null : "it was listed";
        }

        var isGoneAtCancel = seen.Acted.Any(one => seen.Subject.Was(IsAbsent, one.Act.From, one.Act.To));
        var isGoneAtLook = (service.TakesUnknown || service.RefusesVaguely) && seen.Looks.Any(one => seen.Subject.Was(IsAbsent, one.Act.From, one.Act.To));
        return isGoneAtCancel || isGoneAtLook || (seen.Acted.Count > 0 && seen.WasHidden) ? null : "it was there when first asked for";
    }

    private static string? AlreadyCanceled(Evidence seen)
    {
        var latest = seen.Acted.Count > 0 ? seen.Acted[0].Act.To : seen.Cancels.Count > 0 ? seen.Cancels[^1].To : seen.Call.To;
        return seen.Subject.First(IsStopped) is not { } stopped ? "it was never canceled" :
            stopped > latest && !seen.Acted.Any(seen.WasBeingCanceled) ? "it was canceled only after the cancel had arrived" : null;
    }

    private string? Canceled(Evidence seen)
    {
        if (seen.Subject.First(IsStopped) is not { } stopped || stopped > seen.Call.To)
        {
            return service.CountsCancels && seen.Acted.Count > 0 && seen.Looks.Any(seen.WasAbsent) && !seen.Ever(mark => mark.IsOwnEnd()) ? null : "the record never said so";
        }

        if (seen.Cancels.Count == 0)
        {
            return seen.WasListedStopping ? null : "no cancel for it arrived";
        }

        return stopped <= seen.Cancels[0].From && !seen.Cancels.Any(one => one.IsAmbiguous) && !seen.Looks.Any(one => one.IsStale) ? "it was canceled before we asked" : null;
    }

    private static string? Ended(Evidence seen)
    {
        var (from, to) = (seen.Call.FollowsStale || seen.Looks.Any(one => one.IsStale) ? 0 : seen.Call.From, seen.Call.To);
        if (!seen.Subject.Was(mark => mark != Mark.Absent, from, to))
        {
            return "it was never there";
        }

        return seen.Subject.Was(mark => mark is Mark.Absent or Mark.Lost, from, to) || (seen.HasFailedRead && seen.Subject.Was(mark => mark.IsEnd(), from, to)) || seen.WasHidden
            ? null
            : "the record is there and says how it stands";
    }

    private static string? StillRunning(Evidence seen)
    {
        if (!seen.Call.IsWait || seen.Call.IsEarly)
        {
            return "the deadline has not passed";
        }

        return seen.LastLook is not { } look ? "nobody looked"
            : seen.Subject.Was(mark => mark.IsOpen(), look.IsStale ? 0 : look.Act.From, look.Act.To) ? null
            : "the last look showed its end";
    }

    private string? Accepted(Evidence seen)
    {
        // A task that is being canceled after a cancel of ours got lost counts as taken, whoever's cancel that was.
        if (seen.Acted.Count == 0 && !seen.WasListedStopping && !(seen.Cancels.Any(one => one.IsAmbiguous) && seen.Ever(mark => mark == Mark.Stopping)))
        {
            return "no cancel was taken";
        }

        if (service.CancelIsTheEnd)
        {
            return "here a cancel that is taken is the end";
        }

        if (seen.Call.IsWait)
        {
            return !seen.WasShownToWait || seen.HasFinalFault ? seen.Call.IsEarly && !seen.HasFinalFault ? "the deadline has not passed" : null
                : service.CountsCancels && seen.Call.Exchanges.Any(one => one is { IsOfWait: true, IsCancel: false, Fault: not null }) ? null
                : service.HidesTasks && seen.Looks.Any(one => one.IsOfWait && seen.WasAbsent(one)) ? null
                : "a look has shown more";
        }

        return service.ReplyShowsTask && seen.Acted is [.., { IsClean: true, Status: >= 200 and < 300 } reply] && reply == seen.Cancels[^1] && !seen.Subject.Was(mark => !mark.IsEnd(), reply.Act.From, reply.To)
            ? "the reply has shown its end"
            : null;
    }

    private static string? Indeterminate(Evidence seen)
    {
        if (!seen.Cancels.Any(one => one.IsAmbiguous) && !seen.Looks.Any(one => one.IsStale))
        {
            return "no reply went astray";
        }

        if (seen.Call.IsWait && seen.Call.IsEarly && seen.LastLook is null && !seen.HasFinalFault)
        {
            return "the deadline has not passed, and nobody looked";
        }

        if (seen.Cancels.Count > 0 && seen.Cancels[^1] is { IsClean: true, Status: >= 200 and < 300 } last && !seen.Subject.Was(mark => !mark.IsOpen() || seen.Resists(mark), last.Act.From, last.Act.To))
        {
            return "the last try was taken";
        }

        return seen.LookAfterCancels is { IsStale: false } look && !seen.Subject.Was(mark => !mark.IsEnd(), look.Act.From, look.Act.To) ? "a look has shown its end" : null;
    }

    private string? SnapshotProblem(CancellationOutcome outcome, Subject subject, Call call)
    {
        var isCounted = outcome.Verdict == CancellationVerdict.Canceled && service.CountsCancels && subject.Was(IsAbsent, call.From, call.To);
        if (outcome.Snapshot is not { } task)
        {
            return !isCounted && outcome.Verdict is CancellationVerdict.StillRunning or CancellationVerdict.CompletedFirst or CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled
                ? "there is no snapshot" : null;
        }

        var fits = outcome.Verdict switch
        {
            CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => isCounted || task.State == TaskState.Canceled,
            CancellationVerdict.CompletedFirst => task.State is TaskState.Succeeded or TaskState.Failed,
            CancellationVerdict.StillRunning or CancellationVerdict.NotCancelable => !task.IsTerminal,
            _ => true,
        };
        return !fits ? $"its snapshot says {task.State}"
            : subject.Was(mark => mark.Seen() == task.State || mark == Mark.Lost, 0, call.To) ? null
            : $"its snapshot says {task.State}, and the record never did";
    }

    private static bool IsAbsent(Mark mark) => mark == Mark.Absent;

    private static bool IsStopped(Mark mark) => mark == Mark.Stopped;
}
