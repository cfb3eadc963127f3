namespace TaskCancellation.Testing.VeevaVault;

/// <content>What the vault is like.</content>
public sealed partial class VeevaVaultEmulator
{
    /// <summary>The versions that the vault offers.</summary>
    public IReadOnlyList<string> ApiVersions { get; set; } = ["v23.2", "v23.3", "v24.1", "v24.2", "v24.3", "v25.1", "v25.2", "v25.3", "v26.1", "v26.2"];

    /// <summary>Where logins by access token are sent, with <c>/auth/oauth/session/{profile}</c>.</summary>
    public Uri LoginAddress { get; set; } = new("https://login.veevavault.com/");

    /// <summary>After how long without a request a session ends. After 48 hours it ends in any case.</summary>
    public TimeSpan SessionIdleTimeout { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>How many wrong passwords in a row lock a user out; that it happens is presumed.</summary>
    public int LocksOutAfter { get; set; } = 5;

    /// <summary>How many requests the vault takes before it answers late.</summary>
    public VeevaVaultBurstLimit BurstLimit { get; set; } = new();

    /// <summary>How many logins by password a user may make.</summary>
    public VeevaVaultLoginLimit LoginLimit { get; set; } = new();

    /// <summary>What the limit on status reads is counted by.</summary>
    public VeevaVaultPollLimit PollLimit { get; set; }

    /// <summary>How long after one status read the next is refused.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far ahead of UTC the vault's time zone is: the instants of scheduled jobs are told in it, with a Z all the same.</summary>
    public TimeSpan VaultUtcOffset { get; set; }

    /// <summary>Whether only admins are served.</summary>
    public bool IsInConfigurationMode { get; set; }

    /// <summary>How many minutes an upgrade will take, which a header tells; null when there is none.</summary>
    public int? ExpectedDowntimeInMinutes { get; set; }

    /// <summary>The client ids that are let in; null for any, and none.</summary>
    public IReadOnlyCollection<string>? AllowedClientIds { get; set; }

    /// <summary>Whether the status line has its reason phrase, which it lost in 26R1.2.</summary>
    public bool HasReasonPhrase { get; set; }

    /// <summary>Turns error texts, which are no contract, and presumed names into nonsense, to show that nobody relies on them.</summary>
    public bool ScrambleInferred { get; set; }

    /// <summary>How the error of one job in a cancel is written.</summary>
    public VeevaVaultItemErrors ItemErrors { get; set; }

    /// <summary>How many results are missing at the end of the answer to a cancel.</summary>
    public int DroppedResults { get; set; }

    /// <summary>Whether a cancel is a FAILURE as a whole when every job of it failed; presumably not.</summary>
    public bool FailsWhenAllFail { get; set; }

    /// <summary>A warning beside the results of each cancel, or null.</summary>
    public VeevaVaultWarning? CancelWarning { get; set; }

    /// <summary>How many jobs one cancel may name.</summary>
    public int MaxJobsPerCancel { get; set; } = 500;

    /// <summary>Whether a cancel by someone who may not is refused job by job, and not as a whole.</summary>
    public bool RefusesPerItem { get; set; }

    /// <summary>The error type for a job that is not there, or not to be seen: <c>INSUFFICIENT_ACCESS</c> is the other possibility.</summary>
    public string UnknownJobErrorType { get; set; } = "INVALID_DATA";

    /// <summary>The error type of a cancel before v25.3: <c>MALFORMED_URL</c> is the other possibility.</summary>
    public string CancelUnsupportedErrorType { get; set; } = "METHOD_NOT_SUPPORTED";

    /// <summary>The member that holds the state of a job's task: <c>status</c> is the other possibility.</summary>
    public string TaskStateKey { get; set; } = "state";

    /// <summary>Whether monitors and histories begin with the newest job; which it is, is not published.</summary>
    public bool ListsNewestFirst { get; set; }

    /// <summary>The VQL field of the status: <c>job_status__sys</c> is the other possibility.</summary>
    public string VqlStatusField { get; set; } = "status__sys";

    /// <summary>Whether VQL tells statuses in lower case.</summary>
    public bool VqlStatusIsLowerCase { get; set; }

    /// <summary>Whether VQL tells ids as strings.</summary>
    public bool VqlIdsAreStrings { get; set; }

    /// <summary>Runs just before a cancel looks at one of its jobs, with the id.</summary>
    public Action<VeevaVaultEmulator, long>? BeforeCancel { get; set; }

    /// <summary>Runs when the cancel of one job is decided and before the answer leaves, with the id.</summary>
    public Action<VeevaVaultEmulator, long>? AfterCancel { get; set; }
}
