namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A task as the emulator holds it, ended ones included, for assertions that do not go through the wire.</summary>
public sealed record ElasticsearchRow
{
    /// <summary>Gets the full id. A task before a restart of the node can have had the same id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the id of the node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Gets the action.</summary>
    public required string Action { get; init; }

    /// <summary>Gets the description, as clients read it.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the full id of the parent, or <see langword="null"/>.</summary>
    public string? ParentId { get; init; }

    /// <summary>Gets the headers.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Gets a value indicating whether the task can be canceled.</summary>
    public required bool IsCancelable { get; init; }

    /// <summary>Gets a value indicating whether the task's <c>cancelled</c> flag is set.</summary>
    public required bool IsCanceled { get; init; }

    /// <summary>Gets the reason of the cancel, or <see langword="null"/>.</summary>
    public string? CancelReason { get; init; }

    /// <summary>Gets how many cancels reached the task, those of its parents included.</summary>
    public required int CancelCount { get; init; }

    /// <summary>Gets when the task started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets when the task ended, or <see langword="null"/>.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Gets how the task ended.</summary>
    public required ElasticsearchEnding Ending { get; init; }

    /// <summary>Gets a value indicating whether the result of the task can be read.</summary>
    public required bool IsStored { get; init; }

    /// <summary>Gets a value indicating whether the task is held: it neither progresses nor ends by itself.</summary>
    public required bool IsHeld { get; init; }
}
