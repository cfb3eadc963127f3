using Microsoft.Data.Sqlite;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>Says in the library's terms what SQLite complains of.</summary>
internal static class SqliteFailures
{
    private const int FileWasMoved = 1032;

    internal static JournalException ToJournalException(this SqliteException error, string path)
    {
        var failure = error switch
        {
            { SqliteExtendedErrorCode: FileWasMoved } => JournalFailure.Unavailable,
            { SqliteErrorCode: 3 or 10 or 14 or 23 } => JournalFailure.Unavailable,
            { SqliteErrorCode: 5 or 6 } => JournalFailure.Busy,
            { SqliteErrorCode: 8 } => JournalFailure.ReadOnly,
            { SqliteErrorCode: 11 or 26 } => JournalFailure.Damaged,
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
        JournalFailure.Damaged => "is not a whole SQLite file",
        _ => "cannot be used",
    };
}
