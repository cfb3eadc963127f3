using System.Globalization;
using static TaskCancellation.Testing.EmulatorSetting;

namespace TaskCancellation.Testing.CloudFoundry;

/// <content>Settings.</content>
public sealed partial class CloudFoundryEmulator
{
    private string version = "3.228.0";
    private TimeSpan syncInterval = TimeSpan.FromSeconds(30);
    private bool clockRuns = true;
    private bool workerRuns = true;

    /// <summary>Gets or sets the implementation to emulate. Set it before anything else.</summary>
    public CloudFoundryFlavor Flavor { get; set; }

    /// <summary>Gets or sets the address that links in replies start with; <see cref="ServiceEmulator.BaseAddress"/> by default.</summary>
    public Uri ExternalDomain { get; set; }

    /// <inheritdoc/>
    public override string Version
    {
        get => version;
        set
        {
            version = System.Version.TryParse(value, out var parsed) && parsed is { Major: 3, Build: >= 0 } ? value : throw new ArgumentException("A version of the v3 API is three numbers, the first of them 3.", nameof(value));
        }
    }

    /// <summary>Gets or sets a value indicating whether there is a proxy in front, as in most installations. It refuses request lines over 8 KiB (414), <c>%00</c> and malformed escapes in a path (400), and TRACE and CONNECT (405), with pages of its own.</summary>
    public bool HasProxy { get; set; }

    /// <summary>Gets or sets the address of the UAA: tokens, <c>/login</c>, <c>/token_key</c>, <c>/check_token</c>, <c>/userinfo</c>.</summary>
    public Uri UaaAddress { get; set; } = new("https://uaa.cf.test/");

    /// <summary>Gets or sets the other address of the UAA.</summary>
    public Uri LoginAddress { get; set; } = new("https://login.cf.test/");

    /// <summary>Gets the key that tokens are signed with (HS256). A JWT is valid if it is signed with this key, for <c>cloud_controller</c>, and issued by <c>UaaAddress/oauth/token</c>. Its <c>user_id</c> claim identifies the user.</summary>
    public string TokenKey { get; internal set; } = "the-key-of-the-uaa";

    /// <summary>Gets or sets the lifetime of issued access tokens.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromSeconds(1200);

    /// <summary>Gets or sets the lifetime of issued refresh tokens.</summary>
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets a value indicating whether a refresh token can be used once, and each use issues a new one.</summary>
    public bool RotatesRefreshTokens { get; set; }

    /// <summary>Gets or sets the rate limit; <see langword="null"/> for none, as in a fresh installation.</summary>
    public CloudFoundryRateLimit? RateLimit { get; set; }

    /// <summary>Gets or sets the maximum of page times page size; <see langword="null"/> for no limit.</summary>
    public int? MaxTotalResults { get; set; }

    /// <summary>Gets or sets a value indicating whether tasks cannot be created.</summary>
    public bool IsTaskCreationDisabled { get; set; }

    /// <summary>Gets or sets the message of that refusal; the name of the feature flag when <see langword="null"/>.</summary>
    public string? TaskCreationMessage { get; set; }

    /// <summary>Gets or sets how much disk space a task created over HTTP can request.</summary>
    public long MaxDiskInMb { get; set; } = 2048;

    /// <summary>Gets or sets what tasks created over HTTP are like, in everything that the request does not say.</summary>
    public CloudFoundryTask NewTasks { get; set; } = new() { User = null, MemoryInMb = 1024, LogRateLimit = 1048576 };

    /// <summary>Gets or sets the users that tasks can run as. A task of another user can neither be canceled nor be ended by a report or a sync.</summary>
    public IReadOnlyList<string> AllowedUsers { get; set; } = ["vcap", "ContainerUser", "TestUser"];

    /// <summary>Gets or sets how Diego reacts to requests.</summary>
    public CloudFoundryDiegoMode DiegoMode { get; set; }

    /// <summary>Gets or sets the error of <see cref="CloudFoundryDiegoMode.AnswersError"/>.</summary>
    public string DiegoError { get; set; } = "bbs says no";

    /// <summary>Gets or sets how long Diego takes to answer and to act. More than ten seconds is too long for the Cloud Controller, which retries for a minute.</summary>
    public TimeSpan DiegoDelay { get; set; }

    /// <summary>Gets or sets how long after a cancel a task ends that does not say otherwise; infinite for never.</summary>
    public TimeSpan CancelDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets a value indicating whether the clock process runs, which syncs and prunes.</summary>
    public bool IsClockRunning
    {
        get => clockRuns;
        set
        {
            clockRuns = value;
            Do(clockProcess.Restart);
        }
    }

    /// <summary>Gets or sets a value indicating whether the clock process is restarted after it ended. It ends when a sync cannot reach Diego.</summary>
    public bool IsClockSupervised { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the worker runs, which deletes.</summary>
    public bool IsWorkerRunning
    {
        get => workerRuns;
        set
        {
            workerRuns = value;
            Do(deletion.RunWaiting);
        }
    }

    /// <summary>Gets or sets how long a job waits for the worker.</summary>
    public TimeSpan JobDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets how often Diego and the task table are compared.</summary>
    public TimeSpan SyncInterval
    {
        get => syncInterval;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            syncInterval = value;
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<EmulatorSetting> ServiceSettings =>
    [
        OfEnum("flavor", "The implementation to emulate.", () => Flavor, value => Flavor = value),
        Of("version", "The version that the root announces.", () => Version, value => Version = value),
        OfOptional("newTasks.runDuration", "How long tasks created over HTTP run; empty, the default, to run until a hook or a cancel ends them.", () => NewTasks.RunDuration, value => NewTasks = NewTasks with { RunDuration = value }),
        Of("isTaskCreationDisabled", "Whether tasks cannot be created; false by default.", () => IsTaskCreationDisabled, value => IsTaskCreationDisabled = value),
        OfText("taskCreationMessage", "The message of that refusal; the name of the feature flag when empty.", () => TaskCreationMessage, value => TaskCreationMessage = value),
        Of("maxDiskInMb", "How much disk space a task created over HTTP can request; 2048 by default.", () => MaxDiskInMb, value => MaxDiskInMb = value),
        Of("syncInterval", "How often Diego and the task table are compared; 00:00:30 by default.", () => SyncInterval, value => SyncInterval = value),
        Of("hasProxy", "Whether there is a proxy in front, which refuses request lines over 8 KiB (414) and undecodable paths (400) with pages of its own; false by default.", () => HasProxy, value => HasProxy = value),
        Of("accessTokenLifetime", "The lifetime of issued access tokens; 00:20:00 by default.", () => AccessTokenLifetime, value => AccessTokenLifetime = value),
        Of("refreshTokenLifetime", "The lifetime of issued refresh tokens; 30.00:00:00 by default.", () => RefreshTokenLifetime, value => RefreshTokenLifetime = value),
        Of("rotatesRefreshTokens", "Whether each use of a refresh token issues a new one.", () => RotatesRefreshTokens, value => RotatesRefreshTokens = value),
        OfEnum("diegoMode", "How Diego reacts to requests.", () => DiegoMode, value => DiegoMode = value),
        OfText("diegoError", "The error that Diego answers with.", () => DiegoError, value => DiegoError = value ?? ""),
        Of("diegoDelay", "How long Diego takes to answer; 00:00:00 by default.", () => DiegoDelay, value => DiegoDelay = value),
        Of("cancelDelay", "How long after a cancel a task ends; 00:00:01 by default.", () => CancelDelay, value => CancelDelay = value),
        Of("isClockRunning", "Whether the clock process runs, which syncs and prunes; true by default.", () => IsClockRunning, value => IsClockRunning = value),
        Of("isClockSupervised", "Whether the clock process is restarted after it ended because a sync could not reach Diego; true by default.", () => IsClockSupervised, value => IsClockSupervised = value),
        Of("isWorkerRunning", "Whether the worker runs, which deletes; true by default.", () => IsWorkerRunning, value => IsWorkerRunning = value),
        Of("jobDelay", "How long a job waits for the worker; 00:00:01 by default.", () => JobDelay, value => JobDelay = value),
        OfOptional("rateLimit.generalLimit", "The requests of one user to one process in a window; empty, the default, for no limits.", () => RateLimit?.GeneralLimit, value => RateLimit = value is { } limit ? Limits with { GeneralLimit = limit } : null),
        Of("rateLimit.unauthenticatedLimit", "The requests without a valid token to one process in a window; 100 by default. Setting this or one of the next three turns limits on.", () => Limits.UnauthenticatedLimit, value => RateLimit = Limits with { UnauthenticatedLimit = value }),
        Of("rateLimit.window", "How long a window is, in whole minutes; 01:00:00 by default.", () => Limits.Window, value => RateLimit = Limits with { Window = value }),
        OfOptional("rateLimit.globalGeneralLimit", "The limit of a user that headers name, for all processes together; that of one process when empty.", () => Limits.GlobalGeneralLimit, value => RateLimit = Limits with { GlobalGeneralLimit = value }),
        OfOptional("rateLimit.globalUnauthenticatedLimit", "The limit without a valid token that headers name, for all processes together; that of one process when empty.", () => Limits.GlobalUnauthenticatedLimit, value => RateLimit = Limits with { GlobalUnauthenticatedLimit = value }),
        OfOptional("maxTotalResults", "The maximum of page times page size; empty, the default, for no limit.", () => MaxTotalResults, value => MaxTotalResults = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("sync", "Compares the task table with Diego at once.", [], _ => Sync()),
        new("prune", "Removes the tasks that ended at least that many days ago; 31 by default.", ["days"], values => Prune(TimeSpan.FromDays(values.TryGetValue("days", out var days) ? double.Parse(days, CultureInfo.InvariantCulture) : 31))),
        new("delete", "Deletes an app, a space, or an organization with its contents; id is required.", ["id"], values => Delete(values["id"])),
        new("loseInDiego", "Makes Diego forget a task without a report; id is required.", ["id"], values => LoseInDiego(values["id"])),
        new("suspend", "Suspends an organization or a space, or ends the suspension with suspended=false; id is required.", ["id", "suspended"], values => Suspend(values["id"], !values.TryGetValue("suspended", out var suspended) || bool.Parse(suspended))),
        new("revokeTokens", "Revokes every access token, and every refresh token with refreshTokensToo=true.", ["refreshTokensToo"], values => RevokeTokens(values.TryGetValue("refreshTokensToo", out var too) && bool.Parse(too))),
    ];

    private CloudFoundryRateLimit Limits => RateLimit ?? new();

    /// <summary>The issuer of tokens.</summary>
    internal string TokenIssuer => $"{UaaAddress.AbsoluteUri.TrimEnd('/')}/oauth/token";
}
