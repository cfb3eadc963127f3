using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Output;

/// <summary>Tasks and outcomes as rows.</summary>
internal static class TaskRows
{
    internal static IReadOnlyList<Field> Of(TaskSnapshot task) =>
    [
        new("id", task.Id.Value, "task"),
        new("state", task.State, "state"),
        new("rawState", task.RawState),
        new("isTerminal", task.IsTerminal),
        new("kind", task.Kind, "kind"),
        new("scope", task.Scope, "scope"),
        new("name", task.Name, "name"),
        new("progress", task.Progress, "progress"),
        new("parentId", task.ParentId?.Value),
        new("enqueuedAt", task.EnqueuedAt, "enqueued"),
        new("startedAt", task.StartedAt, "started"),
        new("finishedAt", task.FinishedAt, "finished"),
        new("canceledBy", task.CanceledBy?.Value),
        new("isEndUnknown", task.IsEndUnknown),
        new("failure", task.Failure?.Message, "failure"),
        new("failureCode", task.Failure?.Code),
    ];

    internal static IReadOnlyList<Field> Of(CancellationOutcome outcome) =>
    [
        new("id", outcome.Target.Id.Value, "task"),
        new("verdict", outcome.Verdict, "verdict"),
        new("isEnded", outcome.HasEnded),
        new("state", outcome.Snapshot?.State, "state now"),
        new("rawState", outcome.Snapshot?.RawState),
        new("kind", outcome.Snapshot?.Kind ?? outcome.Target.Kind, "kind"),
        new("scope", outcome.Snapshot?.Scope, "scope"),
        new("name", outcome.Snapshot?.Name, "name"),
        new("identityMismatch", outcome.IdentityMismatch),
        new("serviceTask", outcome.ServiceTask?.Value),
        new("note", Note(outcome), "note"),
        new("errorReason", outcome.Error?.Reason),
    ];

    private static string? Note(CancellationOutcome outcome) =>
        outcome.IdentityMismatch ? "another task has this id now"
        : outcome.Error is { } error ? Wording.Of(error.Message)
        : outcome.BlockedBy is { } blocker ? $"queued behind {blocker}"
        : outcome.Snapshot?.Failure?.Message;
}
