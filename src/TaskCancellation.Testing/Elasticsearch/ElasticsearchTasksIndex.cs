namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The state of the <c>.tasks</c> index, which stores results.</summary>
public enum ElasticsearchTasksIndex
{
    /// <summary>The index can be read. It exists once something was stored.</summary>
    Available,

    /// <summary>No copy of its shard can be read: 503 for tasks that do not run.</summary>
    Red,

    /// <summary>The index is closed: 400 for tasks that do not run.</summary>
    Closed,

    /// <summary>The index was deleted, with all results.</summary>
    Missing,
}
