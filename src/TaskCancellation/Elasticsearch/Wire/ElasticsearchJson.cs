using System.Text.Json.Serialization;

namespace TaskCancellation.Elasticsearch;

/// <summary>The JSON of Elasticsearch and OpenSearch.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TaskInfo))]
[JsonSerializable(typeof(TaskListReply))]
[JsonSerializable(typeof(GetTaskReply))]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(RootReply))]
internal sealed partial class ElasticsearchJson : JsonSerializerContext;
