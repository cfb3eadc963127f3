using static TaskCancellation.Providers.LifecycleEvent;

namespace TaskCancellation.TopazImage;

/// <summary>The state machine of Topaz image jobs. There is no state between a cancel and its effect: a cancel that is taken has ended the job.</summary>
internal static class TopazImageLifecycle
{
    internal const string Pending = "Pending";
    internal const string Processing = "Processing";
    internal const string Completed = "Completed";
    internal const string Cancelled = "Cancelled";
    internal const string Failed = "Failed";

    internal static TaskLifecycle Table { get; } = new()
    {
        ServiceName = TopazImageLimits.ServiceName,
        CancelIsIrrevocable = true,
        States =
        [
            new(Pending, Pending, TaskState.Pending, CancelEffect.Accepted),

            // The documentation speaks of pending jobs here and of jobs in progress there: the service decides, and 409 is always possible.
            new(Processing, Processing, TaskState.Running, CancelEffect.Accepted),
            new(Completed, Completed, TaskState.Succeeded, CancelEffect.Refused),
            new(Cancelled, Cancelled, TaskState.Canceled, CancelEffect.Refused),
            new(Failed, Failed, TaskState.Failed, CancelEffect.Refused),
        ],
        Transitions =
        [
            new(Pending, Start, Processing),
            new(Pending, Fail, Failed),
            new(Pending, RequestCancel, Cancelled),
            new(Processing, Succeed, Completed),
            new(Processing, Fail, Failed),
            new(Processing, RequestCancel, Cancelled),

            // Three attempts are made at a job, each of which may begin in the queue.
            new(Processing, Requeue, Pending),
            new(Completed, Remove, LifecycleTransition.Gone),
            new(Cancelled, Remove, LifecycleTransition.Gone),
            new(Failed, Remove, LifecycleTransition.Gone),
        ],

        // No refusals: the service has no codes but the HTTP status, and its 409 does not say which state is in the way. That is read up.
    };

    internal static TaskState StateOf(string word) => Table.FindRaw(word).FirstOrDefault()?.State ?? TaskState.Unknown;
}
