namespace TaskCancellation.Journal.Sqlite;

/// <summary>What a write survives once it has returned. A killed process loses nothing in either.</summary>
public enum SqliteDurability
{
    /// <summary>The end of the process. When the power fails or the system crashes, the last writes may be gone, always whole ones and the latest first: their targets are looked at again when the run is taken up, and what was sent for them may be sent again.</summary>
    Normal = 0,

    /// <summary>The end of the machine as well, as far as the disk keeps its word that it has written. Each write waits for the disk.</summary>
    Full,
}
