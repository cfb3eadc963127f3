namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>How a task ends after a cancel was accepted.</summary>
/// <remarks>The default is what the Cloud Controller and Diego do with a program that stops when it is told to.</remarks>
public enum CloudFoundryCancelEnding
{
    /// <summary>FAILED with <c>task was cancelled</c>.</summary>
    Canceled,

    /// <summary>The program succeeds before it is stopped: SUCCEEDED.</summary>
    CompletesAnyway,

    /// <summary>The program fails by itself before it is stopped: FAILED, with a reason of its own.</summary>
    OwnFailure,

    /// <summary>Diego drops the task and its report is lost: the next sync fails it. Korifi has no sync; there the task stays CANCELING.</summary>
    SyncLost,

    /// <summary>The task stays CANCELING; each sync sends the cancel again.</summary>
    Ignored,
}
