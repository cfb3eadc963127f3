namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A job to add. Every member has a default: a queued job that stays queued until it is cancelled.</summary>
public sealed record VeevaVaultTask
{
    /// <summary>Its id; the next free one when null.</summary>
    public long? Id { get; init; }

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "Nightly Sync";

    /// <summary>Its name, for VQL.</summary>
    public string Name { get; init; } = "nightly_sync__c";

    /// <summary>Its type, for VQL.</summary>
    public string Type { get; init; } = "sdk_job";

    /// <summary>Its job definition, for VQL.</summary>
    public string Metadata { get; init; } = "nightly_sync__c";

    /// <summary>Its status, any string: unknown ones too, which count as unfinished.</summary>
    public string State { get; init; } = "QUEUED";

    /// <summary>Whether its processor permits a cancel while QUEUEING or QUEUED. A SCHEDULED job can always be cancelled.</summary>
    public bool IsCancelable { get; init; } = true;

    /// <summary>Who made it, a user id.</summary>
    public long CreatedBy { get; init; } = 1;

    /// <summary>When it was created; now when null.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last changed; <see cref="CreatedAt"/> when null.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it starts, or started. A SCHEDULED job without it stays SCHEDULED; of a RUNNING or ended one it is <see cref="CreatedAt"/> by default.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, for a job that has ended already; <see cref="UpdatedAt"/> when null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>For a SCHEDULED job: how long after it the next instance is scheduled; null for a single one.</summary>
    public TimeSpan? RecurrenceInterval { get; init; }

    /// <summary>What a SCHEDULED job becomes when its time has come: <c>QUEUED</c>, <c>MISSED_SCHEDULE</c>, <c>FAILED_TO_RUN</c>…</summary>
    public string StartState { get; init; } = "QUEUEING";

    /// <summary>How long it is QUEUEING; null to stay.</summary>
    public TimeSpan? QueueingDuration { get; init; }

    /// <summary>How long it is QUEUED before it runs; null to stay.</summary>
    public TimeSpan? StartDelay { get; init; }

    /// <summary>How long it runs; null to run until something ends it.</summary>
    public TimeSpan? RunDuration { get; init; }

    /// <summary>After how long of running it becomes TIMEOUT; 23 hours, or 72 for a scheduled job, when null.</summary>
    public TimeSpan? RunTimeout { get; init; }

    /// <summary>What it becomes when <see cref="RunDuration"/> is over.</summary>
    public string Ending { get; init; } = "SUCCESS";

    /// <summary>How long it is CANCELLING; null to stay.</summary>
    public TimeSpan? CancelDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What its item in a cancel says, whatever its status; null for what is true.</summary>
    public VeevaVaultError? CancelError { get; init; }

    /// <summary>The tasks of an SDK job.</summary>
    public IReadOnlyList<VeevaVaultJobTask> Tasks { get; init; } = [];

    /// <summary>The names of the users who see it; null for everyone.</summary>
    public IReadOnlyCollection<string>? VisibleTo { get; init; }
}
