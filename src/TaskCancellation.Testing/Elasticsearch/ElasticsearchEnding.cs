namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>How a task ended.</summary>
public enum ElasticsearchEnding
{
    /// <summary>The task has not ended.</summary>
    None,

    /// <summary>The task completed.</summary>
    Completed,

    /// <summary>The task failed.</summary>
    Failed,

    /// <summary>The task stopped because it was canceled.</summary>
    Canceled,

    /// <summary>The node restarted or left, or a hook removed the task.</summary>
    Lost,

    /// <summary>The task continues under another id.</summary>
    Relocated,
}
