namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What a flagged task comes to, <see cref="ElasticsearchTask.CancelDelay"/> later.</summary>
public enum ElasticsearchCancelEnding
{
    /// <summary>It stops: the reindex family answers with <c>canceled</c>, everything else with <c>task_cancelled_exception</c>.</summary>
    Canceled,

    /// <summary>It stops with <c>task_cancelled_exception</c>, the reindex family too: a cancelled child was quicker.</summary>
    TaskCancelledError,

    /// <summary>It looks at the flag too late and completes.</summary>
    CompletesAnyway,

    /// <summary>It fails for a reason of its own.</summary>
    OwnFailure,

    /// <summary>It never looks at the flag and runs on.</summary>
    Ignored,
}
