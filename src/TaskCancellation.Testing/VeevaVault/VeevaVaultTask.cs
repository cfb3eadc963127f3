namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A job to add. Every member has a default: a job that stays QUEUED until it is canceled.</summary>
public sealed record VeevaVaultTask
{
    /// <summary>Gets the id; the next free one when <see langword="null"/>.</summary>
    public long? Id { get; init; }

    /// <summary>Gets the title.</summary>
    public string Title { get; init; } = "Nightly Sync";

    /// <summary>Gets the name, for VQL.</summary>
    public string Name { get; init; } = "nightly_sync__c";

    /// <summary>Gets the type, for VQL.</summary>
    public string Type { get; init; } = "sdk_job";

    /// <summary>Gets the job definition, for VQL.</summary>
    public string Metadata { get; init; } = "nightly_sync__c";

    /// <summary>Gets the initial status: any text. Unknown ones count as unfinished.</summary>
    public string State { get; init; } = "QUEUED";

    /// <summary>Gets a value indicating whether the job's processor permits a cancel while QUEUEING or QUEUED. A SCHEDULED job can always be canceled.</summary>
    public bool IsCancelable { get; init; } = true;

    /// <summary>Gets the id of the user who created the job.</summary>
    public long CreatedBy { get; init; } = 1;

    /// <summary>Gets when the job was created; now when <see langword="null"/>.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets when the job last changed; <see cref="CreatedAt"/> when <see langword="null"/>.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Gets when the job started or is scheduled to start. A SCHEDULED job without it stays SCHEDULED; for a RUNNING or ended one the default is <see cref="CreatedAt"/>.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when the job ended, for a job that is added with a final status; <see cref="UpdatedAt"/> when <see langword="null"/>.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Gets how long after a SCHEDULED job its next instance is scheduled; <see langword="null"/> for a single one.</summary>
    public TimeSpan? RecurrenceInterval { get; init; }

    /// <summary>Gets the status that a SCHEDULED job changes to when it is due, such as <c>QUEUED</c>, <c>MISSED_SCHEDULE</c> or <c>FAILED_TO_RUN</c>.</summary>
    public string StartState { get; init; } = "QUEUEING";

    /// <summary>Gets how long the job is QUEUEING; <see langword="null"/> to stay so.</summary>
    public TimeSpan? QueueingDuration { get; init; }

    /// <summary>Gets how long the job is QUEUED before it runs; <see langword="null"/> to stay so.</summary>
    public TimeSpan? StartDelay { get; init; }

    /// <summary>Gets how long the job runs; <see langword="null"/> to run until a hook or a cancel ends it.</summary>
    public TimeSpan? RunDuration { get; init; }

    /// <summary>Gets how long the job can run before its status becomes TIMEOUT; 23 hours, or 72 for a scheduled job, when <see langword="null"/>.</summary>
    public TimeSpan? RunTimeout { get; init; }

    /// <summary>Gets the status that the job ends with when <see cref="RunDuration"/> is over.</summary>
    public string Ending { get; init; } = "SUCCESS";

    /// <summary>Gets how long the job is CANCELLING; <see langword="null"/> to stay so.</summary>
    public TimeSpan? CancelDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the error that a cancel reports for the job, whatever its status; <see langword="null"/> for the real result.</summary>
    public VeevaVaultError? CancelError { get; init; }

    /// <summary>Gets the tasks of an SDK job.</summary>
    public IReadOnlyList<VeevaVaultJobTask> Tasks { get; init; } = [];

    /// <summary>Gets the names of the users who can see the job; <see langword="null"/> for everyone.</summary>
    public IReadOnlyCollection<string>? VisibleTo { get; init; }
}
