using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskCancellation.Meilisearch;

/// <summary>The JSON of Meilisearch.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, MaxDepth = MaxDepth)]
[JsonSerializable(typeof(MeilisearchTaskReply))]
[JsonSerializable(typeof(MeilisearchSummary))]
[JsonSerializable(typeof(MeilisearchPage<MeilisearchTaskReply>))]
[JsonSerializable(typeof(MeilisearchPage<JsonElement>))]
[JsonSerializable(typeof(MeilisearchError))]
[JsonSerializable(typeof(MeilisearchVersion))]
internal sealed partial class MeilisearchJson : JsonSerializerContext
{
    // Whoever may write documents can nest a filter that the details of its task repeat: the server takes 128 levels of it. What is not read is skipped, however deep.
    private const int MaxDepth = 1024;
}
