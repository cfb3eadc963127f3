namespace SixthService.Emulator;

/// <summary>An execution as the emulator holds it, for assertions that do not go through the wire.</summary>
public sealed record WorkflowRow
{
    /// <summary>Gets the run id.</summary>
    public required string RunId { get; init; }

    /// <summary>Gets the place in the order of creation, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Gets the namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Gets the workflow id.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>Gets the workflow type.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the status.</summary>
    public required string Status { get; init; }

    /// <summary>Gets whether a cancel was requested.</summary>
    public bool IsCancelRequested { get; init; }

    /// <summary>Gets how many cancels reached the execution, refused ones included.</summary>
    public int CancelCount { get; init; }

    /// <summary>Gets when the execution was scheduled.</summary>
    public required DateTimeOffset ScheduledAt { get; init; }

    /// <summary>Gets when it began; <see langword="null"/> if it has not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when it ended; <see langword="null"/> if it has not.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Gets why it failed.</summary>
    public string? Failure { get; init; }

    internal bool IsClosed => Status is WorkflowStatus.Completed or WorkflowStatus.Failed or WorkflowStatus.TimedOut or WorkflowStatus.Canceled;

    internal bool IsHeld { get; init; }

    /// <summary>The end that came while it was held.</summary>
    internal string? MissedEnd { get; init; }

    internal WorkflowTask Task { get; init; } = new();
}
