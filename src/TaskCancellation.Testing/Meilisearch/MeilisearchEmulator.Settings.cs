namespace TaskCancellation.Testing.Meilisearch;

/// <content>The settings.</content>
public sealed partial class MeilisearchEmulator
{
    /// <summary>The version played: <c>1.0</c> to <c>1.50</c>, with or without a patch number; <c>1.41</c> by default. Set it before anything else. 1.41 and 1.50 are played as they were recorded, the others as their release notes tell.</summary>
    public override string Version
    {
        get => WireVersion.ToString();
        set
        {
            WireVersion = new MeilisearchVersion(value);
            Do(() => users.SetMasterKey(users.MasterKey, WireVersion, Due.Now));
        }
    }

    /// <summary>The key that opens everything; null, the default, for a server open to all.</summary>
    public string? MasterKey
    {
        get => users.MasterKey;
        set => Do(() => users.SetMasterKey(value, WireVersion, Due.Now));
    }

    /// <summary>How long the scheduler takes to see that something was enqueued; 1 ms by default.</summary>
    public TimeSpan SchedulerDelay { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How long a cancelation or deletion runs, noted when it is enqueued; 0.415 ms by default.</summary>
    public TimeSpan CancellationDuration { get; set; } = TimeSpan.FromMicroseconds(415);

    /// <summary>How long the running batch takes to notice that it should stop; 5 ms by default. A batch that ends first is not stopped.</summary>
    public TimeSpan CancelDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>What tasks made over HTTP are like: of it count how long they run, 20 ms by default, why they fail, and how a cancel ends them.</summary>
    public MeilisearchTask NewTasks { get; set; } = new() { RunDuration = TimeSpan.FromMilliseconds(20) };

    /// <summary>A host that takes calls and does not answer: a batch that calls it hangs and sees nothing, no stop either, until this changes. Batches call the embedders of their index, and the server that is exported to. Null, the default, for none.</summary>
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

    /// <summary>The version that the database was last written by, where it is older than <see cref="Version"/>: <see cref="Upgrade"/> is due. Null, the default, for none.</summary>
    public string? DatabaseVersion
    {
        get => lifecycle.OlderVersion;
        set => Do(() => lifecycle.SetDatabase(value));
    }

    /// <summary>Why a cancelation of an upgrade fails, and with it its rollback; null, the default, when the rollback succeeds.</summary>
    public MeilisearchError? RollbackError { get; set; }

    /// <summary>Whether waiting tasks of one index run as one batch where the server does so; the default.</summary>
    public bool AutoBatching { get; set; } = true;

    /// <summary>Whether the scheduler starts nothing new. What runs, runs on.</summary>
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

    /// <summary>Whether the task database has reached its limit.</summary>
    public bool IsQueueFull { get; set; }

    /// <summary>At how many tasks the server deletes the oldest ended ones by itself, up to a tenth of that number; 1,000,000 by default.</summary>
    public int CleanupThreshold { get; set; } = 1_000_000;

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorSetting> Settings =>
    [
        EmulatorSetting.OfText("version", "The version played, such as 1.41.", () => Version, value => Version = value ?? "1.41"),
        EmulatorSetting.OfText("masterKey", "The key that opens everything; none for a server open to all.", () => MasterKey, value => MasterKey = value),
        EmulatorSetting.Of("schedulerDelay", "How long the scheduler takes to see that something was enqueued.", () => SchedulerDelay, value => SchedulerDelay = value),
        EmulatorSetting.Of("cancelationDuration", "How long a cancelation or deletion runs.", () => CancellationDuration, value => CancellationDuration = value),
        EmulatorSetting.Of("cancelDelay", "How long the running batch takes to notice that it should stop.", () => CancelDelay, value => CancelDelay = value),
        EmulatorSetting.Of("autoBatching", "Whether waiting neighbours run as one batch, as on the server.", () => AutoBatching, value => AutoBatching = value),
        EmulatorSetting.Of("schedulerPaused", "Whether the scheduler starts nothing new.", () => IsSchedulerPaused, value => IsSchedulerPaused = value),
        EmulatorSetting.OfOptional("newTasksRunFor", "How long tasks made over HTTP run; none to run until finished.", () => NewTasks.RunDuration, value => NewTasks = NewTasks with { RunDuration = value }),
        EmulatorSetting.OfText("silentHost", "A host that takes calls and does not answer: embedders, exports.", () => UnresponsiveHost, value => UnresponsiveHost = value),
        EmulatorSetting.OfText("databaseVersion", "The older version that the database was written by, for the action upgrade.", () => DatabaseVersion, value => DatabaseVersion = value),
        EmulatorSetting.Of("queueFull", "Whether the task database has reached its limit.", () => IsQueueFull, value => IsQueueFull = value),
        EmulatorSetting.Of("cleanupThreshold", "At how many tasks the server deletes the oldest ended ones by itself.", () => CleanupThreshold, value => CleanupThreshold = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("restart", "Restarts the server: what ran waits again.", [], _ => Restart()),
        new("upgrade", "Restarts the server with the upgrade option. failure: why the upgrade fails; none to succeed.", ["failure"], given => Upgrade(given.TryGetValue("failure", out var reason) ? MeilisearchError.For(reason) : null)),
        new("resetDatabase", "Starts the server anew on an empty database: uids begin again.", [], _ => ResetDatabase()),
    ];
}
