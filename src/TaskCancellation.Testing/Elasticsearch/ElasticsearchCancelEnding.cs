namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>How a canceled task ends, <see cref="ElasticsearchTask.CancelDelay"/> later.</summary>
public enum ElasticsearchCancelEnding
{
    /// <summary>The task stops: the reindex family answers with <c>canceled</c>, everything else with <c>task_cancelled_exception</c>.</summary>
    Canceled,

    /// <summary>The task stops with <c>task_cancelled_exception</c>, the reindex family too: a canceled child was faster.</summary>
    TaskCanceledError,

    /// <summary>The task was searching. Every shard stopped, and it ends with <c>search_phase_execution_exception</c> around the cancellation.</summary>
    SearchCanceled,

    /// <summary>The task was searching, and one shard stopped before another had started.</summary>
    SearchPartlyCanceled,

    /// <summary>The task was fetching the results of a search.</summary>
    FetchCanceled,

    /// <summary>The task was about to start a child, which a canceled task cannot do.</summary>
    ChildRefused,

    /// <summary>The task checks the flag too late and completes.</summary>
    CompletesAnyway,

    /// <summary>The task fails for a reason of its own.</summary>
    OwnFailure,

    /// <summary>The task never checks the flag and continues.</summary>
    Ignored,
}
