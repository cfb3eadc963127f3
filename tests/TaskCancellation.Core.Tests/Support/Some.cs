namespace TaskCancellation.Core.Tests;

/// <summary>Short names for values that tests need in passing.</summary>
internal static class Some
{
    internal static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    internal static TimeSpan Seconds(double count) => TimeSpan.FromSeconds(count);

    internal static TaskSnapshot Task(TaskId id, TaskState state = TaskState.Running, string? kind = null) => new()
    {
        Id = id,
        State = state,
        RawState = state.ToString(),
        Kind = kind,
    };

    internal static TaskRequestException Error(
        TaskErrorReason kind = TaskErrorReason.ServerError, RequestDelivery delivery = RequestDelivery.Answered, bool isAmbiguous = false, string? code = null, double? retryAfter = null) =>
        new($"scripted {kind}")
        {
            Reason = kind,
            Delivery = delivery,
            FollowsAmbiguousAttempt = isAmbiguous,
            ErrorCode = code,
            RetryAfter = retryAfter is { } seconds ? Seconds(seconds) : null,
        };

    internal static TaskRequestException LostReply() => Error(TaskErrorReason.Connection, RequestDelivery.MaybeSent);

    internal static CancellationOutcome Outcome(CancellationVerdict verdict, TaskId? id = null, long sequence = 1) =>
        new() { Target = id ?? "t", Verdict = verdict, Sequence = sequence };

    internal static CancellationReport Report(params CancellationVerdict[] verdicts) =>
        new() { Outcomes = [.. verdicts.Select((verdict, at) => Outcome(verdict, at))], IsComplete = true };

    internal static TaskFilter Kinds(params string[] kinds) => new() { Kinds = kinds };
}
