namespace TaskCancellation.Journal.Sqlite;

/// <summary>A run that a journal holds.</summary>
public sealed record SqliteJournalRun
{
    /// <summary>Its name, and where its tasks are.</summary>
    public required JournalRun Run { get; init; }

    /// <summary>When it was first opened, on the clock of <see cref="SqliteJournalOptions"/>.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>How many positions of the input it knows the outcome of.</summary>
    public long Outcomes { get; init; }

    /// <summary>How many positions it knows only to have been about to be sent: work under way, or what a killed process left open.</summary>
    public long Intents { get; init; }
}
