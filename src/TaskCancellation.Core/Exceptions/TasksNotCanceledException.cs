namespace TaskCancellation;

/// <summary>The exception that <see cref="CancellationReport.EnsureCanceled"/> throws when not everything that was addressed is known to be canceled.</summary>
public class TasksNotCanceledException : TaskClientException
{
    /// <summary>Initializes a new instance of the <see cref="TasksNotCanceledException"/> class.</summary>
    /// <param name="message">The message.</param>
    /// <param name="report">The complete report.</param>
    public TasksNotCanceledException(string message, CancellationReport report)
        : base(message) => Report = report;

    /// <summary>Gets the complete report.</summary>
    public CancellationReport Report { get; }
}
