using Microsoft.Data.Sqlite;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>Reads the row that a reader stands on. When to ask again is left out: it counts from a reply long past.</summary>
internal readonly struct EntryReader(SqliteDataReader row, RowChecksum checksum)
{
    internal long Position => row.GetInt64(row.GetOrdinal("position"));

    /// <exception cref="FormatException">A value is not the one that was written, or not one that a journal writes; other exceptions of conversions say the same.</exception>
    internal JournalEntry Read()
    {
        Verify();
        var target = new TaskTarget(RequiredId("target_id"), Text("target_kind"), Instant("target_started_at"), Instant("target_enqueued_at"));
        return new JournalEntry { Position = Position, Target = target, Outcome = Has("verdict") ? Outcome(target) : null };
    }

    /// <summary>Sees that the row is as it was written.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    internal void Verify()
    {
        foreach (var name in EntryWriter.Checked)
        {
            checksum.Add(row.GetValue(row.GetOrdinal(name)));
        }

        if (checksum.Complete() != row.GetInt64(row.GetOrdinal("checksum")))
        {
            throw new FormatException($"an entry, at position {row.GetValue(row.GetOrdinal("position"))}, is not as it was written: its checksum does not fit. Name another file, or restore this one.");
        }
    }

    private CancellationOutcome Outcome(TaskTarget target) => new()
    {
        Target = target,
        Verdict = Enumerated<CancellationVerdict>("verdict"),
        Snapshot = Has("task_id") ? Task() : null,
        Error = Has("error_reason") ? Error() : null,
        IdentityMismatch = Flag("identity_mismatch"),
        ServiceTask = Id("service_task"),
        AcceptedAt = Instant("accepted_at"),
        Sequence = row.GetInt64(row.GetOrdinal("sequence")),
    };

    private TaskSnapshot Task() => new()
    {
        Id = RequiredId("task_id"),
        State = Enumerated<TaskState>("state"),
        RawState = Required("raw_state"),
        Kind = Text("kind"),
        Scope = Text("scope"),
        Name = Text("name"),
        ParentId = Id("parent_id"),
        CanceledBy = Id("canceled_by"),
        EnqueuedAt = Instant("enqueued_at"),
        StartedAt = Instant("started_at"),
        FinishedAt = Instant("finished_at"),
        Progress = Has("progress") ? row.GetDouble(row.GetOrdinal("progress")) : null,
        Failure = Text("failure_message") is { } message ? new TaskFailure(message, Text("failure_code")) : null,
        IsEndUnknown = Flag("end_unknown"),
    };

    private TaskRequestException Error() => new(Required("error_message"), ErrorCause.Restore(Text("error_cause"), Text("error_cause_message")))
    {
        Reason = Enumerated<TaskErrorReason>("error_reason"),
        Delivery = Enumerated<RequestDelivery>("error_delivery"),
        StatusCode = Has("error_status") ? row.GetInt32(row.GetOrdinal("error_status")) : null,
        ErrorCode = Text("error_code"),
        ServiceName = Text("error_service"),
        Request = Text("error_request"),
        RequestId = Text("error_request_id"),
        FollowsAmbiguousAttempt = Flag("error_follows_ambiguous"),
        BodyExcerpt = Text("error_excerpt"),
    };

    private bool Has(string column) => !row.IsDBNull(row.GetOrdinal(column));

    private bool Flag(string column) => row.GetBoolean(row.GetOrdinal(column));

    private string? Text(string column) => ColumnValues.ToText(row.GetValue(row.GetOrdinal(column)));

    private string Required(string column) => Text(column) ?? throw new FormatException($"{column} is missing.");

    private TaskId RequiredId(string column) => new(Required(column));

    private TaskId? Id(string column) => Text(column) is { } text ? new TaskId(text) : default(TaskId?);

    private DateTimeOffset? Instant(string column) => Text(column) is { } text ? ColumnValues.ToInstant(text) : null;

    // Enum.Parse takes numbers too, which no journal writes.
    private T Enumerated<T>(string column)
        where T : struct, Enum =>
        Enum.TryParse<T>(Required(column), out var value) && value.ToString() == Text(column) && Enum.IsDefined(value) ? value : throw new FormatException($"{column} is \"{Text(column)}\", which this library does not know.");
}
