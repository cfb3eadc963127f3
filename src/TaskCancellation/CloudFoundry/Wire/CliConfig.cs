using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>What is needed of the cf CLI's config.json. A class, so that no ToString shows the tokens.</summary>
internal sealed class CliConfig
{
    internal string? Target { get; private set; }

    internal string? AccessToken { get; private set; }

    internal string? RefreshToken { get; private set; }

    internal string? AuthorizationEndpoint { get; private set; }

    internal string? UaaEndpoint { get; private set; }

    internal string? ClientId { get; private set; }

    internal string? ClientSecret { get; private set; }

    internal string? GrantType { get; private set; }

    internal static CliConfig Read(ref WireReader reader)
    {
        var config = new CliConfig();
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("Target"u8))
            {
                config.Target = reader.Text();
            }
            else if (reader.Is("AccessToken"u8))
            {
                config.AccessToken = reader.Text();
            }
            else if (reader.Is("RefreshToken"u8))
            {
                config.RefreshToken = reader.Text();
            }
            else if (reader.Is("AuthorizationEndpoint"u8))
            {
                config.AuthorizationEndpoint = reader.Text();
            }
            else if (reader.Is("UaaEndpoint"u8))
            {
                config.UaaEndpoint = reader.Text();
            }
            else if (reader.Is("UAAOAuthClient"u8))
            {
                config.ClientId = reader.Text();
            }
            else if (reader.Is("UAAOAuthClientSecret"u8))
            {
                config.ClientSecret = reader.Text();
            }
            else if (reader.Is("UAAGrantType"u8))
            {
                config.GrantType = reader.Text();
            }
        }

        return config;
    }
}
