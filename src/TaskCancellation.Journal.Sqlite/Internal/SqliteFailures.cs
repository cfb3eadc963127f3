using Microsoft.Data.Sqlite;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>Says in the library's terms what SQLite complains of.</summary>
internal static class SqliteFailures
{
    private const int FileWasMoved = 1032;

    // The library's own commands are right: what they name is gone.
    private const int NoSuchTableOrColumn = 1;

    /// <summary>What is no complaint of SQLite's own comes of values, or columns, that no journal has.</summary>
    internal static JournalException ToJournalException(this Exception error, string path) => error switch
    {
        SqliteException complaint => ToJournalException(complaint, path),
        TypeInitializationException or DllNotFoundException or BadImageFormatException or EntryPointNotFoundException => new JournalException(
            $"The journal {path} cannot be reached: SQLite's native library (e_sqlite3) cannot be loaded. {FirstSentence(error)} Deploy the folder 'runtimes', or the library itself, beside the program.",
            JournalErrorReason.Unavailable,
            error),
        _ => new JournalException($"The journal {path} holds what no journal writes: {error.Message}", JournalErrorReason.Damaged, error),
    };

    // The innermost cause says what is missing, and then at length where it was looked for.
    private static string FirstSentence(Exception error) => error.GetBaseException().Message.ReplaceLineEndings(" ").Split(". ")[0].TrimEnd('.') + ".";

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
        return new JournalException($"The journal {path} {Describe(failure)}: {error.Message.TrimEnd('.')}. {Advise(failure)}", failure, error);
    }

    private static string Advise(JournalErrorReason failure) => failure switch
    {
        JournalErrorReason.Unavailable => "Check that the folder exists and that this program may use it.",
        JournalErrorReason.Busy => "Try again when the others are done.",
        JournalErrorReason.ReadOnly => "Let this program write to the file and to its folder.",
        JournalErrorReason.Full => "Make room on the disk, and resume the run.",
        JournalErrorReason.Damaged => "Name another file, or restore this one.",
        _ => "Nothing of the failed write is in it.",
    };

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
