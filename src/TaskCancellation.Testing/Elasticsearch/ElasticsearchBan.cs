namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What a node remembers of a canceled parent while children of it run there.</summary>
/// <param name="NodeId">The node that remembers it.</param>
/// <param name="ParentTaskId">The canceled task.</param>
/// <param name="Reason">The reason of the cancel.</param>
public sealed record ElasticsearchBan(string NodeId, string ParentTaskId, string Reason);
