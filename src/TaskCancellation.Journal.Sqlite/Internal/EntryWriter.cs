using Microsoft.Data.Sqlite;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>Writes entries, with a command that is prepared once.</summary>
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

    // An outcome gives way to another outcome only, unless it says that nothing was tried, or that it was not allowed. A position keeps its id; whether kind and start time matter, only the service's client knows.
    private static readonly string Upsert = $"""
        INSERT INTO entries (run_id, {Join(Columns, one => one.Column)}) VALUES ($run_id, {Join(Columns, one => "$" + one.Column)})
        ON CONFLICT (run_id, position) DO UPDATE SET {Join(Rest, one => $"{one.Column} = excluded.{one.Column}")}
        WHERE (excluded.verdict IS NOT NULL OR entries.verdict IS NULL OR entries.verdict IN ('{nameof(CancellationVerdict.NotAttempted)}', '{nameof(CancellationVerdict.Denied)}'))
        AND entries.target_id = excluded.target_id
        """;

    private readonly SqliteCommand command;

    internal EntryWriter(SqliteConnection connection)
    {
        command = connection.Command(Upsert, ("$run_id", null));
        foreach (var (column, _) in Columns)
        {
            command.Parameters.AddWithValue("$" + column, DBNull.Value);
        }
    }

    /// <summary>Writes an entry, unless it must not replace what is there: then false.</summary>
    internal bool Write(SqliteTransaction transaction, string runId, JournalEntry entry)
    {
        command.Transaction = transaction;
        command.Parameters[0].Value = ColumnValues.Of(runId);
        for (var index = 0; index < Columns.Length; index++)
        {
            command.Parameters[index + 1].Value = Columns[index].Value(entry) ?? DBNull.Value;
        }

        return command.ExecuteNonQuery() == 1;
    }

    public void Dispose() => command.Dispose();

    private static IEnumerable<(string Column, Func<JournalEntry, object?> Value)> From<T>(Func<JournalEntry, T?> part, params (string Column, Func<T, object?> Value)[] columns)
        where T : class =>
        columns.Select(one => (one.Column, (Func<JournalEntry, object?>)(entry => part(entry) is { } given ? one.Value(given) : null)));

    private static string Join((string Column, Func<JournalEntry, object?> Value)[] columns, Func<(string Column, Func<JournalEntry, object?> Value), string> print) =>
        string.Join(", ", columns.Select(print));
}
