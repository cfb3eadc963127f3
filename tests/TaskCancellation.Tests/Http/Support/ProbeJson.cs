using System.Text.Json.Serialization;

namespace TaskCancellation.Tests.Http;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProbeBody))]
internal sealed partial class ProbeJson : JsonSerializerContext;

internal sealed record ProbeBody(int Value);

