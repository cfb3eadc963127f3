using static TaskCancellation.Providers.LifecycleEvent;

namespace SixthService;

/// <summary>The state machine. A cancel is a request to the workflow, which may clean up first, complete all the same, or never react.</summary>
internal static class WorkflowLifecycle
{
    private const string Scheduled = "SCHEDULED", Running = "RUNNING", Asked = "RUNNING, cancel requested";
    private const string Completed = "COMPLETED", Failed = "FAILED", TimedOut = "TIMED_OUT", Canceled = "CANCELED";

    internal static TaskLifecycle Table { get; } = new()
    {
        ServiceName = WorkflowTaskClient.ServiceName,
        States =
        [
            new(Scheduled, Scheduled, TaskState.Pending, CancelEffect.Accepted),
            new(Running, Running, TaskState.Running, CancelEffect.Accepted),
            new(Asked, Running, TaskState.Canceling, CancelEffect.Ignored), // One word covers two states: a flag tells them apart.
            new(Completed, Completed, TaskState.Succeeded, CancelEffect.Refused),
            new(Failed, Failed, TaskState.Failed, CancelEffect.Refused),
            new(TimedOut, TimedOut, TaskState.Failed, CancelEffect.Refused),
            new(Canceled, Canceled, TaskState.Canceled, CancelEffect.Refused),
        ],
        Transitions =
        [
            new(Scheduled, Start, Running), new(Scheduled, RequestCancel, Asked), // It begins, to clean up.
            new(Scheduled, Fail, Failed), new(Scheduled, Expire, TimedOut),
            new(Running, Succeed, Completed), new(Running, Fail, Failed), new(Running, Expire, TimedOut), new(Running, RequestCancel, Asked),
            new(Asked, CompleteCancel, Canceled), new(Asked, Succeed, Completed), new(Asked, Fail, Failed), new(Asked, Expire, TimedOut), new(Asked, RequestCancel, Asked),
            .. new[] { Completed, Failed, TimedOut, Canceled }.Select(closed => new LifecycleTransition(closed, Remove, LifecycleTransition.Gone)),
        ],
        Refusals = [new("EXECUTION_CLOSED", CancelDisposition.AlreadyEnded)],
    };

    internal static TaskState StateOf(string status, bool isCancelRequested) =>
        status == Running && isCancelRequested ? TaskState.Canceling : Table.FindRaw(status).FirstOrDefault()?.State ?? TaskState.Unknown;
}
