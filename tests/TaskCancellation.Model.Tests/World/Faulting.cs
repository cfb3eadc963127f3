using TaskCancellation.Testing;

namespace TaskCancellation.Model.Tests.World;

/// <summary>Turns the faults of a schedule into rules of the emulator.</summary>
internal static class Faulting
{
    internal static void Arm(ServiceModel service, Fault fault, Func<bool> isChosen)
    {
        var rule = service.Emulator.Faults.When(_ => isChosen());
        var time = TimeSpan.FromSeconds(fault.Amount);
        _ = fault.Kind switch
        {
            FaultKind.Refused => rule.Refuse(),
            FaultKind.LostBefore => rule.ResetBeforeActing(),
            FaultKind.LostAfter => rule.ResetAfterActing(),
            FaultKind.BadGatewayBefore => rule.Respond(EmulatedReply.Html(502)),
            FaultKind.BadGatewayAfter => rule.ActThenRespond(EmulatedReply.Html(502)),
            FaultKind.Unavailable => rule.Respond(EmulatedReply.Html(503)),
            FaultKind.UnavailableWithHint => rule.Respond(EmulatedReply.Html(503).WithRetryAfter(time)),
            FaultKind.Throttled => rule.Respond(service.Throttled.WithRetryAfter(time)),
            FaultKind.ThrottledUntil => rule.Respond(service.Throttled.WithRetryAfter(service.Emulator.ServerNow + time)),
            FaultKind.Cut => rule.CutBodyAt((int)fault.Amount),
            FaultKind.Html => rule.Respond(EmulatedReply.Html(200)),
            FaultKind.Denied => rule.Respond(service.Denied),
            FaultKind.Rejected => rule.Respond(service.Rejected),
            FaultKind.Duplicated => rule.Duplicate(),
            FaultKind.Delayed => rule.Delay(time),
            FaultKind.ReplyDelayed => rule.DelayReply(time),
            _ => rule.ServeStale(),
        };
    }
}
