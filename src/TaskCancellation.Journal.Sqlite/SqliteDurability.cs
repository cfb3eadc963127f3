namespace TaskCancellation.Journal.Sqlite;

/// <summary>Specifies what a write survives after it has returned. With either value, nothing is lost when the process is terminated.</summary>
public enum SqliteDurability
{
    /// <summary>A write survives the end of the process.</summary>
    /// <remarks>When the power fails or the system crashes, the latest writes may be lost, each as a whole. Their targets are read again when the run is resumed, and what was sent for them may be sent again.</remarks>
    Normal = 0,

    /// <summary>A write also survives the failure of the machine, provided that the disk has stored what it reports as stored. Each write waits for the disk.</summary>
    Full,
}
