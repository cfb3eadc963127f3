using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>How to prove to Cloud Foundry who is asking. Canceling needs the scope <c>cloud_controller.write</c>, reading <c>cloud_controller.read</c>.</summary>
/// <remarks>Immutable; may be shared by several clients. Neither messages, logs nor ToString ever show what is in it.</remarks>
public sealed class CloudFoundryCredential
{
    private readonly string description;
    private readonly Func<TaskHttpPipeline, TimeProvider, CredentialSource> create;

    private CloudFoundryCredential(string description, Func<TaskHttpPipeline, TimeProvider, CredentialSource> create)
    {
        this.description = description;
        this.create = create;
    }

    /// <summary>A fixed access token, with or without <c>bearer </c> before it: what <c>cf oauth-token</c> prints. It lives for minutes or hours, and is not renewed.</summary>
    /// <exception cref="ArgumentException">The token is empty or holds a character that cannot be in a header. The message does not repeat it.</exception>
    public static CloudFoundryCredential AccessToken(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!CloudFoundryToken.IsUsable(token))
        {
            throw new ArgumentException("The access token must be of visible ASCII characters only.", nameof(token));
        }

        var tokens = CredentialSource.Fixed(CloudFoundryToken.Parse(token, "The setting"));
        return new CloudFoundryCredential("a fixed access token", (_, _) => tokens);
    }

    /// <summary>An access token that is asked for at every try, with or without <c>bearer </c> before it.</summary>
    /// <param name="token">Gets the token. Its first argument is true when the service refused the last one as expired: then a new one is due. It is asked so once a call.</param>
    public static CloudFoundryCredential FromDelegate(Func<bool, CancellationToken, ValueTask<string>> token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new CloudFoundryCredential("a delegate", (_, _) => CredentialSource.FromDelegate(token, text => CloudFoundryToken.Parse(text, "The delegate")));
    }

    /// <summary>A user's name and password, exchanged for tokens at the login that the API names. Tokens are kept until shortly before they expire and renewed with the refresh token, else with the password.</summary>
    /// <param name="username">The user.</param>
    /// <param name="password">The password.</param>
    /// <param name="origin">The identity provider the user belongs to; null for the service's default.</param>
    public static CloudFoundryCredential Password(string username, string password, string? origin = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        ArgumentException.ThrowIfNullOrEmpty(password);
        var grant = UaaGrant.Password(username, password, origin);
        return new CloudFoundryCredential("a password", (api, clock) => new UaaTokens(api, clock, grant, null, UaaGrant.PublicClient, ""));
    }

    /// <summary>A client's name and secret, exchanged for tokens at the login that the API names.</summary>
    public static CloudFoundryCredential ClientCredentials(string clientId, string clientSecret)
    {
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentException.ThrowIfNullOrEmpty(clientSecret);
        var grant = UaaGrant.Client(clientId, clientSecret);
        return new CloudFoundryCredential("a client's secret", (api, clock) => new UaaTokens(api, clock, grant, null, clientId, clientSecret));
    }

    /// <summary>A refresh token, exchanged for access tokens at the login that the API names. The service may give a new refresh token for each it takes: the newest is kept in memory, and nowhere else.</summary>
    /// <param name="refreshToken">The refresh token.</param>
    /// <param name="clientId">The client it was issued to; the cf CLI's by default.</param>
    /// <param name="clientSecret">The secret of that client; the cf CLI's has none.</param>
    public static CloudFoundryCredential RefreshToken(string refreshToken, string clientId = UaaGrant.PublicClient, string clientSecret = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(refreshToken);
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentNullException.ThrowIfNull(clientSecret);
        return new CloudFoundryCredential("a refresh token", (api, clock) => new UaaTokens(api, clock, null, refreshToken, clientId, clientSecret));
    }

    /// <summary>The login of the cf CLI on this machine, read from its config.json and never written: its token while that is good, then tokens got with its refresh token and kept in memory. Its target must be the client's endpoint.</summary>
    /// <remarks>Where the service gives refresh tokens for one use only, renewing here makes the CLI ask for its login again. The CLI's choice to skip certificate checks is not followed.</remarks>
    /// <param name="path">The path of config.json; by default where the CLI keeps it: below CF_HOME, else below the home directory.</param>
    public static CloudFoundryCredential CliConfig(string? path = null)
    {
        if (path is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(path);
        }

        return new CloudFoundryCredential("the cf CLI's login", (api, clock) => new CloudFoundryCliTokens(api, clock, path));
    }

    /// <summary>The kind of credential: never what is in it.</summary>
    public override string ToString() => $"{nameof(CloudFoundryCredential)}: {description}";

    internal CredentialSource CreateTokens(TaskHttpPipeline api, TimeProvider clock) => create(api, clock);
}
