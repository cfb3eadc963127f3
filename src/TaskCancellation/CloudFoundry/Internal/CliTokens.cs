using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Tokens of the cf CLI's own login. What it stored is used while it is good, and renewed in memory after that; a newer login of the CLI is picked up with the next renewal.</summary>
internal sealed class CliTokens(TaskHttpPipeline api, TimeProvider clock, string? path) : LoginTokens(clock)
{
    // As the CLI does.
    private static readonly TimeSpan MinLeft = TimeSpan.FromMinutes(1);

    private readonly UaaLogin login = new(api);
    private readonly TimeProvider clock = clock;
    private string? refusedStored;
    private string? storedRefreshToken;
    private string? newestRefreshToken;

    private protected override async Task<IssuedToken> LoginAsync(string? refused)
    {
        var file = path ?? CliConfigFile.DefaultPath();
        var config = CliConfigFile.Read(file);
        RequireTarget(config, file);
        if (Stored(config, refused) is { } stored)
        {
            return stored;
        }

        if (storedRefreshToken != config.RefreshToken)
        {
            (storedRefreshToken, newestRefreshToken) = (config.RefreshToken, config.RefreshToken);
        }

        var address = (config.AuthorizationEndpoint ?? config.UaaEndpoint) is { Length: > 0 } named
            ? UaaLogin.Address(named, "The cf CLI's configuration names a login that")
            : await login.DiscoverAsync().ConfigureAwait(false);
        var reply = await login.SendAsync(address, GrantOf(config)).ConfigureAwait(false);
        newestRefreshToken = reply.RefreshToken ?? newestRefreshToken;
        return reply.ToIssued();
    }

    private IssuedToken? Stored(CliConfig config, string? refused)
    {
        if (!BearerToken.IsUsable(config.AccessToken))
        {
            return null;
        }

        var token = BearerToken.Parse(config.AccessToken, "The cf CLI's configuration");
        var left = BearerToken.ExpiryOf(token) - clock.GetUtcNow();
        if (token == refused)
        {
            refusedStored = token;
        }

        return token == refusedStored || left < MinLeft ? null : new IssuedToken(token, left);
    }

    private UaaGrant GrantOf(CliConfig config)
    {
        var (id, secret) = (string.IsNullOrEmpty(config.ClientId) ? UaaGrant.PublicClient : config.ClientId, config.ClientSecret ?? "");
        return config.GrantType == "client_credentials" ? OfClient(id, secret)
            : !string.IsNullOrEmpty(newestRefreshToken) ? UaaGrant.Refresh(newestRefreshToken, id, secret)
            : throw new TaskClientException("The cf CLI's token has expired and there is none to renew it with. Log in with 'cf login'.");
    }

    // Where a client logged in by itself, the CLI keeps its name alone.
    private static UaaGrant OfClient(string id, string secret) => secret.Length > 0 ? UaaGrant.Client(id, secret)
        : throw new TaskClientException($"The cf CLI's token has expired. It was logged in with the credentials of the client '{id}', whose secret it does not keep, so that the token cannot be renewed. Log in with 'cf auth --client-credentials', or use {nameof(CloudFoundryCredential)}.{nameof(CloudFoundryCredential.ClientCredentials)}.");

    private void RequireTarget(CliConfig config, string file)
    {
        if (!Uri.TryCreate(config.Target, UriKind.Absolute, out var target)
            || Uri.Compare(target, api.Endpoint, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0
            || target.AbsolutePath.TrimEnd('/') != api.Endpoint.AbsolutePath.TrimEnd('/'))
        {
            throw new TaskClientException($"The cf CLI is not logged in at {api.Endpoint}: {file} is about {(string.IsNullOrEmpty(config.Target) ? "no API" : target?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) ?? "something else")}. Run 'cf api' and 'cf login', or change Endpoint.");
        }
    }
}
