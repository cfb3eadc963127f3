namespace TaskCancellation.Testing.Meilisearch;

/// <content>The settings.</content>
public sealed partial class MeilisearchEmulator
{
    /// <summary>The version played: <c>1.11.0</c>, <c>1.12</c>, <c>1.14</c>, <c>1.50</c>; <c>1.41</c> by default. Set it before anything else.</summary>
    public override string Version
    {
        get => WireVersion.ToString();
        set => WireVersion = new ServerVersion(value);
    }

    /// <summary>The key that opens everything; null, the default, for a server open to all.</summary>
    public string? MasterKey
    {
        get => keys.MasterKey;
        set => keys.MasterKey = value;
    }

    /// <summary>How long the scheduler takes to see that something was enqueued; 10 ms by default.</summary>
    public TimeSpan SchedulerDelay { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a cancelation or deletion runs, noted when it is enqueued; 0.415 ms by default.</summary>
    public TimeSpan CancelationDuration { get; set; } = TimeSpan.FromMicroseconds(415);

    /// <summary>How long the running batch takes to notice that it should stop; 5 ms by default. A batch that ends first is not stopped.</summary>
    public TimeSpan CancelDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Whether waiting neighbours of one kind on one index run as one batch, as on the server; the default.</summary>
    public bool AutoBatching { get; set; } = true;

    /// <summary>Whether the scheduler starts nothing new. What runs, runs on.</summary>
    public bool SchedulerPaused
    {
        get;
        set
        {
            var isPaused = value;
            Do(() => field = isPaused);
            Do(scheduler.Resume);
        }
    }

    /// <summary>Whether the task database has reached its limit.</summary>
    public bool QueueFull { get; set; }

    /// <summary>At how many tasks the server deletes the oldest ended ones by itself, up to a tenth of that number; 1,000,000 by default.</summary>
    public int CleanupThreshold { get; set; } = 1_000_000;

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorSetting> Settings =>
    [
        EmulatorSetting.OfText("version", "The version played, such as 1.41.", () => Version, value => Version = value ?? "1.41"),
        EmulatorSetting.OfText("masterKey", "The key that opens everything; none for a server open to all.", () => MasterKey, value => MasterKey = value),
        EmulatorSetting.Of("schedulerDelay", "How long the scheduler takes to see that something was enqueued.", () => SchedulerDelay, value => SchedulerDelay = value),
        EmulatorSetting.Of("cancelationDuration", "How long a cancelation or deletion runs.", () => CancelationDuration, value => CancelationDuration = value),
        EmulatorSetting.Of("cancelDelay", "How long the running batch takes to notice that it should stop.", () => CancelDelay, value => CancelDelay = value),
        EmulatorSetting.Of("autoBatching", "Whether waiting neighbours run as one batch, as on the server.", () => AutoBatching, value => AutoBatching = value),
        EmulatorSetting.Of("schedulerPaused", "Whether the scheduler starts nothing new.", () => SchedulerPaused, value => SchedulerPaused = value),
        EmulatorSetting.Of("queueFull", "Whether the task database has reached its limit.", () => QueueFull, value => QueueFull = value),
        EmulatorSetting.Of("cleanupThreshold", "At how many tasks the server deletes the oldest ended ones by itself.", () => CleanupThreshold, value => CleanupThreshold = value),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<EmulatorAction> Actions =>
    [
        new("restart", "Restarts the server: what ran waits again.", [], _ => Restart()),
    ];

    internal ServerVersion WireVersion { get; private set; } = new("1.41");
}
