using TaskCancellation;

namespace TestingYourCode;

/// <summary>A class as you would write it: cancels the tasks of an index that nobody waits for any more. It knows no HTTP, and no service but by what a scope is there.</summary>
public sealed class IndexCleanup(TaskClient tasks, TimeProvider clock)
{
    /// <summary>More than that at once is taken for a mistake in the settings.</summary>
    public const int MostTasks = 100;

    /// <summary>Cancels what was enqueued longer ago than that, and waits up to a minute for it to end.</summary>
    public async Task<IndexCleanupResult> RunAsync(string index, TimeSpan age, CancellationToken cancellationToken = default)
    {
        var stale = new TaskFilter { Scopes = [index], Enqueued = TimeRange.Before(clock.GetUtcNow() - age) };

        // Asking to cancel and knowing that it happened are two things: the operation is the first, its report the second.
        var operation = await tasks.CancelAsync(stale, new CancelOptions { MaxTargets = MostTasks }, cancellationToken);
        var report = await operation.WaitForCompletionAsync(new WaitOptions { Timeout = TimeSpan.FromMinutes(1) }, cancellationToken);
        return new IndexCleanupResult
        {
            Canceled = report.Count(CancellationVerdict.Canceled),
            EndedByThemselves = report.Count(CancellationVerdict.CompletedFirst),
            LookAt = [.. report.Outcomes.Where(NeedsALook).Select(outcome => outcome.Target.Id)],
        };
    }

    // Indeterminate is an answer: the request may have arrived. Somebody should look, and nothing may be claimed.
    private static bool NeedsALook(CancellationOutcome outcome) => outcome.Verdict is
        CancellationVerdict.StillRunning or CancellationVerdict.Indeterminate or CancellationVerdict.Rejected or CancellationVerdict.Denied or CancellationVerdict.NotAttempted;
}
