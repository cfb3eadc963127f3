namespace SixthService.Emulator;

/// <summary>An execution to add. Every member has a default: one in the namespace "default" that runs until it is canceled.</summary>
public sealed record WorkflowTask
{
    /// <summary>Gets the namespace.</summary>
    public string Namespace { get; init; } = WorkflowEmulator.DefaultNamespace;

    /// <summary>Gets the workflow id, the name that the caller chose.</summary>
    public string WorkflowId { get; init; } = "order";

    /// <summary>Gets the workflow type.</summary>
    public string Type { get; init; } = "OrderWorkflow";

    /// <summary>Gets the initial status: any text, unknown ones included.</summary>
    public string Status { get; init; } = WorkflowStatus.Running;

    /// <summary>Gets after how long it completes by itself; <see langword="null"/> to run until a hook or a cancel ends it.</summary>
    public TimeSpan? RunDuration { get; init; }

    /// <summary>Gets how long it cleans up when it is asked to cancel; <see langword="null"/> to ignore the request.</summary>
    public TimeSpan? CancelDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the status that it ends with after a cancel request.</summary>
    public string CancelEnding { get; init; } = WorkflowStatus.Canceled;
}
