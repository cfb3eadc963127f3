namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Which parameters a route takes, in the order its errors list them.</summary>
internal static class ParameterTable
{
    private static readonly Parameter BatchUids = new("batchUids", "invalid_batch_uids", (query, value) => query.BatchUids = value.NumberList(), Since.Batches);
    private static readonly Parameter Uids = new("uids", "invalid_task_uids", (query, value) => query.Uids = value.NumberList());

    private static readonly Parameter[] Paging =
    [
        new("limit", "invalid_task_limit", (query, value) => query.Limit = value.Number()),
        new("from", "invalid_task_from", (query, value) => query.From = value.Number()),
        new("reverse", "invalid_task_reverse", (query, value) => query.IsReversed = value.Flag(), Since.Batches),
    ];

    private static readonly Parameter[] Filters =
    [
        new("canceledBy", "invalid_task_canceled_by", (query, value) => query.CanceledBy = value.NumberList()),
        new("types", "invalid_task_types", (query, value) => query.Types = value.KindList()),
        new("statuses", "invalid_task_statuses", (query, value) => query.Statuses = value.StatusList()),
        new("indexUids", "invalid_index_uid", (query, value) => query.IndexUids = value.IndexUidList()),
        new("afterEnqueuedAt", "invalid_task_after_enqueued_at", (query, value) => query.Enqueued = query.Enqueued with { After = value.Date(isLowerBound: true) }),
        new("beforeEnqueuedAt", "invalid_task_before_enqueued_at", (query, value) => query.Enqueued = query.Enqueued with { Before = value.Date(isLowerBound: false) }),
        new("afterStartedAt", "invalid_task_after_started_at", (query, value) => query.Started = query.Started with { After = value.Date(isLowerBound: true) }),
        new("beforeStartedAt", "invalid_task_before_started_at", (query, value) => query.Started = query.Started with { Before = value.Date(isLowerBound: false) }),
        new("afterFinishedAt", "invalid_task_after_finished_at", (query, value) => query.Finished = query.Finished with { After = value.Date(isLowerBound: true) }),
        new("beforeFinishedAt", "invalid_task_before_finished_at", (query, value) => query.Finished = query.Finished with { Before = value.Date(isLowerBound: false) }),
    ];

    /// <summary>For listing tasks or batches.</summary>
    internal static IReadOnlyList<Parameter> List { get; } = [.. Paging, BatchUids, Uids, .. Filters];

    /// <summary>For canceling and deleting.</summary>
    internal static IReadOnlyList<Parameter> Select { get; } = [Uids, BatchUids, .. Filters];

    internal sealed record Parameter(string Name, string Code, Action<TaskQuery, ParameterValue> Read, Since? Since = null);
}
