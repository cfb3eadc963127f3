namespace TaskCancellation.Elasticsearch;

/// <summary>The rules that turn the failures in a reply, and a read after them, into what is said of the target.</summary>
internal static class CancelFailures
{
    /// <summary>The kind of a refusal, by what it means and not by the success that it came in; null for what is none.</summary>
    internal static TaskErrorKind? KindOf(CancelFailure failure) => failure switch
    {
        CancelFailure.NotRunning => TaskErrorKind.NotFound,
        CancelFailure.NotApplicable => TaskErrorKind.InvalidRequest,
        CancelFailure.Repeated => TaskErrorKind.Conflict,
        _ => null,
    };

    /// <summary>With the task as it is now; null when there is neither task nor result.</summary>
    internal static CancelDisposition DispositionOf(CancelFailure failure, TaskSnapshot? now) => (failure, now) switch
    {
        (CancelFailure.NotRunning, null) => CancelDisposition.NotFound,
        (CancelFailure.NotRunning, { IsTerminal: true }) => CancelDisposition.AlreadyEnded,
        (CancelFailure.NotApplicable, null) => CancelDisposition.NotFound,
        (CancelFailure.NotApplicable, { IsTerminal: true }) => CancelDisposition.AlreadyEnded,
        (CancelFailure.NotApplicable, { RawState: ElasticsearchLifecycle.NotCancellable }) => CancelDisposition.NotCancelable,
        (CancelFailure.NotApplicable, _) => CancelDisposition.Rejected,
        (CancelFailure.Repeated, null) => CancelDisposition.AlreadyEnded,
        (CancelFailure.Repeated, _) when !IsUnflagged(now) => CancelDisposition.Acknowledged,
        (CancelFailure.Repeated or CancelFailure.TaskFailed, { State: TaskState.Canceling } or { IsTerminal: true }) => CancelDisposition.Acknowledged,
        (CancelFailure.Repeated or CancelFailure.TaskFailed, not null) when IsUnflagged(now) => CancelDisposition.Rejected,
        (CancelFailure.Unclear, { State: TaskState.Canceling } or { IsTerminal: true }) => CancelDisposition.Acknowledged,
        _ => CancelDisposition.Unclear,
    };

    /// <summary>When the task could not be read. What does not run may have ended: only a read tells that from what never was.</summary>
    internal static CancelDisposition DispositionUnread(CancelFailure failure) => failure switch
    {
        CancelFailure.NotRunning or CancelFailure.NotApplicable => CancelDisposition.Rejected,
        CancelFailure.Repeated => CancelDisposition.Acknowledged,
        _ => CancelDisposition.Unclear,
    };

    // The server says that the flag is not set; older ones say nothing of it.
    private static bool IsUnflagged(TaskSnapshot task) => task is { IsTerminal: false, Details: ElasticsearchTaskDetails { IsFlaggedCancelled: false } };
}
