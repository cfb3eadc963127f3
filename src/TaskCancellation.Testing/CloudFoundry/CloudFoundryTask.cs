namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A task to put into the emulator. Every member has a default: a task of the default app that runs until it is cancelled.</summary>
public sealed record CloudFoundryTask
{
    /// <summary>The app it belongs to; the default app when null.</summary>
    public string? AppId { get; init; }

    /// <summary>Its guid; the next of the emulator's sequence when null.</summary>
    public string? Id { get; init; }

    /// <summary>Its name; 8 hex characters when null.</summary>
    public string? Name { get; init; }

    /// <summary>Its state, any string: unknown ones too.</summary>
    public string State { get; init; } = "RUNNING";

    /// <summary>The command line.</summary>
    public string Command { get; init; } = "bin/report --all";

    /// <summary>The user it runs as; null for the droplet's.</summary>
    public string? User { get; init; } = "vcap";

    /// <summary>Memory in MB, or null.</summary>
    public long? MemoryInMb { get; init; } = 256;

    /// <summary>Disk in MB, or null.</summary>
    public long? DiskInMb { get; init; } = 1024;

    /// <summary>Log bytes a second; -1 is unlimited.</summary>
    public long LogRateLimit { get; init; } = -1;

    /// <summary>Its number within the app; the next one when null.</summary>
    public long? SequenceId { get; init; }

    /// <summary>The droplet it was made from; the app's when null.</summary>
    public string? DropletId { get; init; }

    /// <summary>When it was created; now when null.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last changed; <see cref="CreatedAt"/> when null.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>For a PENDING task: when the create request's "mark running" lands, even if the task is CANCELING by then. Without it Diego does not know a PENDING task.</summary>
    public TimeSpan? StartDelay { get; init; }

    /// <summary>How long it runs from its start; null to run until something ends it.</summary>
    public TimeSpan? RunDuration { get; init; }

    /// <summary>How it ends when <see cref="RunDuration"/> is over.</summary>
    public CloudFoundryEnding Ending { get; init; }

    /// <summary>Why it failed, or why it will fail by itself.</summary>
    public string? Failure { get; init; }

    /// <summary>What a cancel leads to.</summary>
    public CloudFoundryCancelEnding CancelEnding { get; init; }

    /// <summary>How long after the cancel; <see cref="CloudFoundryEmulator.CancelDelay"/> when null. Even with zero the answer to the cancel says CANCELING, unless <see cref="Race"/> says otherwise.</summary>
    public TimeSpan? CancelDelay { get; init; }

    /// <summary>What a cancel runs into.</summary>
    public CloudFoundryRace Race { get; init; }

    /// <summary>How long Diego holds the ended task before the Cloud Controller hears of it: the window in which a cancel is answered 500.</summary>
    public TimeSpan CallbackDelay { get; init; }

    /// <summary>Top-level fields left out of the answers, as older versions do: <c>user</c>, <c>log_rate_limit_in_bytes_per_second</c>, <c>relationships</c>.</summary>
    public IReadOnlyCollection<string> OmittedFields { get; init; } = [];
}
