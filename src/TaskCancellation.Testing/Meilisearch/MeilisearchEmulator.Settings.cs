namespace TaskCancellation.Testing.Meilisearch;

/// <content>Settings.</content>
public sealed partial class MeilisearchEmulator
{
    /// <summary>Gets or sets the version to emulate: <c>1.0</c> to <c>1.50</c>, with or without a patch number; <c>1.41</c> by default. Set it before anything else. 1.41 and 1.50 behave as recorded from real servers, the others as their release notes say.</summary>
    public override string Version
    {
        get => WireVersion.ToString();
        set
        {
            WireVersion = new MeilisearchVersion(value);
            Do(() => users.SetMasterKey(users.MasterKey, WireVersion, Due.Now));
        }
    }

    /// <summary>Gets or sets the master key; <see langword="null"/>, the default, for a server that is open to all.</summary>
    public string? MasterKey
    {
        get => users.MasterKey;
        set => Do(() => users.SetMasterKey(value, WireVersion, Due.Now));
    }

    /// <summary>Gets or sets how long the scheduler takes to notice an enqueued task; 1 ms by default.</summary>
    public TimeSpan SchedulerDelay { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Gets or sets how long a cancellation or deletion task runs, fixed when the task is enqueued; 0.415 ms by default.</summary>
    public TimeSpan CancellationDuration { get; set; } = TimeSpan.FromMicroseconds(415);

    /// <summary>Gets or sets how long the running batch takes to notice that it is canceled; 5 ms by default. A batch that ends first is not canceled.</summary>
    public TimeSpan CancelDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Gets or sets what tasks created over HTTP are like: how long they run (20 ms by default), their failure, and how they react to a cancel.</summary>
    public MeilisearchTask NewTasks { get; set; } = new() { RunDuration = TimeSpan.FromMilliseconds(20) };

    /// <summary>Gets or sets a host that accepts calls and never answers. A batch that calls it hangs and ignores cancels until this changes. Batches call the embedders of their index and the target of an export. <see langword="null"/>, the default, for none.</summary>
    public string? UnresponsiveHost
    {
        get;
        set
        {
            var host = value;
            Do(() =>
            {
                field = host;
                lifecycle.CallAgain();
            });
        }
    }

    /// <summary>Gets or sets the version that last wrote the database, if it is older than <see cref="Version"/> and an <see cref="Upgrade"/> is due. <see langword="null"/>, the default, for none.</summary>
    public string? DatabaseVersion
    {
        get => lifecycle.OlderVersion;
        set => Do(() => lifecycle.SetDatabase(value));
    }

    /// <summary>Gets or sets the error that the cancellation of an upgrade, and its rollback, fail with; <see langword="null"/>, the default, for a rollback that succeeds.</summary>
    public MeilisearchError? RollbackError { get; set; }

    /// <summary>Gets or sets a value indicating whether waiting tasks of one index run as one batch, where the server does so; <see langword="true"/> by default.</summary>
    public bool AutoBatching { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the scheduler starts nothing new. Running tasks continue.</summary>
    public bool IsSchedulerPaused
    {
        get;
        set
        {
            var isPaused = value;
            Do(() => field = isPaused);
            Do(lifecycle.Resume);
        }
    }

    /// <summary>Gets or sets a value indicating whether the task database has reached its size limit.</summary>
    public bool IsQueueFull { get; set; }

    /// <summary>Gets or sets the number of tasks at which the server deletes the oldest ended tasks, up to a tenth of that number; 1,000,000 by default.</summary>
    public int CleanupThreshold { get; set; } = 1_000_000;

    /// <inheritdoc/>
    protected override IReadOnlyList<EmulatorSetting> ServiceSettings =>
    [
        EmulatorSetting.OfText("version", "The version to emulate, such as 1.41.", () => Version, value => Version = value ?? "1.41"),
        EmulatorSetting.OfText("masterKey", "The master key; empty for a server that is open to all.", () => MasterKey, value => MasterKey = value),
        EmulatorSetting.Of("schedulerDelay", "How long the scheduler takes to notice an enqueued task.", () => SchedulerDelay, value => SchedulerDelay = value),
        EmulatorSetting.Of("cancellationDuration", "How long a cancellation or deletion task runs.", () => CancellationDuration, value => CancellationDuration = value),
        EmulatorSetting.Of("cancelDelay", "How long the running batch takes to notice that it is canceled.", () => CancelDelay, value => CancelDelay = value),
        EmulatorSetting.Of("autoBatching", "Whether waiting tasks of one index run as one batch, as on the server.", () => AutoBatching, value => AutoBatching = value),
        EmulatorSetting.Of("isSchedulerPaused", "Whether the scheduler starts nothing new.", () => IsSchedulerPaused, value => IsSchedulerPaused = value),
        EmulatorSetting.OfOptional("newTasks.runDuration", "How long tasks created over HTTP run; empty to run until a hook or a cancel ends them.", () => NewTasks.RunDuration, value => NewTasks = NewTasks with { RunDuration = value }),
        EmulatorSetting.OfText("unresponsiveHost", "A host that accepts calls and never answers: embedders, exports.", () => UnresponsiveHost, value => UnresponsiveHost = value),
        EmulatorSetting.OfText("databaseVersion", "The older version that last wrote the database, for the action upgrade.", () => DatabaseVersion, value => DatabaseVersion = value),
        EmulatorSetting.Of("isQueueFull", "Whether the task database has reached its size limit.", () => IsQueueFull, value => IsQueueFull = value),
        EmulatorSetting.Of("cleanupThreshold", "The number of tasks at which the server deletes the oldest ended ones.", () => CleanupThreshold, value => CleanupThreshold = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("restart", "Restarts the server: running tasks wait again.", [], _ => Restart()),
        new("upgrade", "Restarts the server with the upgrade option. failure: the error of the upgrade; empty to succeed.", ["failure"], given => Upgrade(given.TryGetValue("failure", out var reason) ? MeilisearchError.For(reason) : null)),
        new("resetDatabase", "Restarts the server with an empty database: uids start again at 0.", [], _ => ResetDatabase()),
    ];
}
