using System.Globalization;

namespace TaskCancellation.Testing.VeevaVault;

/// <content>What the vault is like.</content>
public sealed partial class VeevaVaultEmulator
{
    /// <summary>The newest version that the vault offers, <c>v26.2</c> unless set; the older ones from <c>v23.2</c> on are offered beside it.</summary>
    /// <exception cref="ArgumentException">There is no such version.</exception>
    public override string Version
    {
        get => ApiVersions[^1];
        set => ApiVersions = VeevaVaultVersion.UpTo(value);
    }

    /// <summary>The versions that the vault offers, the oldest first.</summary>
    public IReadOnlyList<string> ApiVersions { get; set; } = VeevaVaultVersion.UpTo(VeevaVaultVersion.All[^1]);

    /// <summary>Where logins by access token are sent, with <c>/auth/oauth/session/{profile}</c>.</summary>
    public Uri LoginAddress { get; set; } = new("https://login.veevavault.com/");

    /// <summary>After how long without a request a session ends. After 48 hours it ends in any case.</summary>
    public TimeSpan SessionIdleTimeout { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>How many wrong passwords in a row lock a user out; that it happens is presumed.</summary>
    public int LockoutThreshold { get; set; } = 5;

    /// <summary>How many requests the vault takes before it answers late.</summary>
    public VeevaVaultRateLimit BurstLimit { get; set; } = new();

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

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorSetting> Settings =>
    [
        EmulatorSetting.Of("version", "The newest version that the vault offers, v23.2 to v26.2 for instance.", () => Version, value => Version = value),
        EmulatorSetting.Of("sessionIdleTimeout", "After how long without a request a session ends.", () => SessionIdleTimeout, value => SessionIdleTimeout = value),
        EmulatorSetting.Of("locksOutAfter", "How many wrong passwords in a row lock a user out.", () => LockoutThreshold, value => LockoutThreshold = value),
        EmulatorSetting.Of("burstLimit.limit", "How many requests the vault takes in five minutes before it answers late.", () => BurstLimit.Limit, value => BurstLimit = BurstLimit with { Limit = value }),
        EmulatorSetting.Of("burstLimit.delayInMilliseconds", "How late each further answer is.", () => BurstLimit.DelayInMilliseconds, value => BurstLimit = BurstLimit with { DelayInMilliseconds = value }),
        EmulatorSetting.Of("loginLimit.limit", "How many logins by password a user may make in a minute.", () => LoginLimit.Limit, value => LoginLimit = LoginLimit with { Limit = value }),
        EmulatorSetting.Of("loginLimit.delayInMilliseconds", "How late the answer to a login is from half of them on.", () => LoginLimit.DelayInMilliseconds, value => LoginLimit = LoginLimit with { DelayInMilliseconds = value }),
        EmulatorSetting.OfEnum("pollLimit", "What the limit on status reads is counted by.", () => PollLimit, value => PollLimit = value),
        EmulatorSetting.Of("pollInterval", "How long after one status read the next is refused.", () => PollInterval, value => PollInterval = value),
        EmulatorSetting.Of("vaultUtcOffset", "How far ahead of UTC the vault's time zone is.", () => VaultUtcOffset, value => VaultUtcOffset = value),
        EmulatorSetting.Of("isInConfigurationMode", "Whether only admins are served.", () => IsInConfigurationMode, value => IsInConfigurationMode = value),
        EmulatorSetting.OfOptional<int>("expectedDowntimeInMinutes", "How many minutes an upgrade will take; empty when there is none.", () => ExpectedDowntimeInMinutes, value => ExpectedDowntimeInMinutes = value),
        EmulatorSetting.OfText("allowedClientIds", "The client ids that are let in, with commas between them; empty for any, and none.", () => AllowedClientIds is { } ids ? string.Join(',', ids) : null, value => AllowedClientIds = value?.Split(',')),
        EmulatorSetting.Of("hasReasonPhrase", "Whether the status line has its reason phrase.", () => HasReasonPhrase, value => HasReasonPhrase = value),
        EmulatorSetting.OfEnum("itemErrors", "How the error of one job in a cancel is written.", () => ItemErrors, value => ItemErrors = value),
        EmulatorSetting.Of("droppedResults", "How many results are missing at the end of the answer to a cancel.", () => DroppedResults, value => DroppedResults = value),
        EmulatorSetting.Of("failsWhenAllFail", "Whether a cancel is a FAILURE as a whole when every job of it failed.", () => FailsWhenAllFail, value => FailsWhenAllFail = value),
        EmulatorSetting.Of("maxJobsPerCancel", "How many jobs one cancel may name.", () => MaxJobsPerCancel, value => MaxJobsPerCancel = value),
        EmulatorSetting.Of("refusesPerItem", "Whether a cancel by someone who may not is refused job by job.", () => RefusesPerItem, value => RefusesPerItem = value),
        EmulatorSetting.Of("unknownJobErrorType", "The error type for a job that is not there, or not to be seen.", () => UnknownJobErrorType, value => UnknownJobErrorType = value),
        EmulatorSetting.Of("cancelUnsupportedErrorType", "The error type of a cancel before v25.3.", () => CancelUnsupportedErrorType, value => CancelUnsupportedErrorType = value),
        EmulatorSetting.Of("taskStateKey", "The member that holds the state of a job's task: state or status.", () => TaskStateKey, value => TaskStateKey = value),
        EmulatorSetting.Of("listsNewestFirst", "Whether monitors and histories begin with the newest job.", () => ListsNewestFirst, value => ListsNewestFirst = value),
        EmulatorSetting.Of("vqlStatusField", "The VQL field of the status.", () => VqlStatusField, value => VqlStatusField = value),
        EmulatorSetting.Of("vqlStatusIsLowerCase", "Whether VQL tells statuses in lower case.", () => VqlStatusIsLowerCase, value => VqlStatusIsLowerCase = value),
        EmulatorSetting.Of("vqlIdsAreStrings", "Whether VQL tells ids as strings.", () => VqlIdsAreStrings, value => VqlIdsAreStrings = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("setStatus", "Sets a status by hand, any text. Both are needed.", ["id", "status"], values => SetState(long.Parse(values["id"], CultureInfo.InvariantCulture), values["status"])),
        new("refuseNext", "Refuses the next requests that have a session. The error type is needed; one request unless said.", ["type", "message", "status", "times"], RefuseNext),
        new("addVault", "Adds another vault that users can have. All are needed.", ["id", "name", "address"], values => AddVault(long.Parse(values["id"], CultureInfo.InvariantCulture), values["name"], new Uri(values["address"]))),
        new("endSessions", "Ends all sessions.", [], _ => EndSessions()),
    ];

    private void RefuseNext(IReadOnlyDictionary<string, string> values)
    {
        var usual = new VeevaVaultError(values["type"]);
        var error = usual with { Message = values.GetValueOrDefault("message", usual.Message), Status = values.GetValueOrDefault("status", usual.Status) };
        RefuseNext(error, int.Parse(values.GetValueOrDefault("times", "1"), CultureInfo.InvariantCulture));
    }
}
