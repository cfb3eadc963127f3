namespace TaskCancellation.Elasticsearch;

/// <summary>What a failure in the reply to a cancel by id comes down to.</summary>
internal enum ElasticsearchCancelFailure
{
    /// <summary>Something failed on the way; the cancel may have been taken.</summary>
    Unclear = 0,

    /// <summary>The node does not run the task, or is not there.</summary>
    NotRunning,

    /// <summary>The task cannot be canceled, or is not of the kind that was named.</summary>
    NotApplicable,

    /// <summary>Before version 7.8: a cancel was taken before.</summary>
    Repeated,

    /// <summary>The task itself could not be canceled just now.</summary>
    TaskFailed,

    /// <summary>Not allowed.</summary>
    Denied,
}
