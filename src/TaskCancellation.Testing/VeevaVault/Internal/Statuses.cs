namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The job statuses, spelt as on the wire.</summary>
internal static class Statuses
{
    internal const string Scheduled = "SCHEDULED";
    internal const string Queueing = "QUEUEING";
    internal const string Queued = "QUEUED";
    internal const string Running = "RUNNING";
    internal const string Cancelling = "CANCELLING";
    internal const string Cancelled = "CANCELLED";
    internal const string Succeeded = "SUCCESS";
    internal const string Failed = "ERRORS_ENCOUNTERED";
    internal const string TimedOut = "TIMEOUT";

    /// <summary>What the histories can be filtered by; in lower case there.</summary>
    internal static readonly string[] Ends = [Succeeded, Failed, "FAILED_TO_RUN", "MISSED_SCHEDULE", TimedOut, "COMPLETED_DUE_TO_INACTIVITY", Cancelled];

    /// <summary>What the monitors can be filtered by: not QUEUEING, and not CANCELLING.</summary>
    internal static readonly string[] Monitored = [Scheduled, Queued, Running];

    internal static bool IsEnd(string status) => Ends.Contains(status);
}
