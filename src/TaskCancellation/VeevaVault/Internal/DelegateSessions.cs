namespace TaskCancellation.VeevaVault;

/// <summary>Sessions that the caller provides, asked for at every try.</summary>
internal sealed class DelegateSessions(Func<bool, CancellationToken, ValueTask<string>> session) : ISessionSource
{
    public async ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken) =>
        VeevaVaultSession.Check(await session(refused is not null, cancellationToken).ConfigureAwait(false), "The delegate");
}
