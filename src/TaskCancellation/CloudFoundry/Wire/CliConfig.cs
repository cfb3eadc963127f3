using System.Text.Json.Serialization;

namespace TaskCancellation.CloudFoundry;

/// <summary>What is needed of the cf CLI's config.json. A class, so that no ToString shows the tokens.</summary>
internal sealed class CliConfig
{
    [JsonPropertyName("Target")]
    public string? Target { get; init; }

    [JsonPropertyName("AccessToken")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("RefreshToken")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("AuthorizationEndpoint")]
    public string? AuthorizationEndpoint { get; init; }

    [JsonPropertyName("UaaEndpoint")]
    public string? UaaEndpoint { get; init; }

    [JsonPropertyName("UAAOAuthClient")]
    public string? ClientId { get; init; }

    [JsonPropertyName("UAAOAuthClientSecret")]
    public string? ClientSecret { get; init; }

    [JsonPropertyName("UAAGrantType")]
    public string? GrantType { get; init; }
}
