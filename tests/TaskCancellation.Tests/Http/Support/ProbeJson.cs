using System.Text.Json.Serialization;

namespace TaskCancellation.Tests.Http;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProbeBody))]
[JsonSerializable(typeof(ProbeError))]
internal sealed partial class ProbeJson : JsonSerializerContext;

internal sealed record ProbeBody(int Value);

internal sealed record ProbeError(string? Code, string? Message);
