using TaskCancellation;

namespace TestingYourCode;

/// <summary>A class of your own: cancels the tasks of an index that are no longer needed. It does not know HTTP, and depends on the service only for what a scope means.</summary>
public sealed class IndexCleanup(TaskClient tasks, TimeProvider clock)
{
    /// <summary>A cleanup of more tasks is treated as a mistake in the settings.</summary>
    public const int MostTasks = 100;

    /// <summary>Cancels the tasks that were enqueued longer ago than <paramref name="age"/>, and waits up to a minute for them to end.</summary>
    public async Task<IndexCleanupResult> RunAsync(string index, TimeSpan age, CancellationToken cancellationToken = default)
    {
        var stale = new TaskFilter { Scopes = [index], Enqueued = TimeRange.Before(clock.GetUtcNow() - age) };

        // Requesting a cancel and knowing its result are two things: the operation is the first, its report the second.
        var operation = await tasks.CancelAsync(stale, new CancelOptions { MaxTargets = MostTasks }, cancellationToken);
        var report = await operation.WaitForCompletionAsync(new WaitOptions { Timeout = TimeSpan.FromMinutes(1) }, cancellationToken);
        return new IndexCleanupResult
        {
            Canceled = report.Count(CancellationVerdict.Canceled),
            EndedByThemselves = report.Count(CancellationVerdict.CompletedFirst),
            LookAt = [.. report.Outcomes.Where(NeedsALook).Select(outcome => outcome.Target.Id)],
        };
    }

    // Indeterminate is a result of its own: the request may have been applied, so the task needs a check.
    private static bool NeedsALook(CancellationOutcome outcome) => outcome.Verdict is
        CancellationVerdict.StillRunning or CancellationVerdict.Indeterminate or CancellationVerdict.Rejected or CancellationVerdict.Denied or CancellationVerdict.NotAttempted;
}
