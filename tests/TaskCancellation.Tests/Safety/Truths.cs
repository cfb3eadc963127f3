using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Safety;

/// <summary>What a verdict claims, against the service's record.</summary>
internal static class Truths
{
    /// <summary>What an outcome says that is not so at this moment; null for nothing.</summary>
    internal static string? ContradictionNow(ServiceHarness service, CancellationOutcome outcome)
    {
        var truth = service.Truth(outcome.Target.Id);
        var allowed = outcome.Verdict switch
        {
            CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => (TaskState?[])[TaskState.Canceled],
            CancellationVerdict.CompletedFirst => [TaskState.Succeeded, TaskState.Failed],
            CancellationVerdict.NotFound => [null],
            CancellationVerdict.Ended => [null, TaskState.Failed],
            CancellationVerdict.StillRunning => [TaskState.Pending, TaskState.Running, TaskState.Canceling],
            _ => [truth],
        };
        return allowed.Contains(truth) ? null : $"{outcome} against the record {truth?.ToString() ?? "without it"}";
    }

    /// <summary>The same when all has come to rest: what was acknowledged is canceled or had ended by itself, and what is said not to have been applied was not.</summary>
    internal static string? ContradictionInTheEnd(ServiceHarness service, CancellationOutcome outcome, bool wasCanceled, bool wasRemoved)
    {
        var truth = service.Truth(outcome.Target.Id);
        TaskState?[] allowed = outcome.Verdict switch
        {
            CancellationVerdict.Indeterminate => [truth],
            CancellationVerdict.Accepted or CancellationVerdict.StillRunning when wasRemoved => [null],
            CancellationVerdict.Accepted or CancellationVerdict.StillRunning => [TaskState.Canceled, TaskState.Succeeded],
            CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => [TaskState.Canceled],
            CancellationVerdict.CompletedFirst => [TaskState.Succeeded, TaskState.Failed],
            CancellationVerdict.NotFound or CancellationVerdict.Ended => [null],
            CancellationVerdict.Rejected or CancellationVerdict.NotAttempted when wasCanceled => [TaskState.Canceled],
            CancellationVerdict.Rejected or CancellationVerdict.NotAttempted or CancellationVerdict.NotCancelable or CancellationVerdict.Denied => [null, TaskState.Running, TaskState.Pending, TaskState.Succeeded, TaskState.Failed],
            _ => throw new InvalidOperationException($"What does {outcome.Verdict} claim?"),
        };
        return allowed.Contains(truth) ? null : $"{outcome} against the record {truth?.ToString() ?? "without it"} in the end";
    }
}
