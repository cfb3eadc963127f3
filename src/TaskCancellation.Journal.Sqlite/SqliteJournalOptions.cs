namespace TaskCancellation.Journal.Sqlite;

/// <summary>Where a journal is, and what it survives.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>The file, on a disk of this machine: locks cannot be relied on over a network. It is created when it is not there; its folder is not.</summary>
    public required string Path
    {
        get;
        init => field = !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException("Path is required: the journal's file.", nameof(value));
    }

    /// <summary>What a write survives once it has returned; <see cref="SqliteDurability.Normal"/> by default.</summary>
    public SqliteDurability Durability
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Durability is Normal or Full.");
    }

    /// <summary>The clock that tells when a run begins; the system's by default.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = TimeProvider.System;
}
