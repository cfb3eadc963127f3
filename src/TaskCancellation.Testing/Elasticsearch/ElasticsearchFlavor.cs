namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The product to emulate.</summary>
public enum ElasticsearchFlavor
{
    /// <summary>Elasticsearch 7 to 9.</summary>
    Elasticsearch,

    /// <summary>OpenSearch 1 to 3.</summary>
    OpenSearch,

    /// <summary>Elasticsearch Serverless: list and cancel are not available, tasks are read by id, and reindexing is canceled by a route of its own.</summary>
    Serverless,
}
