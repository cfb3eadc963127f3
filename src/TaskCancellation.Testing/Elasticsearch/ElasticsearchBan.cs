namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What a node remembers of a cancelled parent for as long as children of it run there.</summary>
/// <param name="NodeId">The node that has been told.</param>
/// <param name="ParentTaskId">The cancelled task.</param>
/// <param name="Reason">Why it was cancelled.</param>
public sealed record ElasticsearchBan(string NodeId, string ParentTaskId, string Reason);
