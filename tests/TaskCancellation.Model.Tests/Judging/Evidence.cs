namespace TaskCancellation.Model.Tests.Judging;

/// <summary>What one call saw of one task.</summary>
internal sealed class Evidence
{
    internal Evidence(ServiceModel service, Subject subject, Call call)
    {
        Service = service;
        Subject = subject;
        Call = call;
        Cancels = [.. call.CancelsOf(subject)];
        Acted = [.. Cancels.Where(one => one.HasActed)];
        Looks = [.. call.LooksAt(subject)];
    }

    internal ServiceModel Service { get; }

    internal Subject Subject { get; }

    internal Call Call { get; }

    /// <summary>The cancels of it that may have reached the service.</summary>
    internal IReadOnlyList<Exchange> Cancels { get; }

    /// <summary>Those that the service has looked at.</summary>
    internal IReadOnlyList<Exchange> Acted { get; }

    /// <summary>The reads of it that came back whole.</summary>
    internal IReadOnlyList<Exchange> Looks { get; }

    /// <summary>The reads that came before any cancel.</summary>
    internal IEnumerable<Exchange> Lists => Call.IsByFilter ? Looks.TakeWhile(one => Cancels.Count == 0 || one.From < Cancels[0].From).Where(one => !one.IsOfWait) : [];

    /// <summary>The last look of the wait.</summary>
    internal Exchange? LastLook => Looks.LastOrDefault(one => one.IsOfWait);

    /// <summary>A read of the wait was about it: a list that does not show it was not.</summary>
    internal bool WasShownToWait => Looks.Any(one => one.IsOfWait && (one.Names is not null || one.Shown.Contains(Subject.Id.Value, StringComparer.OrdinalIgnoreCase)));

    /// <summary>The last look that came after every cancel.</summary>
    internal Exchange? LookAfterCancels => Looks.LastOrDefault(one => Cancels.Count == 0 || one.From >= Cancels[^1].To);

    internal bool WasListedStopping => Lists.Any(one => Subject.Was(mark => mark == Mark.Stopping, one.IsStale ? 0 : one.Act.From, one.Act.To));

    internal bool HasFailedRead => Call.Exchanges.Any(one => !one.IsCancel && one.Request is not null && !one.IsClean && one.Covers(Subject));

    /// <summary>A read has said that it is not to be seen.</summary>
    internal bool WasHidden => Service.HidesByDenial && Call.Exchanges.Any(one => one is { IsCancel: false, Names: not null, Kind: FaultKind.Denied } && one.Covers(Subject));

    internal bool HasFinalFault => Call.Exchanges.Any(one => !one.IsCancel && one.IsFinalFault && one.Covers(Subject));

    /// <summary>Whether the record said so at any moment up to the answer.</summary>
    internal bool Ever(Func<Mark, bool> what) => Subject.Was(what, 0, Call.To);

    /// <summary>There was no record of it when a request was served.</summary>
    internal bool WasAbsent(Exchange exchange) => Subject.Was(mark => mark == Mark.Absent, exchange.IsStale ? 0 : exchange.Act.From, exchange.Act.To);

    internal bool Resists(Mark mark) => Service.Resists(Subject.Kind, mark);

    /// <summary>It was refused because it was being canceled already.</summary>
    internal bool WasBeingCanceled(Exchange exchange) => Subject.Was(mark => mark == Mark.Stopping && Resists(mark), exchange.Act.From, exchange.Act.To);

    /// <summary>It was refused for its state, other than that it is being canceled already.</summary>
    internal bool Resisted(Exchange exchange) => Subject.Was(mark => mark != Mark.Stopping && Resists(mark), exchange.Act.From, exchange.Act.To);
}
