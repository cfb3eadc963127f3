namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What becomes of a task after a cancel was accepted.</summary>
public enum CloudFoundryCancelEnding
{
    /// <summary>FAILED with <c>task was cancelled</c>.</summary>
    Canceled,

    /// <summary>The program ends well before it is stopped: SUCCEEDED.</summary>
    CompletesAnyway,

    /// <summary>The program fails by itself before it is stopped: FAILED, with a reason of its own.</summary>
    OwnFailure,

    /// <summary>Diego drops the task and the report is lost: the next sync fails it. Korifi has no sync; there it stays CANCELING.</summary>
    SyncLost,

    /// <summary>It stays CANCELING; each sync sends the cancel again.</summary>
    Ignored,
}
