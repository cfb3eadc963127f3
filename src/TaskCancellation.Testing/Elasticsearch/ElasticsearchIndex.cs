namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>An index to add to the cluster, as far as tasks that read or write it are concerned.</summary>
public sealed record ElasticsearchIndex
{
    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the number of documents. Their ids are consecutive.</summary>
    public int Documents { get; init; }

    /// <summary>Gets the id of the first document.</summary>
    public int FirstId { get; init; }

    /// <summary>Gets the number of shards.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Gets the error of every write to the index; <c>{id}</c> in its reasons stands for the id of the document. <see langword="null"/> for writes that succeed.</summary>
    public ElasticsearchError? WriteFailure { get; init; }

    /// <summary>Gets the error of every search of the index; <see langword="null"/> for searches that succeed.</summary>
    public ElasticsearchError? SearchFailure { get; init; }
}
