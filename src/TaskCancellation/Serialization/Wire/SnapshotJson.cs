namespace TaskCancellation.Serialization;

/// <summary>A task as it was seen, without what only its service knows of it.</summary>
internal sealed record SnapshotJson
{
    public required string Id { get; init; }

    public required string State { get; init; }

    public required string RawState { get; init; }

    public string? Kind { get; init; }

    public string? Scope { get; init; }

    public string? Name { get; init; }

    public string? ParentId { get; init; }

    public string? CanceledBy { get; init; }

    public DateTimeOffset? EnqueuedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public double? Progress { get; init; }

    public FailureJson? Failure { get; init; }

    public bool? IsEndUnknown { get; init; }

    internal static SnapshotJson From(TaskSnapshot task) => new()
    {
        Id = task.Id.Value,
        State = task.State.ToString(),
        RawState = task.RawState,
        Kind = task.Kind,
        Scope = task.Scope,
        Name = task.Name,
        ParentId = task.ParentId?.Value,
        CanceledBy = task.CanceledBy?.Value,
        EnqueuedAt = task.EnqueuedAt,
        StartedAt = task.StartedAt,
        FinishedAt = task.FinishedAt,
        Progress = task.Progress,
        Failure = task.Failure is { } failure ? new FailureJson { Message = failure.Message, Code = failure.Code } : null,
        IsEndUnknown = task.IsEndUnknown ? true : null,
    };

    internal TaskSnapshot ToModel() => new()
    {
        Id = Id,
        State = Stored.Name<TaskState>(State),
        RawState = RawState,
        Kind = Kind,
        Scope = Scope,
        Name = Name,
        ParentId = ParentId is null ? default(TaskId?) : ParentId,
        CanceledBy = CanceledBy is null ? default(TaskId?) : CanceledBy,
        EnqueuedAt = EnqueuedAt,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        Progress = Progress,
        Failure = Failure is null ? null : new TaskFailure(Failure.Message, Failure.Code),
        IsEndUnknown = IsEndUnknown ?? false,
    };
}

/// <summary>Why a task failed.</summary>
internal sealed record FailureJson
{
    public required string Message { get; init; }

    public string? Code { get; init; }
}
