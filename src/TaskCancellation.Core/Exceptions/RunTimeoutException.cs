namespace TaskCancellation;

/// <summary>What <see cref="TaskClientExtensions.RunToCompletionAsync(TaskClient, Func{CancellationToken, Task{TaskId}}, RunOptions?, CancellationToken)"/> throws when <see cref="RunOptions.CancelAfter"/> or <see cref="RunOptions.Deadline"/> came and the task did not end by itself first. The inner exception is a <see cref="TimeoutException"/>.</summary>
public class RunTimeoutException : TaskClientException
{
    /// <summary>Creates the exception.</summary>
    public RunTimeoutException(string message, CancellationOutcome? outcome, Task<TaskId>? submission = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Outcome = outcome;
        Submission = submission;
    }

    /// <summary>What became of the task, as far as it was known when the grace had passed. Null: its id never became known (see <see cref="Submission"/>), and nothing was canceled.</summary>
    public CancellationOutcome? Outcome { get; }

    /// <summary>The submission. Null: the time was up before, and nothing was submitted. If it still runs, await it to learn the id of the task that it may yet start.</summary>
    public Task<TaskId>? Submission { get; }
}
