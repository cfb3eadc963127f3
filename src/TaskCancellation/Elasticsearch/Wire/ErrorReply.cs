using System.Text.Json;

namespace TaskCancellation.Elasticsearch;

/// <summary>An unsuccessful reply. The error is an object, or a text.</summary>
internal sealed record ErrorReply(JsonElement? Error);
