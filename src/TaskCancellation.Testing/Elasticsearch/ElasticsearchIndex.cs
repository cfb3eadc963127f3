namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>An index to put into the cluster, as far as tasks that read it or write to it can tell.</summary>
public sealed record ElasticsearchIndex
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How many documents it has; their ids count up.</summary>
    public int Documents { get; init; }

    /// <summary>The id of the first document.</summary>
    public int FirstId { get; init; }

    /// <summary>How many shards it has.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>What every write to it fails with; <c>{id}</c> in the reasons stands for the id of the document. Null to take what is written.</summary>
    public ElasticsearchError? WriteFailure { get; init; }

    /// <summary>What every search of it fails with; null to let it be searched.</summary>
    public ElasticsearchError? SearchFailure { get; init; }
}
