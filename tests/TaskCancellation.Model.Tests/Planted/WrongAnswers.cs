namespace TaskCancellation.Model.Tests.Planted;

/// <summary>Shows with each outcome the task of the outcome before.</summary>
internal sealed class SnapshotOfAnother(TaskClient inner) : Decorator(inner)
{
    private TaskSnapshot? before;

    public override async Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default)
    {
        var report = (await Inner.CancelAsync(target, cancellationToken).ConfigureAwait(false)).Accepted;
        var other = before is null ? null : before with { Id = target.Id };
        before = report.Outcomes[0].Snapshot ?? before;
        return CancellationOperation.FromReport(report with { Outcomes = [report.Outcomes[0] with { Snapshot = other ?? report.Outcomes[0].Snapshot }] });
    }
}

/// <summary>Throws what the service refused.</summary>
internal sealed class ThrowsRefusals(TaskClient inner) : Decorator(inner)
{
    public override async Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default)
    {
        var operation = await Inner.CancelAsync(target, cancellationToken).ConfigureAwait(false);
        return operation.Accepted.Outcomes is [{ Verdict: CancellationVerdict.Denied or CancellationVerdict.Rejected, Error: { } error }] ? throw error : operation;
    }
}

/// <summary>Says of a call whose token fired that nothing was sent.</summary>
internal sealed class TokenHidesSending(TaskClient inner) : Decorator(inner)
{
    public override async Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.CancelAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return CancellationOperation.FromReport(new CancellationReport { Outcomes = [new CancellationOutcome { Target = target, Verdict = CancellationVerdict.NotAttempted }], IsComplete = true });
        }
    }
}
