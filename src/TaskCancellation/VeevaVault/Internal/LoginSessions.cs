using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Sessions from a login, kept until Vault refuses them or they come of age.</summary>
internal sealed class LoginSessions : ISessionSource
{
    // A session ends after 48 hours, however busy it is.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(47);

    private readonly VeevaVaultLogin login;
    private readonly VeevaVaultPassword password;
    private readonly LoginCache<string> cache;
    private Exception? refusal;

    internal LoginSessions(VeevaVaultLogin login, VeevaVaultPassword password, TimeProvider clock)
    {
        (this.login, this.password) = (login, password);
        cache = new LoginCache<string>(_ => LoginAsync(), (_, age) => age < Lifetime, clock);
    }

    public ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken) => cache.GetAsync(session => session == refused, cancellationToken);

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
