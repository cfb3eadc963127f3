using static TaskCancellation.Providers.LifecycleEvent;

namespace TaskCancellation.VeevaVault;

/// <summary>The state machine of Vault jobs. Once CANCELLING, a job does not fail to be canceled.</summary>
internal static class VeevaVaultLifecycle
{
    internal const string Scheduled = "SCHEDULED";
    internal const string Queueing = "QUEUEING";
    internal const string Queued = "QUEUED";
    internal const string Running = "RUNNING";
    internal const string Canceling = "CANCELLING";
    internal const string Succeeded = "SUCCESS";
    internal const string ErrorsEncountered = "ERRORS_ENCOUNTERED";
    internal const string TimedOut = "TIMEOUT";
    internal const string Inactive = "COMPLETED_DUE_TO_INACTIVITY";
    internal const string MissedSchedule = "MISSED_SCHEDULE";
    internal const string FailedToRun = "FAILED_TO_RUN";
    internal const string Canceled = "CANCELLED";

    internal static TaskLifecycle Table { get; } = new()
    {
        ServiceName = VeevaVaultLimits.ServiceName,
        CancelIsIrrevocable = true,
        States =
        [
            new(Scheduled, Scheduled, TaskState.Pending, CancelEffect.Accepted),
            new(Queueing, Queueing, TaskState.Pending, CancelEffect.Accepted),
            new(Queued, Queued, TaskState.Pending, CancelEffect.Accepted),
            new(Running, Running, TaskState.Running, CancelEffect.Refused),
            new(Canceling, Canceling, TaskState.Canceling, CancelEffect.Refused),
            new(Succeeded, Succeeded, TaskState.Succeeded, CancelEffect.Refused),
            new(ErrorsEncountered, ErrorsEncountered, TaskState.Failed, CancelEffect.Refused),
            new(TimedOut, TimedOut, TaskState.Failed, CancelEffect.Refused),
            new(Inactive, Inactive, TaskState.Failed, CancelEffect.Refused),
            new(MissedSchedule, MissedSchedule, TaskState.Failed, CancelEffect.Refused),
            new(FailedToRun, FailedToRun, TaskState.Failed, CancelEffect.Refused),
            new(Canceled, Canceled, TaskState.Canceled, CancelEffect.Refused),
        ],
        Transitions =
        [
            // Started by hand, a job goes on to QUEUED at once.
            new(Scheduled, Start, Queueing),
            new(Scheduled, Fail, FailedToRun),
            new(Scheduled, RequestCancel, Canceling),
            new(Scheduled, Expire, MissedSchedule),
            new(Queueing, Start, Queued),
            new(Queueing, RequestCancel, Canceling),
            new(Queued, Start, Running),
            new(Queued, RequestCancel, Canceling),
            new(Running, Succeed, Succeeded),
            new(Running, Fail, ErrorsEncountered),
            new(Running, LoseTrack, Inactive),
            new(Running, Expire, TimedOut),
            new(Canceling, CompleteCancel, Canceled),
        ],
        Refusals =
        [
            new(VeevaVaultErrors.InvalidSession, CancelDisposition.Denied),

            // Or unknown: on actions, Vault does not tell the two apart.
            new(VeevaVaultErrors.InsufficientAccess, CancelDisposition.Denied),
            new(VeevaVaultErrors.ConfigurationMode, CancelDisposition.Denied),
            new(VeevaVaultErrors.OperationNotAllowed, CancelDisposition.Rejected),
            new(VeevaVaultErrors.ParameterRequired, CancelDisposition.Rejected),
            new(VeevaVaultErrors.MethodNotSupported, CancelDisposition.Rejected),
            new(VeevaVaultErrors.MalformedUrl, CancelDisposition.Rejected),
        ],
    };

    internal static bool IsKnown(string word) => Table.FindRaw(word).Any();

    internal static TaskState StateOf(string? word) => Table.FindRaw(word ?? "").FirstOrDefault()?.State ?? TaskState.Unknown;

    /// <summary>Whether a job with that status has begun for sure. Until then its start date is when it is due.</summary>
    internal static bool HasBegun(string? word) => word is Running or Succeeded or ErrorsEncountered or TimedOut or Inactive;
}
