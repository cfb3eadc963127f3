using static TaskCancellation.Testing.EmulatorSetting;

namespace TaskCancellation.Testing.CloudFoundry;

/// <content>What can be set.</content>
public sealed partial class CloudFoundryEmulator
{
    private string version = "3.228.0";
    private TimeSpan syncInterval = TimeSpan.FromSeconds(30);

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

    /// <summary>Where the UAA answers, with <c>/oauth/token</c> and nothing else.</summary>
    public Uri UaaAddress { get; set; } = new("https://uaa.cf.test/");

    /// <summary>The other address of the UAA.</summary>
    public Uri LoginAddress { get; set; } = new("https://login.cf.test/");

    /// <summary>How long issued access tokens are good for.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromSeconds(1200);

    /// <summary>How long issued refresh tokens are good for.</summary>
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Whether a refresh token is good for one use, and each use gives a new one.</summary>
    public bool RotatesRefreshTokens { get; set; } = true;

    /// <summary>The rate limit; null for none, as a fresh installation has it.</summary>
    public CloudFoundryRateLimit? RateLimit { get; set; }

    /// <summary>What page times page size may be at most; null for no limit.</summary>
    public int? MaxTotalResults { get; set; }

    /// <summary>Whether nobody may create tasks.</summary>
    public bool TaskCreationIsDisabled { get; set; }

    /// <summary>What is said to those who may not; the name of the flag when null.</summary>
    public string? TaskCreationMessage { get; set; }

    /// <summary>How much disk a task made by POST may ask for.</summary>
    public long MaxDiskInMb { get; set; } = 2048;

    /// <summary>What tasks made by POST are like, in all that the request does not say.</summary>
    public CloudFoundryTask NewTasks { get; set; } = new();

    /// <summary>Whether Diego cannot be reached: a cancel is answered 503 with the task CANCELING, and syncs do nothing.</summary>
    public bool DiegoIsDown { get; set; }

    /// <summary>What Diego answers a cancel with, when it refuses it: the task is CANCELING all the same.</summary>
    public string? DiegoError { get; set; }

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
        OfOptional("newTasksRunFor", "How long tasks made over HTTP run; until they are finished when empty, the default.", () => NewTasks.RunsFor, value => NewTasks = NewTasks with { RunsFor = value }),
        Of("taskCreationIsDisabled", "Whether nobody may create tasks; false by default.", () => TaskCreationIsDisabled, value => TaskCreationIsDisabled = value),
        OfText("taskCreationMessage", "What is said to those who may not create tasks; the name of the flag when empty.", () => TaskCreationMessage, value => TaskCreationMessage = value),
        Of("maxDiskInMb", "How much disk a task made over HTTP may ask for; 2048 by default.", () => MaxDiskInMb, value => MaxDiskInMb = value),
        Of("syncInterval", "How often Diego and the task table are compared; 00:00:30 by default.", () => SyncInterval, value => SyncInterval = value),
        Of("accessTokenLifetime", "How long issued access tokens are good for; 00:20:00 by default.", () => AccessTokenLifetime, value => AccessTokenLifetime = value),
        Of("refreshTokenLifetime", "How long issued refresh tokens are good for; 30.00:00:00 by default.", () => RefreshTokenLifetime, value => RefreshTokenLifetime = value),
        Of("rotatesRefreshTokens", "Whether each use of a refresh token gives a new one.", () => RotatesRefreshTokens, value => RotatesRefreshTokens = value),
        Of("diegoIsDown", "Whether Diego cannot be reached; false by default.", () => DiegoIsDown, value => DiegoIsDown = value),
        OfText("diegoError", "What Diego answers a cancel with when it refuses it; empty, the default: it does not.", () => DiegoError, value => DiegoError = value),
        OfOptional("maxTotalResults", "What page times page size may be at most; empty, the default, for no limit.", () => MaxTotalResults, value => MaxTotalResults = value),
    ];
}
