using Microsoft.Data.Sqlite;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>Says in the library's terms what SQLite complains of.</summary>
internal static class SqliteFailures
{
    private const int FileWasMoved = 1032;

    // The library's own commands are right: what they name is gone.
    private const int NoSuchTableOrColumn = 1;

    /// <summary>What is no complaint of SQLite's own comes of values, or columns, that no journal has.</summary>
    internal static JournalException ToJournalException(this Exception error, string path) => error is SqliteException complaint
        ? ToJournalException(complaint, path)
        : new JournalException($"The journal {path} holds what no journal writes: {error.Message}", JournalFailure.Damaged, error);

    private static JournalException ToJournalException(SqliteException error, string path)
    {
        var failure = error switch
        {
            { SqliteExtendedErrorCode: FileWasMoved } => JournalFailure.Unavailable,
            { SqliteErrorCode: 3 or 10 or 14 or 23 } => JournalFailure.Unavailable,
            { SqliteErrorCode: 5 or 6 } => JournalFailure.Busy,
            { SqliteErrorCode: 8 } => JournalFailure.ReadOnly,
            { SqliteErrorCode: NoSuchTableOrColumn or 11 or 26 } => JournalFailure.Damaged,
            { SqliteErrorCode: 13 } => JournalFailure.Full,
            _ => JournalFailure.Unknown,
        };
        return new JournalException($"The journal {path} {Describe(failure)}: {error.Message}", failure, error);
    }

    private static string Describe(JournalFailure failure) => failure switch
    {
        JournalFailure.Unavailable => "cannot be reached",
        JournalFailure.Busy => "is held by others",
        JournalFailure.ReadOnly => "cannot be written",
        JournalFailure.Full => "has no room left",
        JournalFailure.Damaged => "is not, or no longer, a whole journal",
        _ => "cannot be used",
    };
}
