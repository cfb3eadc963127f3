namespace TaskCancellation.Elasticsearch;

/// <summary>The rules that turn the failures in a reply, and a read after them, into what is said of the target.</summary>
internal static class ElasticsearchCancelFailures
{
    /// <summary>The kind of a refusal, by what it means and not by the success that it came in; null for what is none.</summary>
    internal static TaskErrorReason? KindOf(ElasticsearchCancelFailure failure) => failure switch
    {
        ElasticsearchCancelFailure.NotRunning => TaskErrorReason.NotFound,
        ElasticsearchCancelFailure.NotApplicable => TaskErrorReason.InvalidRequest,
        ElasticsearchCancelFailure.Repeated => TaskErrorReason.Conflict,
        _ => null,
    };

    /// <summary>With the task as it is now; null when there is neither task nor result.</summary>
    internal static CancelDisposition DispositionOf(ElasticsearchCancelFailure failure, TaskSnapshot? now) => (failure, now) switch
    {
        (ElasticsearchCancelFailure.NotRunning, null) => CancelDisposition.NotFound,
        (ElasticsearchCancelFailure.NotRunning, { IsTerminal: true }) => CancelDisposition.AlreadyEnded,
        (ElasticsearchCancelFailure.NotApplicable, null) => CancelDisposition.NotFound,
        (ElasticsearchCancelFailure.NotApplicable, { IsTerminal: true }) => CancelDisposition.AlreadyEnded,
        (ElasticsearchCancelFailure.NotApplicable, { RawState: ElasticsearchLifecycle.NotCancellable }) => CancelDisposition.NotCancelable,
        (ElasticsearchCancelFailure.NotApplicable, _) => CancelDisposition.Rejected,
        (ElasticsearchCancelFailure.Repeated, null) => CancelDisposition.AlreadyEnded,
        (ElasticsearchCancelFailure.Repeated, _) when !IsUnflagged(now) => CancelDisposition.Acknowledged,
        (ElasticsearchCancelFailure.Repeated or ElasticsearchCancelFailure.TaskFailed, { State: TaskState.Canceling } or { IsTerminal: true }) => CancelDisposition.Acknowledged,
        (ElasticsearchCancelFailure.Repeated or ElasticsearchCancelFailure.TaskFailed, not null) when IsUnflagged(now) => CancelDisposition.Rejected,
        (ElasticsearchCancelFailure.Unclear, { State: TaskState.Canceling } or { IsTerminal: true }) => CancelDisposition.Acknowledged,
        _ => CancelDisposition.Unknown,
    };

    /// <summary>When the task could not be read. What does not run may have ended: only a read tells that from what never was.</summary>
    internal static CancelDisposition DispositionUnread(ElasticsearchCancelFailure failure) => failure switch
    {
        ElasticsearchCancelFailure.NotRunning or ElasticsearchCancelFailure.NotApplicable => CancelDisposition.Rejected,
        ElasticsearchCancelFailure.Repeated => CancelDisposition.Acknowledged,
        _ => CancelDisposition.Unknown,
    };

    // The server says that the flag is not set; older ones say nothing of it.
    private static bool IsUnflagged(TaskSnapshot task) => task is { IsTerminal: false, Details: ElasticsearchTaskDetails { IsFlaggedCanceled: false } };
}
