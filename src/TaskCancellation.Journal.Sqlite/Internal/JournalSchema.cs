using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>The tables of a journal, and how a file is known to hold them.</summary>
internal static class JournalSchema
{
    /// <summary>Rises with every change of the tables.</summary>
    internal const long Version = 3;

    /// <summary>"TCJL": this file is a journal of ours.</summary>
    private const long Mark = 0x5443_4A4C;

    private static readonly string Tables = string.Create(CultureInfo.InvariantCulture, $"""
        CREATE TABLE runs (
          run_id TEXT NOT NULL PRIMARY KEY,
          service TEXT NOT NULL,
          endpoint TEXT,
          begun_at TEXT NOT NULL,
          entries INTEGER NOT NULL DEFAULT 0,
          checksum INTEGER NOT NULL
        ) WITHOUT ROWID;
        -- Times are ISO 8601 with 100 ns, spans [d.]hh:mm:ss[.fffffff]. No verdict: a cancel was about to be sent, and may have been.
        CREATE TABLE entries (
          run_id TEXT NOT NULL,
          position INTEGER NOT NULL,
          phase TEXT GENERATED ALWAYS AS (CASE WHEN verdict IS NULL THEN 'intent' ELSE 'outcome' END) VIRTUAL,
          target_id TEXT NOT NULL, target_kind TEXT, target_started_at TEXT, target_enqueued_at TEXT,
          verdict TEXT, identity_mismatch INTEGER, service_task TEXT, accepted_at TEXT, sequence INTEGER,
          task_id TEXT, state TEXT, raw_state TEXT, kind TEXT, scope TEXT, name TEXT, parent_id TEXT, canceled_by TEXT,
          enqueued_at TEXT, started_at TEXT, finished_at TEXT, progress REAL, failure_message TEXT, failure_code TEXT, end_unknown INTEGER, poll_after TEXT,
          error_reason TEXT, error_delivery TEXT, error_status INTEGER, error_code TEXT, error_message TEXT, error_service TEXT, error_request TEXT, error_request_id TEXT,
          error_retry_after TEXT, error_follows_ambiguous INTEGER, error_excerpt TEXT, error_cause TEXT, error_cause_message TEXT,
          checksum INTEGER NOT NULL,
          PRIMARY KEY (run_id, position)
        ) WITHOUT ROWID;
        -- An entry that is lost is noticed by their number.
        CREATE TRIGGER entry_added AFTER INSERT ON entries BEGIN
          UPDATE runs SET entries = entries + 1 WHERE run_id = new.run_id;
        END;
        PRAGMA application_id = {Mark};
        PRAGMA user_version = {Version};
        """);

    /// <summary>Makes the tables in a new file. A file of somebody else is left as it is.</summary>
    /// <exception cref="JournalException">The file is of somebody else, or of a later version.</exception>
    internal static void Prepare(SqliteConnection connection, string path, SqliteDurability durability)
    {
        Check(connection, path);
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute($"PRAGMA synchronous = {(durability == SqliteDurability.Full ? "FULL" : "NORMAL")}");
        using var transaction = connection.BeginTransaction(deferred: false);
        if (!Check(connection, path))
        {
            connection.Execute(Tables);
        }

        transaction.Commit();
    }

    /// <summary>Whether the tables are there.</summary>
    private static bool Check(SqliteConnection connection, string path)
    {
        var (mark, version) = (connection.Scalar("PRAGMA application_id"), connection.Scalar("PRAGMA user_version"));
        return (mark, version) switch
        {
            (Mark, Version) => true,
            (Mark, > Version) => throw new JournalException($"The journal {path} is of version {version}; this library knows {Version}. Use a later one.", JournalErrorReason.NewerVersion),
            (Mark, _) => throw new JournalException($"The journal {path} is of version {version}, which this library no longer knows. Name another file.", JournalErrorReason.Damaged),
            (0, 0) when connection.Scalar("SELECT count(*) FROM sqlite_schema") == 0 => false,
            _ => throw new JournalException($"{path} is a database, and not a journal of batches. Name another file.", JournalErrorReason.Damaged),
        };
    }
}
