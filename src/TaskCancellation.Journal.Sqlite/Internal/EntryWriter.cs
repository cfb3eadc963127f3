using Microsoft.Data.Sqlite;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>Writes entries, each with the checksum of its values, with a command that is prepared once.</summary>
internal sealed class EntryWriter : IDisposable
{
    private static readonly (string Column, Func<JournalEntry, object?> Value)[] Rest =
    [
        ("target_kind", entry => ColumnValues.Of(entry.Target.Kind)),
        ("target_started_at", entry => ColumnValues.Of(entry.Target.StartedAt)),
        ("target_enqueued_at", entry => ColumnValues.Of(entry.Target.EnqueuedAt)),
        ("verdict", entry => entry.Outcome?.Verdict.ToString()),
        ("identity_mismatch", entry => entry.Outcome?.IdentityMismatch),
        ("service_task", entry => ColumnValues.Of(entry.Outcome?.ServiceTask)),
        ("accepted_at", entry => ColumnValues.Of(entry.Outcome?.AcceptedAt)),
        ("sequence", entry => entry.Outcome?.Sequence),
        .. From(entry => entry.Outcome?.Snapshot,
            ("task_id", task => ColumnValues.Of((TaskId?)task.Id)),
            ("state", task => task.State.ToString()),
            ("raw_state", task => ColumnValues.Of(task.RawState)),
            ("kind", task => ColumnValues.Of(task.Kind)),
            ("scope", task => ColumnValues.Of(task.Scope)),
            ("name", task => ColumnValues.Of(task.Name)),
            ("parent_id", task => ColumnValues.Of(task.ParentId)),
            ("canceled_by", task => ColumnValues.Of(task.CanceledBy)),
            ("enqueued_at", task => ColumnValues.Of(task.EnqueuedAt)),
            ("started_at", task => ColumnValues.Of(task.StartedAt)),
            ("finished_at", task => ColumnValues.Of(task.FinishedAt)),
            ("progress", task => task.Progress),
            ("failure_message", task => ColumnValues.Of(task.Failure?.Message)),
            ("failure_code", task => ColumnValues.Of(task.Failure?.Code)),
            ("end_unknown", task => task.IsEndUnknown),
            ("poll_after", task => ColumnValues.Of(task.PollAfter))),
        .. From(entry => entry.Outcome?.Error,
            ("error_reason", error => error.Reason.ToString()),
            ("error_delivery", error => error.Delivery.ToString()),
            ("error_status", error => error.StatusCode),
            ("error_code", error => ColumnValues.Of(error.ErrorCode)),
            ("error_message", error => ColumnValues.Of(error.Summary)),
            ("error_service", error => ColumnValues.Of(error.ServiceName)),
            ("error_request", error => ColumnValues.Of(error.Request)),
            ("error_request_id", error => ColumnValues.Of(error.RequestId)),
            ("error_retry_after", error => ColumnValues.Of(error.RetryAfter)),
            ("error_follows_ambiguous", error => error.FollowsAmbiguousAttempt),
            ("error_excerpt", error => ColumnValues.Of(error.BodyExcerpt)),
            ("error_cause", error => ErrorCause.Of(error.InnerException)?.Name),
            ("error_cause_message", error => ColumnValues.Of(ErrorCause.Of(error.InnerException)?.Message))),
    ];

    private static readonly (string Column, Func<JournalEntry, object?> Value)[] Columns =
        [("position", entry => entry.Position), ("target_id", entry => ColumnValues.Of((TaskId?)entry.Target.Id)), .. Rest];

    private static readonly string[] Names = ["run_id", .. Columns.Select(one => one.Column)];

    // An outcome gives way to another outcome only, unless it says that nothing was tried, or that it was not allowed. A position keeps its id; whether kind and start time matter, only the service's client knows.
    private static readonly string Upsert = $"""
        INSERT INTO entries ({Join(Names, name => name)}, checksum) VALUES ({Join(Names, name => "$" + name)}, $checksum)
        ON CONFLICT (run_id, position) DO UPDATE SET {Join(Rest.Select(one => one.Column), name => $"{name} = excluded.{name}")}, checksum = excluded.checksum
        WHERE (excluded.verdict IS NOT NULL OR entries.verdict IS NULL OR entries.verdict IN ('{nameof(CancellationVerdict.NotAttempted)}', '{nameof(CancellationVerdict.Denied)}'))
        AND entries.target_id = excluded.target_id
        """;

    private readonly RowChecksum checksum = new();
    private readonly SqliteCommand command;

    internal EntryWriter(SqliteConnection connection)
    {
        command = connection.Command(Upsert);
        foreach (var name in Names.Append("checksum"))
        {
            command.Parameters.AddWithValue("$" + name, DBNull.Value);
        }
    }

    /// <summary>The columns that the checksum is of, in its order.</summary>
    internal static ReadOnlySpan<string> Checked => Names;

    /// <summary>Writes an entry, unless it must not replace what is there: then false.</summary>
    internal bool Write(SqliteTransaction transaction, string runId, JournalEntry entry)
    {
        command.Transaction = transaction;
        Set(0, ColumnValues.Of(runId));
        for (var index = 0; index < Columns.Length; index++)
        {
            Set(index + 1, Columns[index].Value(entry));
        }

        command.Parameters[Names.Length].Value = checksum.Complete();
        return command.ExecuteNonQuery() == 1;
    }

    public void Dispose() => command.Dispose();

    private void Set(int parameter, object? value)
    {
        command.Parameters[parameter].Value = value ?? DBNull.Value;
        checksum.Add(value);
    }

    private static IEnumerable<(string Column, Func<JournalEntry, object?> Value)> From<T>(Func<JournalEntry, T?> part, params (string Column, Func<T, object?> Value)[] columns)
        where T : class =>
        columns.Select(one => (one.Column, (Func<JournalEntry, object?>)(entry => part(entry) is { } given ? one.Value(given) : null)));

    private static string Join(IEnumerable<string> names, Func<string, string> print) => string.Join(", ", names.Select(print));
}
