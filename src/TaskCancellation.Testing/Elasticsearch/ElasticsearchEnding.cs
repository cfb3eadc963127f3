namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>How a task has ended.</summary>
public enum ElasticsearchEnding
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>It completed.</summary>
    Completed,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It stopped because it was cancelled.</summary>
    Canceled,

    /// <summary>Its node restarted or left, or a hook removed it.</summary>
    Lost,

    /// <summary>It goes on under another id.</summary>
    Relocated,
}
