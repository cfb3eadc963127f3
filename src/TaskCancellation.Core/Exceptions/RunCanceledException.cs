namespace TaskCancellation;

/// <summary>The exception that is thrown when the token of a run fired and the remote task did not end by itself first.</summary>
/// <remarks>Thrown by <see cref="TaskClientExtensions.RunToCompletionAsync(TaskClient, Func{CancellationToken, Task{TaskId}}, RunOptions?, CancellationToken)"/>. <see cref="OperationCanceledException.CancellationToken"/> is the caller's token.</remarks>
public class RunCanceledException : OperationCanceledException
{
    /// <summary>Initializes a new instance of the <see cref="RunCanceledException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="outcome">What became of the remote task; <see langword="null"/> when its id never became known.</param>
    /// <param name="submission">The submission; <see langword="null"/> when nothing was submitted.</param>
    /// <param name="innerException">The cause; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public RunCanceledException(string message, CancellationOutcome? outcome, Task<TaskId>? submission = null, Exception? innerException = null, CancellationToken cancellationToken = default)
        : base(message, innerException, cancellationToken)
    {
        Outcome = outcome;
        Submission = submission;
    }

    /// <summary>Gets what became of the remote task, as far as it was known when the grace period had passed.</summary>
    /// <remarks><see langword="null"/> when the id of the task never became known (see <see cref="Submission"/>); nothing was canceled then.</remarks>
    public CancellationOutcome? Outcome { get; }

    /// <summary>Gets the submission; <see langword="null"/> when the token had fired before the call and nothing was submitted.</summary>
    /// <remarks>When it is still running, await it to obtain the id of the task that it may yet start.</remarks>
    public Task<TaskId>? Submission { get; }
}
