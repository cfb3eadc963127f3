namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What a flagged task comes to, <see cref="ElasticsearchTask.CancelDelay"/> later.</summary>
public enum ElasticsearchCancelEnding
{
    /// <summary>It stops: the reindex family answers with <c>canceled</c>, everything else with <c>task_cancelled_exception</c>.</summary>
    Canceled,

    /// <summary>It stops with <c>task_cancelled_exception</c>, the reindex family too: a cancelled child was quicker.</summary>
    TaskCanceledError,

    /// <summary>It was searching: every shard stopped, and it ends with <c>search_phase_execution_exception</c> around the cancellation.</summary>
    SearchCanceled,

    /// <summary>It was searching, and one shard stopped before another had begun.</summary>
    SearchPartlyCanceled,

    /// <summary>It was fetching what a search had found.</summary>
    FetchCanceled,

    /// <summary>It was about to start a child, which a cancelled task may not.</summary>
    ChildRefused,

    /// <summary>It looks at the flag too late and completes.</summary>
    CompletesAnyway,

    /// <summary>It fails for a reason of its own.</summary>
    OwnFailure,

    /// <summary>It never looks at the flag and runs on.</summary>
    Ignored,
}
