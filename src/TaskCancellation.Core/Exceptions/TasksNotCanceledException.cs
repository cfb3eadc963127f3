namespace TaskCancellation;

/// <summary>What <see cref="CancellationReport.EnsureCanceled"/> throws: not everything addressed is known to be canceled.</summary>
public class TasksNotCanceledException : TaskClientException
{
    /// <summary>Creates the exception.</summary>
    public TasksNotCanceledException(string message, CancellationReport report)
        : base(message) => Report = report;

    /// <summary>The whole report.</summary>
    public CancellationReport Report { get; }
}
