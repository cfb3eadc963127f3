namespace TaskCancellation.Journal.Sqlite;

/// <summary>A run that a journal holds.</summary>
public sealed record SqliteJournalRun
{
    /// <summary>Gets the name of the run, and its service and endpoint.</summary>
    public required JournalRun Run { get; init; }

    /// <summary>Gets when the run was first opened, on the clock of the <see cref="SqliteJournalOptions"/>.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>Gets the number of positions of the input whose outcome is recorded.</summary>
    public long Outcomes { get; init; }

    /// <summary>Gets the number of positions that are recorded only as about to be sent: work in progress, or work that a terminated process left open.</summary>
    public long Intents { get; init; }
}
