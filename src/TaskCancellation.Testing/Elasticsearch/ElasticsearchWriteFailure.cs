namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A document that a task of the reindex family could not write.</summary>
/// <param name="Index">The index.</param>
/// <param name="Id">The id of the document.</param>
/// <param name="Cause">The error.</param>
public sealed record ElasticsearchWriteFailure(string Index, string Id, ElasticsearchError Cause);
