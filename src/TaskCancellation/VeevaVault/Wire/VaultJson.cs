using System.Text.Json.Serialization;

namespace TaskCancellation.VeevaVault;

/// <summary>The JSON contracts of Vault: envelopes in camel case, jobs in snake case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(VaultFailure))]
[JsonSerializable(typeof(VaultError))]
[JsonSerializable(typeof(VaultError[]))]
[JsonSerializable(typeof(VaultSessionReply))]
[JsonSerializable(typeof(VaultCancelReply))]
[JsonSerializable(typeof(VaultJobReference))]
[JsonSerializable(typeof(VaultJobReply))]
[JsonSerializable(typeof(VaultJob))]
[JsonSerializable(typeof(VaultPage))]
[JsonSerializable(typeof(VaultVersions))]
internal sealed partial class VaultJson : JsonSerializerContext;
