namespace TaskCancellation;

/// <summary>The exception that is thrown when the time limit of a run was reached and the remote task did not end by itself first.</summary>
/// <remarks>Thrown by <see cref="TaskClientExtensions.RunToCompletionAsync(TaskClient, Func{CancellationToken, Task{TaskId}}, RunOptions?, CancellationToken)"/> for <see cref="RunOptions.CancelAfter"/> and <see cref="RunOptions.Deadline"/>. The inner exception is a <see cref="TimeoutException"/>.</remarks>
public class RunTimeoutException : TaskClientException
{
    /// <summary>Initializes a new instance of the <see cref="RunTimeoutException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="outcome">What became of the remote task; <see langword="null"/> when its id never became known.</param>
    /// <param name="submission">The submission; <see langword="null"/> when nothing was submitted.</param>
    /// <param name="innerException">The cause; <see langword="null"/> for none.</param>
    public RunTimeoutException(string message, CancellationOutcome? outcome, Task<TaskId>? submission = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Outcome = outcome;
        Submission = submission;
    }

    /// <summary>Gets what became of the remote task, as far as it was known when the grace period had passed.</summary>
    /// <remarks><see langword="null"/> when the id of the task never became known (see <see cref="Submission"/>); nothing was canceled then.</remarks>
    public CancellationOutcome? Outcome { get; }

    /// <summary>Gets the submission; <see langword="null"/> when the limit had been reached before and nothing was submitted.</summary>
    /// <remarks>When it is still running, await it to obtain the id of the task that it may yet start.</remarks>
    public Task<TaskId>? Submission { get; }
}
