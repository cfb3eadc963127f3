using static TaskCancellation.Providers.LifecycleEvent;

namespace TaskCancellation.CloudFoundry;

/// <summary>The state machine of Cloud Foundry tasks. There is no canceled state on the wire: a canceled task is a failed one with a reason.</summary>
internal static class CloudFoundryLifecycle
{
    internal const string Pending = "PENDING";
    internal const string Running = "RUNNING";
    internal const string Canceling = "CANCELING";
    internal const string Succeeded = "SUCCEEDED";
    internal const string Failed = "FAILED";
    internal const string Canceled = "FAILED (task was cancelled)";

    /// <summary>What a task may be that shows a word. One that says CANCELING and why it ended was thrown back by a cancel that overtook its end.</summary>
    internal static (string RawState, TaskState[] States)[] ShownBy { get; } =
    [
        (Pending, [TaskState.Pending]),
        (Running, [TaskState.Running]),
        (Canceling, [TaskState.Canceling, TaskState.Failed, TaskState.Canceled]),
        (Succeeded, [TaskState.Succeeded]),
        (Failed, [TaskState.Failed, TaskState.Canceled]),
    ];

    internal static TaskLifecycle Table { get; } = new()
    {
        ServiceName = CloudFoundryDialect.Name,
        States =
        [
            new(Pending, Pending, TaskState.Pending, CancelEffect.Accepted),
            new(Running, Running, TaskState.Running, CancelEffect.Accepted),

            // A repeated cancel is told to Diego once more, which helps when the first did not get there.
            new(Canceling, Canceling, TaskState.Canceling, CancelEffect.Accepted),
            new(Succeeded, Succeeded, TaskState.Succeeded, CancelEffect.Refused),
            new(Failed, Failed, TaskState.Failed, CancelEffect.Refused),
            new(Canceled, Failed, TaskState.Canceled, CancelEffect.Refused),
        ],
        Transitions =
        [
            new(Pending, Start, Running),
            new(Pending, Fail, Failed),
            new(Pending, RequestCancel, Canceling),
            new(Pending, Expire, Failed),
            new(Pending, Remove, LifecycleTransition.Gone),
            new(Running, Succeed, Succeeded),
            new(Running, Fail, Failed),
            new(Running, RequestCancel, Canceling),
            new(Running, LoseTrack, Failed),
            new(Running, Remove, LifecycleTransition.Gone),

            // The create request's own "running" can be written after a cancel has been.
            new(Canceling, Start, Running),
            new(Canceling, Succeed, Succeeded),
            new(Canceling, Fail, Failed),
            new(Canceling, RequestCancel, Canceling),
            new(Canceling, CompleteCancel, Canceled),
            new(Canceling, LoseTrack, Failed),
            new(Canceling, Remove, LifecycleTransition.Gone),
            new(Succeeded, Remove, LifecycleTransition.Gone),
            new(Failed, Remove, LifecycleTransition.Gone),
            new(Canceled, Remove, LifecycleTransition.Gone),
        ],
        Refusals =
        [
            new(CloudFoundryErrors.InvalidToken, CancelDisposition.Denied),
            new(CloudFoundryErrors.NotAuthenticated, CancelDisposition.Denied),
            new(CloudFoundryErrors.NotAuthorized, CancelDisposition.Denied),
            new(CloudFoundryErrors.InsufficientScope, CancelDisposition.Denied),
            new(CloudFoundryErrors.OrganizationSuspended, CancelDisposition.Denied),
            new(CloudFoundryErrors.SpaceSuspended, CancelDisposition.Denied),
            new(CloudFoundryErrors.NotFound, CancelDisposition.NotFound),
            new(CloudFoundryErrors.Unprocessable, CancelDisposition.AlreadyEnded),

            // Checked before the task's state, so that it says nothing about the task.
            new(CloudFoundryErrors.ResourceBeingDeleted, CancelDisposition.Rejected),
        ],
    };
}
