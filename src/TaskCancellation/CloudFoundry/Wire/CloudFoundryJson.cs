using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskCancellation.CloudFoundry;

/// <summary>The JSON contracts of Cloud Foundry and its UAA.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TaskResource))]
[JsonSerializable(typeof(TaskPage<TaskResource>), TypeInfoPropertyName = "TaskPage")]
[JsonSerializable(typeof(TaskPage<JsonElement>), TypeInfoPropertyName = "RawTaskPage")]
[JsonSerializable(typeof(ErrorEnvelope))]
[JsonSerializable(typeof(RootDocument))]
[JsonSerializable(typeof(UaaTokenReply))]
[JsonSerializable(typeof(UaaErrorReply))]
[JsonSerializable(typeof(CliConfig))]
[JsonSerializable(typeof(TokenClaims))]
internal sealed partial class CloudFoundryJson : JsonSerializerContext;
