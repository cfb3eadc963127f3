namespace SixthService.Emulator;

/// <summary>The statuses of an execution, as the service writes them.</summary>
public static class WorkflowStatus
{
    /// <summary>It waits to begin.</summary>
    public const string Scheduled = "SCHEDULED";

    /// <summary>It runs.</summary>
    public const string Running = "RUNNING";

    /// <summary>It ended well.</summary>
    public const string Completed = "COMPLETED";

    /// <summary>It ended badly.</summary>
    public const string Failed = "FAILED";

    /// <summary>It ran out of time.</summary>
    public const string TimedOut = "TIMED_OUT";

    /// <summary>It ended because it was asked to.</summary>
    public const string Canceled = "CANCELED";
}
