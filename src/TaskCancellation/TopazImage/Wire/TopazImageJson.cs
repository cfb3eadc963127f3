using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskCancellation.TopazImage;

/// <summary>The JSON contracts of the Topaz Image API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(JobPage<JobStatus>), TypeInfoPropertyName = "Page")]
[JsonSerializable(typeof(JobPage<JsonElement>), TypeInfoPropertyName = "RawPage")]
[JsonSerializable(typeof(List<JobStatus>), TypeInfoPropertyName = "Array")]
[JsonSerializable(typeof(List<JsonElement>), TypeInfoPropertyName = "RawArray")]
[JsonSerializable(typeof(ErrorReply))]
internal sealed partial class TopazImageJson : JsonSerializerContext;
