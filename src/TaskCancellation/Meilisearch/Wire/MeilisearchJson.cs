using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskCancellation.Meilisearch;

/// <summary>The JSON of Meilisearch.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(MeilisearchTaskReply))]
[JsonSerializable(typeof(MeilisearchSummary))]
[JsonSerializable(typeof(MeilisearchPage<MeilisearchTaskReply>))]
[JsonSerializable(typeof(MeilisearchPage<JsonElement>))]
[JsonSerializable(typeof(MeilisearchError))]
[JsonSerializable(typeof(MeilisearchVersion))]
internal sealed partial class MeilisearchJson : JsonSerializerContext;
