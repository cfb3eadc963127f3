using System.Text.Json.Serialization;

namespace TaskCancellation.Serialization;

/// <summary>The JSON of stored data.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    Converters = [typeof(InstantConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(HeaderJson))]
[JsonSerializable(typeof(PlanJson))]
[JsonSerializable(typeof(OperationJson))]
internal sealed partial class StoredJson : JsonSerializerContext;
