namespace TaskCancellation.Model.Tests.Planted;

/// <summary>Answers every cancel with outcomes edited.</summary>
internal sealed class WrongOutcomes(TaskClient inner, Func<IReadOnlyList<CancellationOutcome>, IEnumerable<CancellationOutcome>> edit, bool waitsNoMore = false) : Decorator(inner)
{
    public override async Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default) =>
        Edited(await Inner.CancelAsync(target, cancellationToken).ConfigureAwait(false));

    public override async Task<CancellationOperation> CancelAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default) =>
        Edited(await Inner.CancelAsync(filter, options, cancellationToken).ConfigureAwait(false));

    private CancellationOperation Edited(CancellationOperation operation)
    {
        var report = operation.Accepted with { Outcomes = [.. edit(operation.Accepted.Outcomes)] };
        return waitsNoMore ? CancellationOperation.FromReport(report) : Inner.Restore(operation.State with { Accepted = report });
    }
}

/// <summary>Restores an operation without the doubts it had.</summary>
internal sealed class ForgetfulRestore(TaskClient inner) : Decorator(inner)
{
    public override CancellationOperation Restore(CancellationOperationState state) => Inner.Restore(state with
    {
        Accepted = state.Accepted with
        {
            Outcomes = [.. state.Accepted.Outcomes.Select(outcome => outcome.Verdict == CancellationVerdict.Indeterminate ? outcome with { Verdict = CancellationVerdict.Accepted, Error = null } : outcome)],
        },
    });
}
