using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>What is needed of the cf CLI's config.json. A class, so that no ToString shows the tokens.</summary>
internal sealed class CliConfig(IReadOnlyDictionary<string, string> texts)
{
    internal string? Target => texts.GetValueOrDefault("Target");

    internal string? AccessToken => texts.GetValueOrDefault("AccessToken");

    internal string? RefreshToken => texts.GetValueOrDefault("RefreshToken");

    internal string? AuthorizationEndpoint => texts.GetValueOrDefault("AuthorizationEndpoint");

    internal string? UaaEndpoint => texts.GetValueOrDefault("UaaEndpoint");

    internal string? ClientId => texts.GetValueOrDefault("UAAOAuthClient");

    internal string? ClientSecret => texts.GetValueOrDefault("UAAOAuthClientSecret");

    internal string? GrantType => texts.GetValueOrDefault("UAAGrantType");

    internal static CliConfig Read(ref WireReader reader) =>
        reader.ValueKind == JsonTokenType.StartObject ? new CliConfig(WireStringMap.Read(ref reader).Value) : throw reader.Problem("is not the object that is due");
}
