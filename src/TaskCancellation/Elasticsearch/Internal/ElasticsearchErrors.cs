namespace TaskCancellation.Elasticsearch;

/// <summary>The names of errors that mean something. Texts are never looked at.</summary>
internal static class ElasticsearchErrors
{
    internal const string NotFound = "resource_not_found_exception";
    internal const string NoSuchNode = "no_such_node_exception";
    internal const string IllegalArgument = "illegal_argument_exception";
    internal const string IllegalState = "illegal_state_exception";
    internal const string Validation = "action_request_validation_exception";
    internal const string Security = "security_exception";
    internal const string NotAvailable = "api_not_available_exception";
    internal const string Timeout = "timeout_exception";
    internal const string TransportTimeout = "receive_timeout_transport_exception";
    internal const string TaskCancelled = "task_cancelled_exception";
    internal const string TaskRelocated = "task_relocated_exception";
    internal const string CircuitBreaking = "circuit_breaking_exception";
    internal const string NoShard = "no_shard_available_action_exception";
    internal const string IndexClosed = "index_closed_exception";

    internal static ElasticsearchErrorMeanings MeaningOf(string? type) => type switch
    {
        NotFound or NoSuchNode => ElasticsearchErrorMeanings.NotThere,
        IllegalArgument => ElasticsearchErrorMeanings.IllegalArgument,
        IllegalState => ElasticsearchErrorMeanings.IllegalState,
        Security => ElasticsearchErrorMeanings.Security,
        TaskCancelled => ElasticsearchErrorMeanings.TaskCancelled,
        _ => ElasticsearchErrorMeanings.None,
    };
}

/// <summary>What of an error means something to a cancel.</summary>
[Flags]
internal enum ElasticsearchErrorMeanings
{
    None = 0,
    NotThere = 1,
    IllegalArgument = 2,
    IllegalState = 4,
    Security = 8,
    TaskCancelled = 16,
}

/// <summary>What a failure in the reply to a cancel by id comes down to.</summary>
internal enum ElasticsearchCancelFailure
{
    /// <summary>Something failed on the way; the cancel may have been taken.</summary>
    Unclear = 0,

    /// <summary>The node does not run the task, or is not there.</summary>
    NotRunning,

    /// <summary>The task cannot be canceled, or is not of the kind that was named.</summary>
    NotApplicable,

    /// <summary>Before version 7.8: a cancel was taken before.</summary>
    Repeated,

    /// <summary>The task itself could not be canceled just now.</summary>
    TaskFailed,

    /// <summary>Not allowed.</summary>
    Denied,
}

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
