using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>The credential that a <see cref="VeevaVaultTaskClient"/> authenticates with.</summary>
/// <remarks>Immutable; may be shared by several clients. Its content never appears in messages, logs, or <see cref="ToString"/>. Canceling jobs needs permissions of the admin area (Operations, Jobs).</remarks>
public sealed class VeevaVaultCredential
{
    private readonly string description;
    private readonly Func<VeevaVaultLogin, TimeProvider, CredentialSource> create;

    private VeevaVaultCredential(string description, Func<VeevaVaultLogin, TimeProvider, CredentialSource> create)
    {
        this.description = description;
        this.create = create;
    }

    /// <summary>Creates a credential with a fixed session id, or with an API access token. It is not renewed.</summary>
    /// <remarks>A session ends after an idle time that the Vault defines, and after 48 hours at the latest.</remarks>
    /// <param name="sessionId">The session id, or an API access token with the prefix <c>Bearer </c>.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The value is empty or contains a character that is not allowed in a header. The message does not repeat the value.</exception>
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

    /// <summary>Creates a credential that requests its session id before every attempt.</summary>
    /// <param name="sessionId">Returns the session id, or an API access token with the prefix <c>Bearer </c>. The first argument is <see langword="true"/> when Vault refused the previous value as no longer valid and a new one is needed; this happens at most once in a call.</param>
    /// <returns>The credential.</returns>
    public static VeevaVaultCredential FromDelegate(Func<bool, CancellationToken, ValueTask<string>> sessionId)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        return new VeevaVaultCredential("a delegate", (_, _) => CredentialSource.FromDelegate(sessionId, text => VeevaVaultSession.Check(text, "The delegate")));
    }

    /// <summary>Creates a credential with a user name and a password, which are exchanged for a session at the endpoint.</summary>
    /// <remarks>The session is kept in memory, shared by all calls of a client, and replaced when Vault no longer accepts it. A login that Vault refuses permanently, or that opens another vault than that of the endpoint, is not attempted again by the same client, because repeated attempts would lock the user out.</remarks>
    /// <param name="username">The name of the user.</param>
    /// <param name="password">The password.</param>
    /// <returns>The credential.</returns>
    public static VeevaVaultCredential Password(string username, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        ArgumentException.ThrowIfNullOrEmpty(password);
        return new VeevaVaultCredential("a password", (login, clock) => new VeevaVaultLoginSessions(login, new VeevaVaultPassword(username, password), clock));
    }

    /// <summary>Returns the kind of credential, never its content.</summary>
    public override string ToString() => $"{nameof(VeevaVaultCredential)}: {description}";

    internal CredentialSource CreateSessions(VeevaVaultLogin login, TimeProvider clock) => create(login, clock);
}
