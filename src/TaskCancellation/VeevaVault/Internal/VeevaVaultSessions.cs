using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Sessions from a login, kept until Vault refuses them or they come of age.</summary>
internal sealed class VeevaVaultLoginSessions : CredentialSource
{
    // A session ends after 48 hours, however busy it is.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(47);

    private readonly VeevaVaultLogin login;
    private readonly VeevaVaultPassword password;
    private readonly LoginCache<string> cache;
    private Exception? refusal;

    internal VeevaVaultLoginSessions(VeevaVaultLogin login, VeevaVaultPassword password, TimeProvider clock)
    {
        (this.login, this.password) = (login, password);
        cache = new LoginCache<string>(_ => LoginAsync(), (_, age) => age < Lifetime, clock);
    }

    internal override ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken) => cache.GetAsync(session => session == refused, cancellationToken);

    // Asked again and again with a wrong password, Vault locks the user out.
    private async Task<string> LoginAsync()
    {
        if (refusal is not null)
        {
            throw new TaskClientException($"The login was refused before and is not tried again by this client. {refusal.Message}");
        }

        try
        {
            return await login.SendAsync(password).ConfigureAwait(false);
        }
        catch (Exception failure) when (VeevaVaultLogin.IsFinal(failure))
        {
            refusal = failure;
            throw;
        }
    }
}

/// <summary>The form of what goes into the Authorization header.</summary>
internal static class VeevaVaultSession
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether it is a session id, or an access token with its scheme, that a header can hold.</summary>
    internal static bool IsUsable(string? text) =>
        SafeText.IsVisibleAscii(text?.StartsWith(Scheme, StringComparison.Ordinal) == true ? text[Scheme.Length..] : text);

    /// <summary>Passes on what is usable.</summary>
    /// <exception cref="InvalidOperationException">It is not; the message does not repeat it.</exception>
    internal static string Check(string? text, string origin) => IsUsable(text)
        ? text!
        : throw new InvalidOperationException($"{origin} gave a session id that is empty or not of visible ASCII characters only.");
}
