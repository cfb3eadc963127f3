namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A task with its state and history.</summary>
internal sealed class ElasticsearchStoredTask(ElasticsearchTask options, WireId id, WireId parent, DateTimeOffset startedAt)
{
    internal ElasticsearchTask Options => options;

    internal WireId Id => id;

    internal WireId Parent => parent;

    internal DateTimeOffset StartedAt => startedAt;

    internal required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The id and start it had before it was moved, for ever the first ones; null for a task that never was.</summary>
    internal ElasticsearchStoredTask? Original { get; init; }

    /// <summary>A task that a request is itself.</summary>
    internal bool IsOwn { get; init; }

    internal string? CancelReason { get; set; }

    internal DateTimeOffset? CanceledAt { get; set; }

    internal int Cancels { get; set; }

    internal DateTimeOffset? EndedAt { get; set; }

    internal ElasticsearchEnding Ending { get; set; }

    /// <summary>What it ended with; null where it ended with a response, or not yet.</summary>
    internal ElasticsearchError? Error { get; set; }

    internal bool IsHeld { get; set; }

    /// <summary>Its time has run out; it is there still because it is held.</summary>
    internal bool IsOverdue { get; set; }

    /// <summary>The work that it does on indices; null where the test alone says how far it is.</summary>
    internal BulkRun? Run { get; set; }

    /// <summary>The index that it searches, for what a canceled search says; null where nothing is known of it.</summary>
    internal string? Searched { get; set; }

    /// <summary>Its slices; null for a task without.</summary>
    internal IReadOnlyList<ElasticsearchStoredTask>? Slices { get; set; }

    /// <summary>The task that it is a slice of; null for one that is none.</summary>
    internal ElasticsearchStoredTask? Leader { get; set; }

    internal int? SliceId { get; set; }

    internal bool IsRelocating { get; set; }

    /// <summary>What every cancel of it is answered with, or null.</summary>
    internal ElasticsearchError? CancelFailure { get; set; }

    internal bool IsLive => EndedAt is null;

    internal bool IsCanceled => CancelReason is not null;

    internal bool IsBulk => options.Action is BulkRequest.Reindex or BulkRequest.Update or BulkRequest.Delete;

    internal bool IsReindex => options.Action == BulkRequest.Reindex;

    internal bool StoresResult => options.StoresResult ?? IsBulk;

    internal string Description => options.Description ?? options.Action switch
    {
        BulkRequest.Reindex => "reindex from [source] to [dest]",
        BulkRequest.Update => "update-by-query [source]",
        BulkRequest.Delete => "delete-by-query [source]",
        _ => "",
    };

    internal bool WasCalled(WireId wanted) => id == wanted || Original?.Id == wanted;

    internal ElasticsearchRow ToRow(bool isStored) => new()
    {
        Id = id.ToString(),
        NodeId = id.Node,
        Action = options.Action,
        Description = Description,
        ParentId = parent.IsSet ? parent.ToString() : null,
        Headers = Headers.ToDictionary(StringComparer.Ordinal),
        IsCancelable = options.IsCancelable,
        IsCanceled = IsCanceled,
        CancelReason = CancelReason,
        CancelCount = Cancels,
        StartedAt = startedAt,
        FinishedAt = EndedAt,
        Ending = Ending,
        IsStored = isStored,
        IsHeld = IsHeld,
    };
}
