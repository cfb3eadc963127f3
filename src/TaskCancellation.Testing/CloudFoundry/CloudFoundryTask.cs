namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A task to add. Every member has a default: a task of the default app that runs until it is canceled.</summary>
public sealed record CloudFoundryTask
{
    /// <summary>Gets the app; the default app when <see langword="null"/>.</summary>
    public string? AppId { get; init; }

    /// <summary>Gets the guid; the next of the emulator's sequence when <see langword="null"/>.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the name; 8 hexadecimal digits when <see langword="null"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the initial state: any text, unknown ones included.</summary>
    public string State { get; init; } = "RUNNING";

    /// <summary>Gets the command line.</summary>
    public string Command { get; init; } = "bin/report --all";

    /// <summary>Gets the user that the task runs as; that of the droplet when <see langword="null"/>.</summary>
    public string? User { get; init; } = "vcap";

    /// <summary>Gets the memory in MB, or <see langword="null"/>.</summary>
    public long? MemoryInMb { get; init; } = 256;

    /// <summary>Gets the disk space in MB, or <see langword="null"/>.</summary>
    public long? DiskInMb { get; init; } = 1024;

    /// <summary>Gets the log bytes per second; -1 for no limit.</summary>
    public long LogRateLimit { get; init; } = -1;

    /// <summary>Gets the number of the task within the app; the next one when <see langword="null"/>.</summary>
    public long? SequenceId { get; init; }

    /// <summary>Gets the droplet that the task was created from; that of the app when <see langword="null"/>.</summary>
    public string? DropletId { get; init; }

    /// <summary>Gets when the task was created; now when <see langword="null"/>.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets when the task last changed; <see cref="CreatedAt"/> when <see langword="null"/>.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Gets the labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets how long a PENDING task waits before it is marked as running, which happens even if it is CANCELING by then. Without it Diego does not know a PENDING task.</summary>
    public TimeSpan? StartDelay { get; init; }

    /// <summary>Gets how long the task runs; <see langword="null"/> to run until a hook or a cancel ends it.</summary>
    public TimeSpan? RunDuration { get; init; }

    /// <summary>Gets how the task ends when <see cref="RunDuration"/> is over.</summary>
    public CloudFoundryEnding Ending { get; init; }

    /// <summary>Gets the failure reason: that of a task that is added as FAILED, or that of a later failure of its own.</summary>
    public string? Failure { get; init; }

    /// <summary>Gets how the task ends after a cancel.</summary>
    public CloudFoundryCancelEnding CancelEnding { get; init; }

    /// <summary>Gets how long after a cancel the task ends; <see cref="CloudFoundryEmulator.CancelDelay"/> when <see langword="null"/>. Even with zero the answer to the cancel says CANCELING.</summary>
    public TimeSpan? CancelDelay { get; init; }

    /// <summary>Gets how long Diego holds the ended task before it reports the end to the Cloud Controller. A cancel in that window is answered 500.</summary>
    public TimeSpan CallbackDelay { get; init; }

    /// <summary>Gets the top-level members that are left out of replies, as older versions do: <c>user</c>, <c>log_rate_limit_in_bytes_per_second</c>, <c>relationships</c>.</summary>
    public IReadOnlyCollection<string> OmittedFields { get; init; } = [];
}
