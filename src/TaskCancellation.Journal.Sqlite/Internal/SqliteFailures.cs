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
        : new JournalException($"The journal {path} holds what no journal writes: {error.Message}", JournalErrorReason.Damaged, error);

    private static JournalException ToJournalException(SqliteException error, string path)
    {
        var failure = error switch
        {
            { SqliteExtendedErrorCode: FileWasMoved } => JournalErrorReason.Unavailable,
            { SqliteErrorCode: 3 or 10 or 14 or 23 } => JournalErrorReason.Unavailable,
            { SqliteErrorCode: 5 or 6 } => JournalErrorReason.Busy,
            { SqliteErrorCode: 8 } => JournalErrorReason.ReadOnly,
            { SqliteErrorCode: NoSuchTableOrColumn or 11 or 26 } => JournalErrorReason.Damaged,
            { SqliteErrorCode: 13 } => JournalErrorReason.Full,
            _ => JournalErrorReason.Unknown,
        };
        return new JournalException($"The journal {path} {Describe(failure)}: {error.Message}", failure, error);
    }

    private static string Describe(JournalErrorReason failure) => failure switch
    {
        JournalErrorReason.Unavailable => "cannot be reached",
        JournalErrorReason.Busy => "is held by others",
        JournalErrorReason.ReadOnly => "cannot be written",
        JournalErrorReason.Full => "has no room left",
        JournalErrorReason.Damaged => "is not, or no longer, a whole journal",
        _ => "cannot be used",
    };
}
