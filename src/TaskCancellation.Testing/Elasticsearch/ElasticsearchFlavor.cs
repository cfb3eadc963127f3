namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Which product the emulator plays.</summary>
public enum ElasticsearchFlavor
{
    /// <summary>Elasticsearch 7 to 9.</summary>
    Elasticsearch,

    /// <summary>OpenSearch 1 to 3.</summary>
    OpenSearch,

    /// <summary>Elasticsearch serverless: list and cancel are not available, tasks are read by id, reindexing is cancelled by its own route.</summary>
    Serverless,
}
