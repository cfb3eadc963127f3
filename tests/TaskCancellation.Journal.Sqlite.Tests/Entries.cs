namespace TaskCancellation.Journal.Sqlite.Tests;

/// <summary>Entries, and what of them must be the same after they were read back.</summary>
internal static class Entries
{
    internal static JournalEntry Intent(long position, TaskTarget? target = null) => new() { Position = position, Target = target ?? $"task-{position}" };

    internal static JournalEntry Outcome(long position, CancellationVerdict verdict = CancellationVerdict.Accepted, TaskTarget? target = null)
    {
        var named = target ?? $"task-{position}";
        return new JournalEntry { Position = position, Target = named, Outcome = new CancellationOutcome { Target = named, Verdict = verdict } };
    }

    internal static JournalEntry With(CancellationOutcome outcome) => new() { Position = 0, Target = outcome.Target, Outcome = outcome };

    /// <summary>An exception has no equality of its own, so it is compared by what it says.</summary>
    internal static object Facts(JournalEntry entry) => new
    {
        entry.Position,
        Target = Exact(entry.Target),
        Outcome = entry.Outcome is null ? null : entry.Outcome with { Error = null, Snapshot = null },
        AcceptedAt = Exact(entry.Outcome?.AcceptedAt),
        Snapshot = entry.Outcome?.Snapshot is { } task ? task with { Details = null } : null,
        Times = (Exact(entry.Outcome?.Snapshot?.EnqueuedAt), Exact(entry.Outcome?.Snapshot?.StartedAt), Exact(entry.Outcome?.Snapshot?.FinishedAt)),
        Error = entry.Outcome?.Error is { } error
            ? (error.Message, error.Reason, error.Delivery, error.StatusCode, error.ErrorCode, error.ServiceName, error.RequestId, error.Request) : default,
        MoreOfIt = entry.Outcome?.Error is { } same
            ? (same.Summary, same.BodyExcerpt, same.FollowsAmbiguousAttempt, same.InnerException?.GetType(), same.InnerException?.Message) : default,
    };

    private static (TaskId, string?, (long, TimeSpan)?) Exact(TaskTarget target) => (target.Id, target.Kind, Exact(target.StartedAt));

    // Instants compare equal whatever their offsets.
    private static (long Ticks, TimeSpan Offset)? Exact(DateTimeOffset? instant) => instant is { } at ? (at.Ticks, at.Offset) : null;
}
