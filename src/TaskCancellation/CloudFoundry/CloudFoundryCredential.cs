using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>The credential that a <see cref="CloudFoundryTaskClient"/> authenticates with.</summary>
/// <remarks>Immutable; may be shared by several clients. Its content never appears in messages, logs, or <see cref="ToString"/>. Canceling needs the scope <c>cloud_controller.write</c>; reading needs <c>cloud_controller.read</c>.</remarks>
public sealed class CloudFoundryCredential
{
    private readonly string description;
    private readonly Func<TaskHttpPipeline, TimeProvider, CredentialSource> create;

    private CloudFoundryCredential(string description, Func<TaskHttpPipeline, TimeProvider, CredentialSource> create)
    {
        this.description = description;
        this.create = create;
    }

    /// <summary>Creates a credential with a fixed access token, as <c>cf oauth-token</c> prints it. The token expires after minutes or hours, and is not renewed.</summary>
    /// <param name="token">The token, with or without the prefix <c>bearer </c>.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The token is empty or contains a character that is not allowed in a header. The message does not repeat the token.</exception>
    public static CloudFoundryCredential AccessToken(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!CloudFoundryToken.IsUsable(token))
        {
            throw new ArgumentException("The access token must be of visible ASCII characters only.", nameof(token));
        }

        var tokens = CredentialSource.Fixed(CloudFoundryToken.Strip(token)!);
        return new CloudFoundryCredential("a fixed access token", (_, _) => tokens);
    }

    /// <summary>Creates a credential that requests its access token before every attempt.</summary>
    /// <param name="token">Returns the token, with or without the prefix <c>bearer </c>. The first argument is <see langword="true"/> when the service refused the previous token as expired and a new one is needed; this happens at most once in a call.</param>
    /// <returns>The credential.</returns>
    public static CloudFoundryCredential FromDelegate(Func<bool, CancellationToken, ValueTask<string>> token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new CloudFoundryCredential("a delegate", (_, _) => CredentialSource.FromDelegate(token, text => CloudFoundryToken.Parse(text, "The delegate")));
    }

    /// <summary>Creates a credential with a user name and a password, which are exchanged for tokens at the login server that the API names.</summary>
    /// <remarks>Tokens are kept until shortly before they expire. They are renewed with the refresh token, otherwise with the password.</remarks>
    /// <param name="username">The name of the user.</param>
    /// <param name="password">The password.</param>
    /// <param name="origin">The identity provider of the user; <see langword="null"/> for the default of the service.</param>
    /// <returns>The credential.</returns>
    public static CloudFoundryCredential Password(string username, string password, string? origin = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        ArgumentException.ThrowIfNullOrEmpty(password);
        var grant = UaaGrant.Password(username, password, origin);
        return new CloudFoundryCredential("a password", (api, clock) => new UaaTokens(api, clock, grant, null, UaaGrant.PublicClient, ""));
    }

    /// <summary>Creates a credential with the id and the secret of a client, which are exchanged for tokens at the login server that the API names.</summary>
    /// <param name="clientId">The id of the client.</param>
    /// <param name="clientSecret">The secret of the client.</param>
    /// <returns>The credential.</returns>
    public static CloudFoundryCredential ClientCredentials(string clientId, string clientSecret)
    {
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentException.ThrowIfNullOrEmpty(clientSecret);
        var grant = UaaGrant.Client(clientId, clientSecret);
        return new CloudFoundryCredential("a client's secret", (api, clock) => new UaaTokens(api, clock, grant, null, clientId, clientSecret));
    }

    /// <summary>Creates a credential with a refresh token, which is exchanged for access tokens at the login server that the API names.</summary>
    /// <remarks>The service may return a new refresh token for each one it accepts. The newest is kept in memory only.</remarks>
    /// <param name="refreshToken">The refresh token.</param>
    /// <param name="clientId">The client that the token was issued to; by default that of the cf CLI.</param>
    /// <param name="clientSecret">The secret of that client; that of the cf CLI is empty.</param>
    /// <returns>The credential.</returns>
    public static CloudFoundryCredential RefreshToken(string refreshToken, string clientId = UaaGrant.PublicClient, string clientSecret = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(refreshToken);
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentNullException.ThrowIfNull(clientSecret);
        return new CloudFoundryCredential("a refresh token", (api, clock) => new UaaTokens(api, clock, null, refreshToken, clientId, clientSecret));
    }

    /// <summary>Creates a credential from the login of the cf CLI on this machine, read from its config.json.</summary>
    /// <remarks>The file is never written. The token of the CLI is used while it is valid; after that, tokens are obtained with its refresh token and kept in memory. The target of the CLI must be the endpoint of the client. Where the service issues refresh tokens for one use only, a renewal requires a new login in the CLI. The setting of the CLI to skip certificate validation is not applied.</remarks>
    /// <param name="path">The path of config.json; by default where the CLI keeps it: below CF_HOME, otherwise below the home directory.</param>
    /// <returns>The credential.</returns>
    public static CloudFoundryCredential CliConfig(string? path = null)
    {
        if (path is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(path);
        }

        return new CloudFoundryCredential("the cf CLI's login", (api, clock) => new CloudFoundryCliTokens(api, clock, path));
    }

    /// <summary>Returns the kind of credential, never its content.</summary>
    public override string ToString() => $"{nameof(CloudFoundryCredential)}: {description}";

    internal CredentialSource CreateTokens(TaskHttpPipeline api, TimeProvider clock) => create(api, clock);
}
