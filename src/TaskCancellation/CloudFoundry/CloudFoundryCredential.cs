using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>How to prove to Cloud Foundry who is asking. Canceling needs the scope <c>cloud_controller.write</c>, reading <c>cloud_controller.read</c>.</summary>
/// <remarks>Immutable; may be shared by several clients. Neither messages, logs nor ToString ever show what is in it.</remarks>
public sealed class CloudFoundryCredential
{
    private readonly string description;
    private readonly Func<TaskHttpPipeline, TimeProvider, ITokenSource> create;

    private CloudFoundryCredential(string description, Func<TaskHttpPipeline, TimeProvider, ITokenSource> create)
    {
        this.description = description;
        this.create = create;
    }

    /// <summary>A fixed access token, with or without <c>bearer </c> before it: what <c>cf oauth-token</c> prints. It lives for minutes or hours, and is not renewed.</summary>
    /// <exception cref="ArgumentException">The token is empty or holds a character that cannot be in a header. The message does not repeat it.</exception>
    public static CloudFoundryCredential AccessToken(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!BearerToken.IsUsable(token))
        {
            throw new ArgumentException("The access token must be of visible ASCII characters only.", nameof(token));
        }

        var tokens = new FixedToken(BearerToken.Parse(token, "The setting"));
        return new CloudFoundryCredential("a fixed access token", (_, _) => tokens);
    }

    /// <summary>An access token that is asked for at every try, with or without <c>bearer </c> before it.</summary>
    /// <param name="token">Gets the token. Its first argument is true when the service refused the last one as expired: then a new one is due. It is asked so once a call.</param>
    public static CloudFoundryCredential FromDelegate(Func<bool, CancellationToken, ValueTask<string>> token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new CloudFoundryCredential("a delegate", (_, _) => new DelegateTokens(token));
    }

    /// <summary>The kind of credential: never what is in it.</summary>
    public override string ToString() => $"{nameof(CloudFoundryCredential)}: {description}";

    internal ITokenSource CreateTokens(TaskHttpPipeline api, TimeProvider clock) => create(api, clock);
}
