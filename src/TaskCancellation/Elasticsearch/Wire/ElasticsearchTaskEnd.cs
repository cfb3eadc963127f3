namespace TaskCancellation.Elasticsearch;

/// <summary>How a task stands, or has ended.</summary>
/// <param name="State">The state.</param>
/// <param name="RawState">By what it is known.</param>
/// <param name="Failure">Why it failed, or was canceled.</param>
internal readonly record struct ElasticsearchTaskEnd(TaskState State, string RawState, TaskFailure? Failure = null)
{
    /// <summary>It has ended, and nothing that was recorded says how.</summary>
    internal static ElasticsearchTaskEnd Unrecorded => new(TaskState.Unknown, ElasticsearchLifecycle.Unrecorded);

    internal bool IsUnknown => RawState == ElasticsearchLifecycle.Unrecorded;
}
