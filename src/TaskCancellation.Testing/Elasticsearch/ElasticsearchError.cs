using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>An exception as the wire shows it.</summary>
/// <param name="Type">The type, such as <c>illegal_argument_exception</c>.</param>
/// <param name="Reason">The message.</param>
/// <param name="CausedBy">The inner exception.</param>
public sealed record ElasticsearchError(string Type, string Reason, ElasticsearchError? CausedBy = null)
{
    /// <summary>Written between the reason and the cause, in order.</summary>
    internal IReadOnlyList<KeyValuePair<string, JsonNode?>> Metadata { get; init; } = [];

    internal ElasticsearchError With(string key, JsonNode? value) => this with { Metadata = [.. Metadata, new(key, value)] };
}
