namespace TaskCancellation.Parity.Tests.Reading;

/// <summary>What the client is to make of a recorded task.</summary>
internal sealed record ExpectedRead
{
    public required string Id { get; init; }

    public required TaskState State { get; init; }

    public string? Kind { get; init; }

    public DateTimeOffset? EnqueuedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public string? FailureCode { get; init; }

    public bool HasFailure { get; init; }

    public bool IsEndUnknown { get; init; }

    internal static ExpectedRead From(TaskSnapshot snapshot) => new()
    {
        Id = snapshot.Id.Value,
        State = snapshot.State,
        Kind = snapshot.Kind,
        EnqueuedAt = snapshot.EnqueuedAt,
        StartedAt = snapshot.StartedAt,
        FinishedAt = snapshot.FinishedAt,
        FailureCode = snapshot.Failure?.Code,
        HasFailure = snapshot.Failure is not null,
        IsEndUnknown = snapshot.IsEndUnknown,
    };
}
