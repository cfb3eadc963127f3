using System.Collections.Frozen;

namespace TaskCancellation.Meilisearch;

/// <summary>The state machine of Meilisearch tasks.</summary>
internal static class MeilisearchLifecycle
{
    internal const string Enqueued = "enqueued";
    internal const string Processing = "processing";
    internal const string Succeeded = "succeeded";
    internal const string Failed = "failed";
    internal const string FailedUpgrade = "failed (upgradeDatabase)";
    internal const string Canceled = "canceled";

    internal static readonly TaskLifecycle Table = new()
    {
        ServiceName = MeilisearchLimits.ServiceName,
        CancelIsIrrevocable = false,
        States =
        [
            new(Enqueued, Enqueued, TaskState.Pending, CancelEffect.Accepted),
            new(Processing, Processing, TaskState.Running, CancelEffect.Accepted),
            new(Succeeded, Succeeded, TaskState.Succeeded, CancelEffect.Ignored),
            new(Failed, Failed, TaskState.Failed, CancelEffect.Ignored),
            new(FailedUpgrade, Failed, TaskState.Failed, CancelEffect.Accepted, MeilisearchKinds.UpgradeDatabase),
            new(Canceled, Canceled, TaskState.Canceled, CancelEffect.Ignored),
        ],
        Transitions =
        [
            new(Enqueued, LifecycleEvent.Start, Processing),
            new(Enqueued, LifecycleEvent.RequestCancel, Enqueued),
            new(Enqueued, LifecycleEvent.CompleteCancel, Canceled),
            new(Processing, LifecycleEvent.Succeed, Succeeded),
            new(Processing, LifecycleEvent.Fail, Failed),
            new(Processing, LifecycleEvent.RequestCancel, Processing),
            new(Processing, LifecycleEvent.CompleteCancel, Canceled),
            new(Processing, LifecycleEvent.Requeue, Enqueued),
            new(Succeeded, LifecycleEvent.RequestCancel, Succeeded),
            new(Succeeded, LifecycleEvent.Remove, LifecycleTransition.Gone),
            new(Failed, LifecycleEvent.RequestCancel, Failed),
            new(Failed, LifecycleEvent.Remove, LifecycleTransition.Gone),
            new(FailedUpgrade, LifecycleEvent.Start, Processing),
            new(FailedUpgrade, LifecycleEvent.RequestCancel, FailedUpgrade),
            new(FailedUpgrade, LifecycleEvent.CompleteCancel, Canceled),
            new(FailedUpgrade, LifecycleEvent.Remove, LifecycleTransition.Gone),
            new(Canceled, LifecycleEvent.RequestCancel, Canceled),
            new(Canceled, LifecycleEvent.Remove, LifecycleTransition.Gone),
        ],
        Refusals =
        [
            new(MeilisearchErrors.MissingAuthorizationHeader, CancelDisposition.Denied),
            new(MeilisearchErrors.InvalidApiKey, CancelDisposition.Denied),
            new(MeilisearchErrors.MissingTaskFilters, CancelDisposition.Rejected),
            new(MeilisearchErrors.NoSpaceLeft, CancelDisposition.Rejected),
        ],
    };

    private static readonly FrozenDictionary<string, TaskState> StatesByWord = Table.States.DistinctBy(row => row.RawState).ToFrozenDictionary(row => row.RawState, row => row.State, StringComparer.Ordinal);

    private static readonly FrozenDictionary<TaskState, string> WordsByState = Table.States.DistinctBy(row => row.State).ToFrozenDictionary(row => row.State, row => row.RawState);

    internal static TaskState StateOf(string rawState) => StatesByWord.GetValueOrDefault(rawState, TaskState.Unknown);

    internal static string? RawOf(TaskState state) => WordsByState.GetValueOrDefault(state);
}
