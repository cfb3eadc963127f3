namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>One task as the emulator has it, ended ones included, for checks.</summary>
public sealed record ElasticsearchRow
{
    /// <summary>Its full id; another incarnation of the node can have used it too.</summary>
    public required string Id { get; init; }

    /// <summary>The id of its node.</summary>
    public required string NodeId { get; init; }

    /// <summary>Its action.</summary>
    public required string Action { get; init; }

    /// <summary>The full id of its parent, or null.</summary>
    public string? ParentId { get; init; }

    /// <summary>Its headers.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Whether it can be cancelled.</summary>
    public required bool IsCancelable { get; init; }

    /// <summary>Whether its flag is set.</summary>
    public required bool IsCanceled { get; init; }

    /// <summary>Why its flag is set, or null.</summary>
    public string? CancelReason { get; init; }

    /// <summary>How many cancels have reached it, those of its parents included.</summary>
    public required int CancelCount { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How it ended.</summary>
    public required ElasticsearchEnding Ending { get; init; }

    /// <summary>Whether its result can be read.</summary>
    public required bool IsStored { get; init; }
}
