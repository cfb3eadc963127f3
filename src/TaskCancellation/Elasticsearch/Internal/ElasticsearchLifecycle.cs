using static TaskCancellation.Providers.LifecycleEvent;

namespace TaskCancellation.Elasticsearch;

/// <summary>The state machine of Elasticsearch and OpenSearch tasks. The wire has no word for a state: the raw states say by what a state is known.</summary>
internal static class ElasticsearchLifecycle
{
    internal const string Running = "running";
    internal const string NotCancellable = "not cancellable";
    internal const string Cancelled = "cancelled";
    internal const string Response = "response";
    internal const string Error = "error";
    internal const string Canceled = "canceled";
    internal const string Unrecorded = "unrecorded";

    private const string Flagged = "running (flagged cancelled)";
    private const string Fixed = "running (not cancellable)";
    private const string Completed = "completed (response)";
    private const string Failed = "completed (error)";
    private const string Stopped = "completed (canceled)";
    private const string Ended = "completed (unrecorded)";

    internal static TaskLifecycle Table { get; } = new()
    {
        ServiceName = ElasticsearchLimits.ServiceName,
        States =
        [
            new(Running, Running, TaskState.Running, CancelEffect.Accepted),
            new(Fixed, NotCancellable, TaskState.Running, CancelEffect.Refused),

            // A repeated cancel is taken like the first.
            new(Flagged, Cancelled, TaskState.Canceling, CancelEffect.Accepted),
            new(Completed, Response, TaskState.Succeeded, CancelEffect.Refused),
            new(Failed, Error, TaskState.Failed, CancelEffect.Refused),
            new(Stopped, Canceled, TaskState.Canceled, CancelEffect.Refused),
            new(Ended, Unrecorded, TaskState.Unknown, CancelEffect.Refused) { IsEndUnknown = true },
        ],
        Transitions =
        [
            new(Running, Succeed, Completed),
            new(Running, Fail, Failed),
            new(Running, RequestCancel, Flagged),
            new(Running, LoseTrack, Ended),
            new(Running, Remove, LifecycleTransition.Gone),
            new(Fixed, Succeed, Completed),
            new(Fixed, Fail, Failed),
            new(Fixed, LoseTrack, Ended),
            new(Fixed, Remove, LifecycleTransition.Gone),
            new(Flagged, Succeed, Completed),
            new(Flagged, Fail, Failed),
            new(Flagged, RequestCancel, Flagged),
            new(Flagged, CompleteCancel, Stopped),
            new(Flagged, LoseTrack, Ended),
            new(Flagged, Remove, LifecycleTransition.Gone),
            new(Completed, Remove, LifecycleTransition.Gone),
            new(Failed, Remove, LifecycleTransition.Gone),
            new(Stopped, Remove, LifecycleTransition.Gone),
            new(Ended, Remove, LifecycleTransition.Gone),
        ],
        Refusals =
        [
            new(ElasticsearchErrors.NotFound, CancelDisposition.NotFound),
            new(ElasticsearchErrors.Security, CancelDisposition.Denied),
            new(ElasticsearchErrors.IllegalArgument, CancelDisposition.Rejected),
            new(ElasticsearchErrors.Validation, CancelDisposition.Rejected),
            new(ElasticsearchErrors.NotAvailable, CancelDisposition.Rejected),
        ],
    };
}
