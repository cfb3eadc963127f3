using System.Globalization;

namespace TaskCancellation.Testing.VeevaVault;

/// <summary>One row of the job table.</summary>
internal sealed class VeevaVaultStoredTask(VeevaVaultTask options, long id)
{
    internal VeevaVaultTask Options => options;

    internal long Id => id;

    internal required string Status { get; set; }

    internal required DateTimeOffset CreatedAt { get; init; }

    internal required DateTimeOffset ModifiedAt { get; set; }

    internal DateTimeOffset? QueuedAt { get; set; }

    internal DateTimeOffset? RunStartAt { get; set; }

    internal DateTimeOffset? RunEndAt { get; set; }

    internal int CancelRequests { get; set; }

    /// <summary>Counts the statuses it has had, so that what was planned for an earlier one is seen to be void.</summary>
    internal int Visit { get; set; }

    internal bool IsHeld { get; set; }

    /// <summary>Set when it should have moved on while it was held.</summary>
    internal bool IsOverdue { get; set; }

    internal bool IsRemoved { get; set; }

    /// <summary>A scheduled job stays one when it runs.</summary>
    internal bool IsOfSchedule => options.State == VeevaVaultStates.Scheduled;

    internal bool IsEnded => VeevaVaultStates.IsEnd(Status);

    internal bool IsCancelable =>
        Status == VeevaVaultStates.Scheduled || (Status is VeevaVaultStates.Queued or VeevaVaultStates.Queueing && options.IsCancelable);

    internal bool IsVisibleTo(Account user) => options.VisibleTo?.Contains(user.Name) != false;

    /// <summary>When it ran, or when it would have had it not been kept waiting or been canceled.</summary>
    internal DateTimeOffset? ShownStartAt => RunStartAt ?? QueuedAt;

    /// <summary>Milliseconds and a Z, even where the instant is in the vault's time zone.</summary>
    internal string Show(DateTimeOffset instant, TimeSpan vaultOffset) =>
        (instant + (IsOfSchedule ? vaultOffset : TimeSpan.Zero)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    internal VeevaVaultRow ToRow() => new()
    {
        Id = Id,
        Title = options.Title,
        Name = options.Name,
        Type = options.Type,
        State = Status,
        IsFinished = IsEnded,
        CreatedBy = options.CreatedBy,
        CreatedAt = CreatedAt,
        UpdatedAt = ModifiedAt,
        QueuedAt = QueuedAt,
        StartedAt = RunStartAt,
        FinishedAt = RunEndAt,
        CancelCount = CancelRequests,
        IsHeld = IsHeld,
    };
}

/// <summary>The job statuses, spelt as on the wire.</summary>
internal static class VeevaVaultStates
{
    internal const string Scheduled = "SCHEDULED";
    internal const string Queueing = "QUEUEING";
    internal const string Queued = "QUEUED";
    internal const string Running = "RUNNING";
    internal const string Canceling = "CANCELLING";
    internal const string Canceled = "CANCELLED";
    internal const string Succeeded = "SUCCESS";
    internal const string Failed = "ERRORS_ENCOUNTERED";
    internal const string TimedOut = "TIMEOUT";

    /// <summary>What the histories can be filtered by; in lower case there.</summary>
    internal static readonly string[] Ends = [Succeeded, Failed, "FAILED_TO_RUN", "MISSED_SCHEDULE", TimedOut, "COMPLETED_DUE_TO_INACTIVITY", Canceled];

    /// <summary>What the monitors can be filtered by: not QUEUEING, and not CANCELLING.</summary>
    internal static readonly string[] Monitored = [Scheduled, Queued, Running];

    internal static bool IsEnd(string status) => Ends.Contains(status);
}
