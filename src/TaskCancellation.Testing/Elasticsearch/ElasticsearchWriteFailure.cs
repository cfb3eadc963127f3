namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A document that a task of the reindex family could not write.</summary>
/// <param name="Index">The index.</param>
/// <param name="Id">The document.</param>
/// <param name="Cause">Why.</param>
public sealed record ElasticsearchWriteFailure(string Index, string Id, ElasticsearchError Cause);
