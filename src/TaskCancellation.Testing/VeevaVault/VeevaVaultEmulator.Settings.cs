using System.Globalization;

namespace TaskCancellation.Testing.VeevaVault;

/// <content>Settings.</content>
public sealed partial class VeevaVaultEmulator
{
    /// <summary>Gets or sets the newest version that the vault offers; <c>v26.2</c> by default. The older ones from <c>v23.2</c> on are offered too.</summary>
    /// <exception cref="ArgumentException">There is no such version.</exception>
    public override string Version
    {
        get => ApiVersions[^1];
        set => ApiVersions = VeevaVaultVersion.UpTo(value);
    }

    /// <summary>Gets or sets the versions that the vault offers, the oldest first.</summary>
    public IReadOnlyList<string> ApiVersions { get; set; } = VeevaVaultVersion.UpTo(VeevaVaultVersion.All[^1]);

    /// <summary>Gets or sets the address of logins by access token: <c>/auth/oauth/session/{profile}</c>.</summary>
    public Uri LoginAddress { get; set; } = new("https://login.veevavault.com/");

    /// <summary>Gets or sets how long a session lives without a request. After 48 hours it ends in any case.</summary>
    public TimeSpan SessionIdleTimeout { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Gets or sets how many wrong passwords in a row lock a user out. The behavior is inferred.</summary>
    public int LockoutThreshold { get; set; } = 5;

    /// <summary>Gets or sets how many requests the vault takes in five minutes before it delays its answers. It never refuses any. Windows start at full five minutes of the server's clock. 2000 by default, with a delay of 500 ms.</summary>
    public VeevaVaultRateLimit BurstLimit { get; set; } = new(2000, TimeSpan.FromMilliseconds(500));

    /// <summary>Gets or sets how many logins with a password a user can make in a minute. From half of them on the answers are delayed; beyond them logins fail until the next minute. Windows start at full minutes of the server's clock. 20 by default, with a delay of 500 ms.</summary>
    public VeevaVaultRateLimit LoginLimit { get; set; } = new(20, TimeSpan.FromMilliseconds(500));

    /// <summary>Gets or sets what the limit on status reads applies to; <see cref="VeevaVaultPollLimit.PerJob"/> by default.</summary>
    public VeevaVaultPollLimit PollLimit { get; set; } = VeevaVaultPollLimit.PerJob;

    /// <summary>Gets or sets how long after a status read the next one is refused.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how far ahead of UTC the vault's time zone is. The instants of scheduled jobs are shown in it, with a Z all the same.</summary>
    public TimeSpan VaultUtcOffset { get; set; }

    /// <summary>Gets or sets a value indicating whether only admins are served.</summary>
    public bool IsInConfigurationMode { get; set; }

    /// <summary>Gets or sets how long an upgrade will take, in whole minutes, which a header announces; <see langword="null"/> when there is none.</summary>
    public TimeSpan? ExpectedDowntime { get; set; }

    /// <summary>Gets or sets the client ids that are accepted; <see langword="null"/> for any, or none.</summary>
    public IReadOnlyCollection<string>? AllowedClientIds { get; set; }

    /// <summary>Gets or sets a value indicating whether the status line has its reason phrase, which 26R1.2 removed.</summary>
    public bool HasReasonPhrase { get; set; }

    /// <summary>Gets or sets the form of the error of one job in a cancel.</summary>
    public VeevaVaultItemErrors ItemErrors { get; set; }

    /// <summary>Gets or sets how many results are missing at the end of the reply to a cancel.</summary>
    public int DroppedResults { get; set; }

    /// <summary>Gets or sets a value indicating whether a cancel is a FAILURE as a whole when every job in it failed.</summary>
    public bool FailsWhenAllFail { get; set; }

    /// <summary>Gets or sets a warning in the reply to each cancel, or <see langword="null"/>.</summary>
    public VeevaVaultWarning? CancelWarning { get; set; }

    /// <summary>Gets or sets how many jobs one cancel can name.</summary>
    public int MaxJobsPerCancel { get; set; } = 500;

    /// <summary>Gets or sets a value indicating whether a cancel without permission is refused job by job, and not as a whole.</summary>
    public bool RefusesPerItem { get; set; }

    /// <summary>Gets or sets the error type for a job that does not exist or is not visible; <c>INSUFFICIENT_ACCESS</c> is the other possibility.</summary>
    public string UnknownJobErrorType { get; set; } = "INVALID_DATA";

    /// <summary>Gets or sets the error type of a cancel before v25.3; <c>MALFORMED_URL</c> is the other possibility.</summary>
    public string CancelUnsupportedErrorType { get; set; } = "METHOD_NOT_SUPPORTED";

    /// <summary>Gets or sets the name of the member that holds the state of a job's task; <c>status</c> is the other possibility.</summary>
    public string TaskStateKey { get; set; } = "state";

    /// <summary>Gets or sets a value indicating whether monitors and histories start with the newest job. The order is not published.</summary>
    public bool ListsNewestFirst { get; set; }

    /// <summary>Gets or sets the VQL field of the status; <c>job_status__sys</c> is the other possibility.</summary>
    public string VqlStatusField { get; set; } = "status__sys";

    /// <summary>Gets or sets a value indicating whether VQL returns statuses in lower case.</summary>
    public bool VqlStatusIsLowerCase { get; set; }

    /// <summary>Gets or sets a value indicating whether VQL returns ids as strings.</summary>
    public bool VqlIdsAreStrings { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<EmulatorSetting> ServiceSettings =>
    [
        EmulatorSetting.Of("version", "The newest version that the vault offers, such as v26.2.", () => Version, value => Version = value),
        EmulatorSetting.Of("sessionIdleTimeout", "How long a session lives without a request.", () => SessionIdleTimeout, value => SessionIdleTimeout = value),
        EmulatorSetting.Of("lockoutThreshold", "How many wrong passwords in a row lock out a user.", () => LockoutThreshold, value => LockoutThreshold = value),
        EmulatorSetting.Of("burstLimit.requests", "How many requests the vault takes in five minutes before it delays its answers.", () => BurstLimit.Requests, value => BurstLimit = BurstLimit with { Requests = value }),
        EmulatorSetting.Of("burstLimit.delay", "How long each further answer takes.", () => BurstLimit.Delay, value => BurstLimit = BurstLimit with { Delay = value }),
        EmulatorSetting.Of("loginLimit.requests", "How many logins with a password a user can make in a minute.", () => LoginLimit.Requests, value => LoginLimit = LoginLimit with { Requests = value }),
        EmulatorSetting.Of("loginLimit.delay", "How long the answer to a login takes from half of them on.", () => LoginLimit.Delay, value => LoginLimit = LoginLimit with { Delay = value }),
        EmulatorSetting.OfEnum("pollLimit", "What the limit on status reads applies to.", () => PollLimit, value => PollLimit = value),
        EmulatorSetting.Of("pollInterval", "How long after one status read the next is refused.", () => PollInterval, value => PollInterval = value),
        EmulatorSetting.Of("vaultUtcOffset", "How far ahead of UTC the vault's time zone is.", () => VaultUtcOffset, value => VaultUtcOffset = value),
        EmulatorSetting.Of("isInConfigurationMode", "Whether only admins are served.", () => IsInConfigurationMode, value => IsInConfigurationMode = value),
        EmulatorSetting.OfOptional<TimeSpan>("expectedDowntime", "How long an upgrade will take, in whole minutes; empty when there is none.", () => ExpectedDowntime, value => ExpectedDowntime = value),
        EmulatorSetting.OfText("allowedClientIds", "The client ids that are accepted, separated by commas; empty for any, or none.", () => AllowedClientIds is { } ids ? string.Join(',', ids) : null, value => AllowedClientIds = value?.Split(',')),
        EmulatorSetting.Of("hasReasonPhrase", "Whether the status line has its reason phrase.", () => HasReasonPhrase, value => HasReasonPhrase = value),
        EmulatorSetting.OfEnum("itemErrors", "The form of the error of one job in a cancel.", () => ItemErrors, value => ItemErrors = value),
        EmulatorSetting.Of("droppedResults", "How many results are missing at the end of the reply to a cancel.", () => DroppedResults, value => DroppedResults = value),
        EmulatorSetting.Of("failsWhenAllFail", "Whether a cancel is a FAILURE as a whole when every job of it failed.", () => FailsWhenAllFail, value => FailsWhenAllFail = value),
        EmulatorSetting.Of("maxJobsPerCancel", "How many jobs one cancel can name.", () => MaxJobsPerCancel, value => MaxJobsPerCancel = value),
        EmulatorSetting.Of("refusesPerItem", "Whether a cancel without permission is refused job by job.", () => RefusesPerItem, value => RefusesPerItem = value),
        EmulatorSetting.Of("unknownJobErrorType", "The error type for a job that does not exist or is not visible.", () => UnknownJobErrorType, value => UnknownJobErrorType = value),
        EmulatorSetting.Of("cancelUnsupportedErrorType", "The error type of a cancel before v25.3.", () => CancelUnsupportedErrorType, value => CancelUnsupportedErrorType = value),
        EmulatorSetting.Of("taskStateKey", "The member that holds the state of a job's task: state or status.", () => TaskStateKey, value => TaskStateKey = value),
        EmulatorSetting.Of("listsNewestFirst", "Whether monitors and histories start with the newest job.", () => ListsNewestFirst, value => ListsNewestFirst = value),
        EmulatorSetting.Of("vqlStatusField", "The VQL field of the status.", () => VqlStatusField, value => VqlStatusField = value),
        EmulatorSetting.Of("vqlStatusIsLowerCase", "Whether VQL returns statuses in lower case.", () => VqlStatusIsLowerCase, value => VqlStatusIsLowerCase = value),
        EmulatorSetting.Of("vqlIdsAreStrings", "Whether VQL returns ids as strings.", () => VqlIdsAreStrings, value => VqlIdsAreStrings = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("setState", "Sets any state; id and state are required.", ["id", "state"], values => SetState(long.Parse(values["id"], CultureInfo.InvariantCulture), values["state"])),
        new("refuseNext", "Refuses the next requests that have a session; type is required, and one request is refused when times is not given.", ["type", "message", "status", "times"], RefuseNext),
        new("addVault", "Adds another vault that users can belong to; id, name and address are required.", ["id", "name", "address"], values => AddVault(long.Parse(values["id"], CultureInfo.InvariantCulture), values["name"], new Uri(values["address"]))),
        new("endSessions", "Ends all sessions.", [], _ => EndSessions()),
    ];

    private void RefuseNext(IReadOnlyDictionary<string, string> values)
    {
        var usual = new VeevaVaultError(values["type"]);
        var error = usual with { Message = values.GetValueOrDefault("message", usual.Message), Status = values.GetValueOrDefault("status", usual.Status) };
        RefuseNext(error, int.Parse(values.GetValueOrDefault("times", "1"), CultureInfo.InvariantCulture));
    }
}
