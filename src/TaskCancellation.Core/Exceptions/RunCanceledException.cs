namespace TaskCancellation;

/// <summary>What <see cref="TaskClientExtensions.RunToCompletionAsync(TaskClient, Func{CancellationToken, Task{TaskId}}, RunOptions?, CancellationToken)"/> throws when the caller's token fired and the task did not end by itself first. <see cref="OperationCanceledException.CancellationToken"/> is the caller's.</summary>
public class RunCanceledException : OperationCanceledException
{
    /// <summary>Creates the exception.</summary>
    public RunCanceledException(string message, CancellationOutcome? outcome, Task<TaskId>? submission = null, Exception? innerException = null, CancellationToken cancellationToken = default)
        : base(message, innerException, cancellationToken)
    {
        Outcome = outcome;
        Submission = submission;
    }

    /// <summary>What became of the task, as far as it was known when the grace had passed. Null: its id never became known (see <see cref="Submission"/>), and nothing was canceled.</summary>
    public CancellationOutcome? Outcome { get; }

    /// <summary>The submission. Null: the token had fired before, and nothing was submitted. If it still runs, await it to learn the id of the task that it may yet start.</summary>
    public Task<TaskId>? Submission { get; }
}
