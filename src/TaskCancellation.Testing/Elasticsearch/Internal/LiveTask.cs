namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A task, and what has happened to it.</summary>
internal sealed class LiveTask(ElasticsearchTask options, WireId id, WireId parent, DateTimeOffset startedAt)
{
    internal ElasticsearchTask Options => options;

    internal WireId Id => id;

    internal WireId Parent => parent;

    internal DateTimeOffset StartedAt => startedAt;

    internal required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The id and start it had before it was moved, for ever the first ones; null for a task that never was.</summary>
    internal LiveTask? Original { get; init; }

    /// <summary>Tasks of our own requests, which live for an instant.</summary>
    internal bool IsOwn { get; init; }

    internal string? CancelReason { get; set; }

    internal DateTimeOffset? CancelledAt { get; set; }

    internal int Cancels { get; set; }

    internal DateTimeOffset? EndedAt { get; set; }

    internal ElasticsearchEnding Ending { get; set; }

    internal bool IsHeld { get; set; }

    /// <summary>Its time has run out; it is there still because it is held.</summary>
    internal bool IsOverdue { get; set; }

    internal bool IsRelocating { get; set; }

    /// <summary>What every cancel of it is answered with, or null.</summary>
    internal ElasticsearchError? CancelFailure { get; set; }

    internal bool IsLive => EndedAt is null;

    internal bool IsCancelled => CancelReason is not null;

    internal bool IsBulk => options.Action is "indices:data/write/reindex" or "indices:data/write/update/byquery" or "indices:data/write/delete/byquery";

    internal bool IsReindex => options.Action == "indices:data/write/reindex";

    internal bool StoresResult => options.StoresResult ?? IsBulk;

    internal string Description => options.Description ?? options.Action switch
    {
        "indices:data/write/reindex" => "reindex from [source] to [dest]",
        "indices:data/write/update/byquery" => "update-by-query [source]",
        "indices:data/write/delete/byquery" => "delete-by-query [source]",
        _ => "",
    };

    internal bool WasCalled(WireId wanted) => id == wanted || Original?.Id == wanted;

    internal ElasticsearchRow ToRow(bool isStored) => new()
    {
        Id = id.ToString(),
        NodeId = id.Node,
        Action = options.Action,
        Parent = parent.IsSet ? parent.ToString() : null,
        Headers = Headers.ToDictionary(StringComparer.Ordinal),
        Cancellable = options.Cancellable,
        IsCancelled = IsCancelled,
        CancelReason = CancelReason,
        Cancels = Cancels,
        StartedAt = startedAt,
        EndedAt = EndedAt,
        Ending = Ending,
        IsStored = isStored,
    };
}
