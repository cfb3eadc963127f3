namespace TaskCancellation.Core.Tests;

/// <summary>The lifecycle and capabilities of the scripted service.</summary>
internal static class Scripted
{
    internal const string ServiceName = "Scripted";

    internal static readonly TaskLifecycle Lifecycle = new()
    {
        ServiceName = ServiceName,
        States =
        [
            new LifecycleState("Pending", "Pending", TaskState.Pending, CancelEffect.Accepted),
            new LifecycleState("Running", "Running", TaskState.Running, CancelEffect.Accepted),
            new LifecycleState("Running (stubborn)", "Running", TaskState.Running, CancelEffect.Refused, OnlyKind: "stubborn"),
            new LifecycleState("Canceling", "Canceling", TaskState.Canceling, CancelEffect.Ignored),
            new LifecycleState("Succeeded", "Succeeded", TaskState.Succeeded, CancelEffect.Refused),
            new LifecycleState("Failed", "Failed", TaskState.Failed, CancelEffect.Refused),
            new LifecycleState("Canceled", "Canceled", TaskState.Canceled, CancelEffect.Ignored),
        ],
        Transitions =
        [
            new LifecycleTransition("Pending", LifecycleEvent.Start, "Running"),
            new LifecycleTransition("Pending", LifecycleEvent.RequestCancel, "Canceled"),
            new LifecycleTransition("Running", LifecycleEvent.RequestCancel, "Canceling"),
            new LifecycleTransition("Running", LifecycleEvent.Succeed, "Succeeded"),
            new LifecycleTransition("Running", LifecycleEvent.Fail, "Failed"),
            new LifecycleTransition("Running", LifecycleEvent.Requeue, "Pending"),
            new LifecycleTransition("Canceling", LifecycleEvent.CompleteCancel, "Canceled"),
            new LifecycleTransition("Canceling", LifecycleEvent.LoseTrack, "Failed"),
            new LifecycleTransition("Canceling", LifecycleEvent.Fail, "Failed"),
            new LifecycleTransition("Succeeded", LifecycleEvent.Remove, LifecycleTransition.Gone),
        ],
        Refusals =
        [
            new LifecycleRefusal("ended", CancelDisposition.AlreadyEnded),
            new LifecycleRefusal("fixed", CancelDisposition.NotCancelable),
        ],
    };

    internal static readonly TaskClientCapabilities Capabilities = new()
    {
        ServiceName = ServiceName,
        Polling = new PollingDefaults(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(60)),
        ListFields = FilterFields.Ids | FilterFields.States | FilterFields.Kinds | FilterFields.Scopes | FilterFields.Enqueued,
    };

    /// <summary>A service that takes a filter for a cancel.</summary>
    internal static readonly TaskClientCapabilities ByFilter = Capabilities with { CancelsByFilter = true };

    /// <summary>Waits without jitter, so that instants can be asserted.</summary>
    internal static readonly WaitOptions Exactly = new() { Jitter = 0 };
}
