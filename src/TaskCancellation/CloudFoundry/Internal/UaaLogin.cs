using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Finds the login of an API and sends grants to it, with a pipeline of its own: the API's credential never goes there.</summary>
internal sealed class UaaLogin(TaskHttpPipeline api)
{
    private Uri? discovered;

    /// <summary>The address that the API names for logins, asked for once.</summary>
    internal async Task<Uri> DiscoverAsync()
    {
        if (discovered is { } known)
        {
            return known;
        }

        using var reply = await api.SendAsync(TaskHttpRequest.Get("") with { IsAnonymous = true }, CancellationToken.None).ConfigureAwait(false);
        var root = reply.Read(CloudFoundryRoot.Read);
        if (root is { IsOnKubernetes: true, Uaa: null })
        {
            throw new TaskClientException("Korifi has no login of this kind. Use CloudFoundryCredential.AccessToken or FromDelegate with a Kubernetes token.");
        }

        return discovered = Address(root.Login ?? root.Uaa, "The API names a login that");
    }

    /// <summary>An address that credentials may be sent to.</summary>
    internal static Uri Address(string? text, string what) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0
            ? address
            : throw new TaskClientException($"{what} is not an https address, so that nothing is sent to it.");

    /// <summary>Sends a grant. It is sent once: the call that needs the token is what is repeated.</summary>
    /// <exception cref="TaskRequestException">It was refused or not reached. The body of the reply is left out: it may quote a secret.</exception>
    internal async Task<UaaTokenReply> SendAsync(Uri address, UaaGrant grant)
    {
        var dialect = new UaaDialect(grant);
        var request = new TaskHttpRequest(HttpMethod.Post, grant.Path, RetrySafety.Unsafe) { Body = grant.Form, ContentType = "application/x-www-form-urlencoded", Secrets = grant.Secrets };
        try
        {
            using var reply = await api.To(address, dialect).SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            return reply.Read(UaaTokenReply.Read);
        }
        catch (TaskRequestException failure)
        {
            throw LoginFailure.From(failure, address.Host, dialect.Reason);
        }
    }
}

/// <summary>Tokens from a login with a password, a client's secret or a refresh token.</summary>
/// <param name="api">The pipeline to the API.</param>
/// <param name="clock">The clock that tokens age by.</param>
/// <param name="grant">What to log in with; null when there is only a refresh token.</param>
/// <param name="firstRefreshToken">A refresh token to begin with.</param>
/// <param name="clientId">The client that refresh tokens belong to.</param>
/// <param name="clientSecret">Its secret.</param>
internal sealed class UaaTokens(TaskHttpPipeline api, TimeProvider clock, UaaGrant? grant, string? firstRefreshToken, string clientId, string clientSecret) : CloudFoundryLoginTokens(clock)
{
    private readonly UaaLogin login = new(api);
    private string? refreshToken = firstRefreshToken;

    private protected override async Task<CloudFoundryIssuedToken> LoginAsync(string? refused)
    {
        var address = await login.DiscoverAsync().ConfigureAwait(false);
        var reply = refreshToken is null ? null : await RefreshAsync(address, refreshToken).ConfigureAwait(false);
        reply ??= await login.SendAsync(address, grant!).ConfigureAwait(false);
        refreshToken = reply.RefreshToken ?? refreshToken;
        return reply.ToIssued();
    }

    // A refresh token that is no longer good is forgotten where there is something else to log in with.
    private async Task<UaaTokenReply?> RefreshAsync(Uri address, string token)
    {
        try
        {
            return await login.SendAsync(address, UaaGrant.Refresh(token, clientId, clientSecret)).ConfigureAwait(false);
        }
        catch (TaskRequestException refusal) when (grant is not null && refusal is { Reason: TaskErrorReason.Authentication, Delivery: RequestDelivery.Answered })
        {
            refreshToken = null;
            return null;
        }
    }
}

/// <summary>What is sent to a login. A class, so that no ToString shows it.</summary>
internal sealed class UaaGrant
{
    /// <summary>The public client that the cf CLI logs in through.</summary>
    internal const string PublicClient = "cf";

    private UaaGrant(QueryString form, string? basic, params string[] secrets)
    {
        Form = Encoding.UTF8.GetBytes(form.ToString());
        Basic = basic;
        Secrets = secrets;
    }

    internal byte[] Form { get; }

    /// <summary>The client's name and secret for the header; null when the form has them.</summary>
    internal string? Basic { get; }

    internal string? Origin { get; private init; }

    internal IReadOnlyList<string> Secrets { get; }

    internal string Path => Origin is null
        ? "oauth/token"
        : new QueryString().Add("login_hint", $"{{\"origin\":\"{JsonEncodedText.Encode(Origin)}\"}}").AppendTo("oauth/token");

    internal static UaaGrant Password(string username, string password, string? origin) =>
        new(new QueryString().Add("grant_type", "password").Add("username", username).Add("password", password), BasicOf(PublicClient, ""), password) { Origin = origin };

    internal static UaaGrant Refresh(string refreshToken, string clientId, string clientSecret) =>
        new(new QueryString().Add("grant_type", "refresh_token").Add("refresh_token", refreshToken), BasicOf(clientId, clientSecret), refreshToken, clientSecret);

    internal static UaaGrant Client(string clientId, string clientSecret) =>
        new(new QueryString().Add("grant_type", "client_credentials").Add("client_id", clientId).Add("client_secret", clientSecret), null, clientSecret);

    /// <summary>Whether a text shows a secret of this grant. Some versions of the UAA quote the token they refuse.</summary>
    internal bool IsShownIn(string text) => SecretRedactor.Of(null, Secrets).AreShownIn(text);

    private static string BasicOf(string id, string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));
}

/// <summary>The wire of a UAA's token endpoint, for one grant.</summary>
internal sealed class UaaDialect(UaaGrant grant) : TaskDialect
{
    // A word as long as this is a token, whoever's.
    private const int LongestWord = 40;

    public override string ServiceName => "Cloud Foundry UAA";

    /// <summary>Why the login was refused, if that can be shown.</summary>
    internal string? Reason { get; private set; }

    protected internal override ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = grant.Basic is { } basic ? new AuthenticationHeaderValue("Basic", basic) : null;
        return ValueTask.CompletedTask;
    }

    protected internal override ServiceError? ReadError(ReadOnlySpan<byte> body)
    {
        if (!WireReader.TryRead(body, UaaErrorBody.Read, out var refusal) || refusal is not { Error: { } code } || !IsShowable(code))
        {
            return null;
        }

        Reason = refusal.Description is { } words && IsShowable(words) ? words : null;
        return new ServiceError(code, Reason ?? code);
    }

    private bool IsShowable(string text) => !grant.IsShownIn(text) && text.Split(' ').All(word => word.Length <= LongestWord);
}
