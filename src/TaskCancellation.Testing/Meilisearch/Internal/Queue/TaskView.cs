namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A task as a reader sees it: the stored row under the overlay of the batch that runs.</summary>
internal readonly struct TaskView(TaskRow row, RunningBatch? running)
{
    private readonly RunningBatch? batch = running?.Contains(row.Uid) == true ? running : null;

    internal TaskRow Row { get; } = row;

    internal bool IsProcessing => batch is not null;

    internal string Status => batch is null ? Row.Status : Statuses.Processing;

    internal long? BatchUid => batch?.Uid ?? Row.BatchUid;

    internal Nanos? StartedAt => batch?.StartedAt ?? Row.StartedAt;

    internal string? Duration => StartedAt is { } start && Row.FinishedAt is { } end ? start.DurationTo(end) : null;

    internal MeilisearchRow ToPublic() => new()
    {
        Uid = Row.Uid,
        Kind = Row.Kind,
        IndexUid = Row.IndexUid,
        Status = Status,
        CanceledBy = Row.CanceledBy,
        BatchUid = BatchUid,
        EnqueuedAt = Row.EnqueuedAt.ToDateTimeOffset(),
        StartedAt = StartedAt?.ToDateTimeOffset(),
        FinishedAt = Row.FinishedAt?.ToDateTimeOffset(),
        EnqueuedAtText = Row.EnqueuedAt.ToString(),
        StartedAtText = StartedAt?.ToString(),
        FinishedAtText = Row.FinishedAt?.ToString(),
        Details = Row.Details?.ToString(),
    };
}
