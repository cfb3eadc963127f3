namespace TaskCancellation.Journal.Sqlite;

/// <summary>Options for a <see cref="SqliteCancellationJournal"/>.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>Gets the path of the file, on a disk of this machine: locks are not reliable over a network. The file is created when it does not exist; its folder is not.</summary>
    public required string Path
    {
        get;
        init => field = !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException("Path is required: the journal's file.", nameof(value));
    }

    /// <summary>Gets what a write survives after it has returned. The default is <see cref="SqliteDurability.Normal"/>.</summary>
    public SqliteDurability Durability
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Durability is Normal or Full.");
    }

    /// <summary>Gets the clock that provides the start time of a run. The default is the system clock.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = TimeProvider.System;
}
