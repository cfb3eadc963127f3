namespace TaskCancellation.Testing.Meilisearch;

public sealed partial class MeilisearchEmulator
{
    /// <summary>The version played: <c>1.11.0</c>, <c>1.12</c>, <c>1.14</c>, <c>1.50</c>; <c>1.41</c> by default. Set it before anything else.</summary>
    public string Version
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
    public TimeSpan StopDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Whether waiting neighbours of one kind on one index run as one batch, as on the server; the default.</summary>
    public bool AutoBatching { get; set; } = true;

    /// <summary>Whether the scheduler starts nothing new. What runs, runs on.</summary>
    public bool SchedulerPaused
    {
        get;
        set
        {
            lock (Gate)
            {
                CatchUp();
                field = value;
                scheduler.Wake(TimeSpan.Zero);
            }
        }
    }

    /// <summary>Whether the task database has reached its limit.</summary>
    public bool QueueFull { get; set; }

    /// <summary>At how many tasks the server deletes the oldest ended ones by itself, up to a tenth of that number; 1,000,000 by default.</summary>
    public int CleanupThreshold { get; set; } = 1_000_000;

    /// <summary>Whether texts that no source confirms are made unrecognizable: batch strategy, progress steps, commit.</summary>
    public bool ScrambleInferred { get; set; }

    /// <summary>Called just before a cancel request is looked at: <c>e => e.Finish(uid)</c> lets the task win the race.</summary>
    public Action<MeilisearchEmulator>? BeforeCancel { get; set; }

    /// <summary>Called when a cancelation has been registered and its reply is about to leave.</summary>
    public Action<MeilisearchEmulator>? AfterCancel { get; set; }

    internal ServerVersion WireVersion { get; private set; } = new("1.41");
}
