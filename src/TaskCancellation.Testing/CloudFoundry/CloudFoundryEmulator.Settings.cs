using System.Globalization;
using static TaskCancellation.Testing.EmulatorSetting;

namespace TaskCancellation.Testing.CloudFoundry;

/// <content>What can be set.</content>
public sealed partial class CloudFoundryEmulator
{
    private string version = "3.228.0";
    private TimeSpan syncInterval = TimeSpan.FromSeconds(30);
    private bool clockRuns = true;
    private bool workerRuns = true;

    /// <summary>Which implementation is played. Set it before anything else.</summary>
    public CloudFoundryFlavor Flavor { get; set; }

    /// <summary>What links in answers begin with; <see cref="ServiceEmulator.BaseAddress"/> by default.</summary>
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

    /// <summary>Whether a proxy stands in front, as in most installations: it refuses request lines over 8 KiB (414), <c>%00</c> and malformed escapes in a path (400), TRACE and CONNECT (405) with pages of its own.</summary>
    public bool HasProxy { get; set; }

    /// <summary>Where the UAA answers: tokens, <c>/login</c>, <c>/token_key</c>, <c>/check_token</c>, <c>/userinfo</c>.</summary>
    public Uri UaaAddress { get; set; } = new("https://uaa.cf.test/");

    /// <summary>The other address of the UAA.</summary>
    public Uri LoginAddress { get; set; } = new("https://login.cf.test/");

    /// <summary>The key that tokens are signed with (HS256). A JWT signed with it, for <c>cloud_controller</c> and by <c>UaaAddress/oauth/token</c>, is good; its user is known by the claim <c>user_id</c>.</summary>
    public string TokenKey { get; internal set; } = "the-key-of-the-uaa";

    /// <summary>How long issued access tokens are good for.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromSeconds(1200);

    /// <summary>How long issued refresh tokens are good for.</summary>
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Whether a refresh token is good for one use, and each use gives a new one.</summary>
    public bool RotatesRefreshTokens { get; set; }

    /// <summary>The rate limit; null for none, as a fresh installation has it.</summary>
    public CloudFoundryRateLimit? RateLimit { get; set; }

    /// <summary>What page times page size may be at most; null for no limit.</summary>
    public int? MaxTotalResults { get; set; }

    /// <summary>Whether nobody may create tasks.</summary>
    public bool IsTaskCreationDisabled { get; set; }

    /// <summary>What is said to those who may not; the name of the flag when null.</summary>
    public string? TaskCreationMessage { get; set; }

    /// <summary>How much disk a task made by POST may ask for.</summary>
    public long MaxDiskInMb { get; set; } = 2048;

    /// <summary>What tasks made by POST are like, in all that the request does not say.</summary>
    public CloudFoundryTask NewTasks { get; set; } = new() { User = null, MemoryInMb = 1024, LogRateLimit = 1048576 };

    /// <summary>The users that tasks may run as. A task of another can be neither cancelled nor ended by a report or a sync.</summary>
    public IReadOnlyList<string> AllowedUsers { get; set; } = ["vcap", "ContainerUser", "TestUser"];

    /// <summary>How Diego behaves when it is asked.</summary>
    public CloudFoundryDiegoMode DiegoMode { get; set; }

    /// <summary>What it says with <see cref="CloudFoundryDiegoMode.AnswersError"/>.</summary>
    public string DiegoError { get; set; } = "bbs says no";

    /// <summary>How long it takes to answer, and to do what it was asked. What takes over ten seconds comes too late for the Cloud Controller, which tries for a minute.</summary>
    public TimeSpan DiegoDelay { get; set; }

    /// <summary>How long after a cancel a task ends that says nothing else; infinite for never.</summary>
    public TimeSpan CancelDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the clock process runs, which syncs and prunes.</summary>
    public bool IsClockRunning
    {
        get => clockRuns;
        set
        {
            clockRuns = value;
            Do(clockProcess.Restart);
        }
    }

    /// <summary>Whether something restarts the clock process, which ends when a sync cannot reach Diego.</summary>
    public bool IsClockSupervised { get; set; } = true;

    /// <summary>Whether the worker runs, which deletes.</summary>
    public bool IsWorkerRunning
    {
        get => workerRuns;
        set
        {
            workerRuns = value;
            Do(deletion.RunWaiting);
        }
    }

    /// <summary>How long a job waits for the worker.</summary>
    public TimeSpan JobDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often Diego and the task table are compared.</summary>
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
    public override IReadOnlyList<EmulatorSetting> Settings =>
    [
        OfEnum("flavor", "Which implementation is played.", () => Flavor, value => Flavor = value),
        Of("version", "The version that the root announces.", () => Version, value => Version = value),
        OfOptional("newTasksRunFor", "How long tasks made over HTTP run; until they are finished when empty, the default.", () => NewTasks.RunDuration, value => NewTasks = NewTasks with { RunDuration = value }),
        Of("taskCreationIsDisabled", "Whether nobody may create tasks; false by default.", () => IsTaskCreationDisabled, value => IsTaskCreationDisabled = value),
        OfText("taskCreationMessage", "What is said to those who may not create tasks; the name of the flag when empty.", () => TaskCreationMessage, value => TaskCreationMessage = value),
        Of("maxDiskInMb", "How much disk a task made over HTTP may ask for; 2048 by default.", () => MaxDiskInMb, value => MaxDiskInMb = value),
        Of("syncInterval", "How often Diego and the task table are compared; 00:00:30 by default.", () => SyncInterval, value => SyncInterval = value),
        Of("hasProxy", "Whether a proxy stands in front, which refuses request lines over 8 KiB (414) and what it cannot decode (400) with pages of its own; false by default.", () => HasProxy, value => HasProxy = value),
        Of("accessTokenLifetime", "How long issued access tokens are good for; 00:20:00 by default.", () => AccessTokenLifetime, value => AccessTokenLifetime = value),
        Of("refreshTokenLifetime", "How long issued refresh tokens are good for; 30.00:00:00 by default.", () => RefreshTokenLifetime, value => RefreshTokenLifetime = value),
        Of("rotatesRefreshTokens", "Whether each use of a refresh token gives a new one.", () => RotatesRefreshTokens, value => RotatesRefreshTokens = value),
        OfEnum("diego", "How Diego behaves when it is asked.", () => DiegoMode, value => DiegoMode = value),
        OfText("diegoError", "What Diego says when it answers an error.", () => DiegoError, value => DiegoError = value ?? ""),
        Of("diegoDelay", "How long Diego takes to answer; 00:00:00 by default.", () => DiegoDelay, value => DiegoDelay = value),
        Of("cancelDelay", "How long after a cancel a task ends; 00:00:01 by default.", () => CancelDelay, value => CancelDelay = value),
        Of("clockRuns", "Whether the clock process runs, which syncs and prunes; true by default.", () => IsClockRunning, value => IsClockRunning = value),
        Of("clockIsSupervised", "Whether something restarts the clock process, which ends when a sync cannot reach Diego; true by default.", () => IsClockSupervised, value => IsClockSupervised = value),
        Of("workerRuns", "Whether the worker runs, which deletes; true by default.", () => IsWorkerRunning, value => IsWorkerRunning = value),
        Of("jobDelay", "How long a job waits for the worker; 00:00:01 by default.", () => JobDelay, value => JobDelay = value),
        OfOptional("rateLimitGeneral", "How many requests a user may make of one process in a window; empty, the default, for no limits at all.", () => RateLimit?.GeneralLimit, value => RateLimit = value is { } limit ? Limits with { GeneralLimit = limit } : null),
        Of("rateLimitUnauthenticated", "How many requests without a valid token one process takes in a window; 100 by default. Setting this or the next three turns limits on.", () => Limits.UnauthenticatedLimit, value => RateLimit = Limits with { UnauthenticatedLimit = value }),
        Of("rateLimitResetIntervalInMinutes", "How long a window is; 60 by default.", () => Limits.ResetIntervalInMinutes, value => RateLimit = Limits with { ResetIntervalInMinutes = value }),
        OfOptional("rateLimitGlobalGeneral", "The limit of a user that headers name, for all processes together; that of one process when empty.", () => Limits.GlobalGeneralLimit, value => RateLimit = Limits with { GlobalGeneralLimit = value }),
        OfOptional("rateLimitGlobalUnauthenticated", "The limit without a valid token that headers name, for all processes together; that of one process when empty.", () => Limits.GlobalUnauthenticatedLimit, value => RateLimit = Limits with { GlobalUnauthenticatedLimit = value }),
        OfOptional("maxTotalResults", "What page times page size may be at most; empty, the default, for no limit.", () => MaxTotalResults, value => MaxTotalResults = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("sync", "Compares the task table with Diego at once.", [], _ => Sync()),
        new("prune", "Removes the tasks that ended that many days ago; 31 by default.", ["days"], values => Prune(TimeSpan.FromDays(values.TryGetValue("days", out var days) ? double.Parse(days, CultureInfo.InvariantCulture) : 31))),
        new("delete", "Deletes an app, a space or an organization with all that is in it; id is needed.", ["id"], values => Delete(values["id"])),
        new("loseInDiego", "Makes Diego forget a task without a report; id is needed.", ["id"], values => LoseInDiego(values["id"])),
        new("suspend", "Suspends an organization or a space, or ends that with suspended=false; id is needed.", ["id", "suspended"], values => Suspend(values["id"], !values.TryGetValue("suspended", out var suspended) || bool.Parse(suspended))),
        new("revokeTokens", "Makes every access token bad, and every refresh token too with refreshTokensToo=true.", ["refreshTokensToo"], values => RevokeTokens(values.TryGetValue("refreshTokensToo", out var too) && bool.Parse(too))),
    ];

    private CloudFoundryRateLimit Limits => RateLimit ?? new();

    /// <summary>Whom tokens are from.</summary>
    internal string TokenIssuer => $"{UaaAddress.AbsoluteUri.TrimEnd('/')}/oauth/token";
}
