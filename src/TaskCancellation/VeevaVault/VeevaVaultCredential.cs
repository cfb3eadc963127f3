using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>How to prove to Veeva Vault who is asking. Canceling jobs needs permissions of the admin area (Operations, Jobs).</summary>
/// <remarks>Immutable; may be shared by several clients. Neither messages, logs nor ToString ever show what is in it.</remarks>
public sealed class VeevaVaultCredential
{
    private readonly string description;
    private readonly Func<VeevaVaultLogin, TimeProvider, CredentialSource> create;

    private VeevaVaultCredential(string description, Func<VeevaVaultLogin, TimeProvider, CredentialSource> create)
    {
        this.description = description;
        this.create = create;
    }

    /// <summary>A fixed session id, or an API access token with <c>Bearer </c> before it. It is not renewed: a session ends after an idle time that the Vault sets, and after 48 hours at the latest.</summary>
    /// <exception cref="ArgumentException">It is empty or holds a character that cannot be in a header. The message does not repeat it.</exception>
    public static VeevaVaultCredential SessionId(string sessionId)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        if (!VeevaVaultSession.IsUsable(sessionId))
        {
            throw new ArgumentException("The session id must be of visible ASCII characters only.", nameof(sessionId));
        }

        var session = CredentialSource.Fixed(sessionId);
        return new VeevaVaultCredential("a fixed session", (_, _) => session);
    }

    /// <summary>A session id that is asked for at every try.</summary>
    /// <param name="sessionId">Gets the session id, or an API access token with <c>Bearer </c> before it. Its first argument is true when Vault refused the last one as no longer valid: then a new one is due. It is asked so once a call.</param>
    public static VeevaVaultCredential FromDelegate(Func<bool, CancellationToken, ValueTask<string>> sessionId)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return new VeevaVaultCredential("a delegate", (_, _) => CredentialSource.FromDelegate(sessionId, text => VeevaVaultSession.Check(text, "The delegate")));
    }

    /// <summary>A user's name and password, exchanged for a session at the endpoint. The session is kept in memory, shared by all calls of a client, and replaced when Vault no longer takes it.</summary>
    /// <remarks>A login that Vault refuses for good, or that opens another vault than the endpoint's, is not tried again by the same client: repeating it would soon lock the user out.</remarks>
    /// <param name="username">The user.</param>
    /// <param name="password">The password.</param>
    public static VeevaVaultCredential Password(string username, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        ArgumentException.ThrowIfNullOrEmpty(password);
        return new VeevaVaultCredential("a password", (login, clock) => new VeevaVaultLoginSessions(login, new VeevaVaultPassword(username, password), clock));
    }

    /// <summary>The kind of credential: never what is in it.</summary>
    public override string ToString() => $"{nameof(VeevaVaultCredential)}: {description}";

    internal CredentialSource CreateSessions(VeevaVaultLogin login, TimeProvider clock) => create(login, clock);
}
