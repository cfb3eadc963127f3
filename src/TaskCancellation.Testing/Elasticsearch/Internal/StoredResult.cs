namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A document of the <c>.tasks</c> index: what a task came to.</summary>
internal sealed record StoredResult(LiveTask Task, string? Response, ElasticsearchError? Error);
