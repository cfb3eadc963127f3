namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>How the index <c>.tasks</c> is, in which results are stored.</summary>
public enum ElasticsearchTasksIndex
{
    /// <summary>It can be read; it is there once something was stored.</summary>
    Available,

    /// <summary>No copy of its shard can be read: 503 for what does not run.</summary>
    Red,

    /// <summary>Somebody has closed it: 400 for what does not run.</summary>
    Closed,

    /// <summary>Somebody has deleted it, and all results with it.</summary>
    Missing,
}
