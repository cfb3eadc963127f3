namespace TaskCancellation;

/// <summary>One run: submits a task and waits for it. When the trigger fires, cancels the task once and waits for its end.</summary>
internal sealed class RemoteRun(TaskClient client, Func<CancellationToken, Task<TaskId>> submit, RunOptions options, CancellationToken cancellationToken)
{
    internal async Task<TaskSnapshot> RunAsync()
    {
        using var trigger = new RunTrigger(client.TimeProvider, options, cancellationToken);
        if (trigger.HasFired)
        {
            throw Ended(trigger, "nothing was submitted.");
        }

        using var grace = new GracePeriod(client.TimeProvider, options.Grace);
        var submission = SubmitAsync(grace.Token);
        await Task.WhenAny(submission, trigger.Fired).ConfigureAwait(false);
        if (!trigger.HasFired)
        {
            return await WaitAsync(trigger, grace, submission).ConfigureAwait(false);
        }

        grace.Begin();
        return await CancelAsync(trigger, grace, submission).ConfigureAwait(false);
    }

    // An exception that it throws synchronously is a failed submission like any other.
    private async Task<TaskId> SubmitAsync(CancellationToken token) =>
        await (submit(token) ?? throw new InvalidOperationException("The submission is no task but null.")).ConfigureAwait(false);

    private async Task<TaskSnapshot> WaitAsync(RunTrigger trigger, GracePeriod grace, Task<TaskId> submission)
    {
        var id = await submission.ConfigureAwait(false);
        using var stop = new CancellationTokenSource();
        var wait = options.Wait ?? WaitOptions.Default;
        var seen = new LastSnapshotProgress(wait.Progress);
        var waiting = client.WaitForCompletionAsync(id, wait with { Timeout = wait.Timeout ?? Timeout.InfiniteTimeSpan, Progress = seen }, stop.Token);
        await Task.WhenAny(waiting, trigger.Fired).ConfigureAwait(false);
        if (waiting.IsCompletedSuccessfully || !trigger.HasFired)
        {
            return await waiting.ConfigureAwait(false);
        }

        grace.Begin();
        stop.Cancel();
        if (waiting.IsCompletedSuccessfully)
        {
            return await waiting.ConfigureAwait(false);
        }

        GracePeriod.Abandon(waiting);
        return await CancelAsync(trigger, grace, submission, seen.Last).ConfigureAwait(false);
    }

    // The task that the wait has seen is canceled, not another one that has its id by now.
    private async Task<TaskSnapshot> CancelAsync(RunTrigger trigger, GracePeriod grace, Task<TaskId> submission, TaskSnapshot? seen = null)
    {
        if (!await grace.AwaitAsync(submission).ConfigureAwait(false))
        {
            GracePeriod.Abandon(submission);
            throw Ended(trigger, "the submission has not returned, and whether it starts a task is not known.", submission);
        }

        TaskId id;
        try
        {
            id = await submission.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            throw Ended(trigger, "the submission failed, and whether it started a task is not known.", submission, cause: failure);
        }

        var outcome = await new RunCancellation(client, TaskIdentity.Learn(id, seen), options, grace).SendAsync().ConfigureAwait(false);
        return outcome is { Verdict: CancellationVerdict.CompletedFirst, Snapshot: { } ended }
            ? ended
            : throw Ended(trigger, $"the cancel of the task {id} came to {outcome.Verdict}{(outcome.BlockedBy is { } ahead ? $", queued behind {ahead}" : "")}.", submission, outcome, outcome.Error);
    }

    private Exception Ended(RunTrigger trigger, string how, Task<TaskId>? submission = null, CancellationOutcome? outcome = null, Exception? cause = null) =>
        trigger.Reason == RunTriggerReason.Token
            ? new RunCanceledException($"The run was canceled: {how}", outcome, submission, cause, cancellationToken)
            : new RunTimeoutException($"The time of the run was up: {how}", outcome, submission, new TimeoutException("The time of the run was up.", cause));
}

/// <summary>Keeps the last snapshot that a wait has reported, and passes it on.</summary>
internal sealed class LastSnapshotProgress(IProgress<TaskSnapshot>? next) : IProgress<TaskSnapshot>
{
    private volatile TaskSnapshot? last;

    internal TaskSnapshot? Last => last;

    /// <summary>The caller listens as well, so that progress is worth a request of its own.</summary>
    internal bool HasListener => next is not null;

    public void Report(TaskSnapshot value)
    {
        last = value;
        next?.Report(value);
    }
}
