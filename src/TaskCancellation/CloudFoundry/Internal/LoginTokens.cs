using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Tokens from a login, kept until shortly before they expire. The failure of a login is that of all who wait for it, so that a wrong password is not tried again and again.</summary>
internal abstract class LoginTokens : ITokenSource
{
    private readonly LoginCache<IssuedToken> cache;

    private protected LoginTokens(TimeProvider clock) =>
        cache = new LoginCache<IssuedToken>(refused => LoginAsync(refused?.Token), (token, age) => token.IsGoodAt(age), clock);

    public async ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken) =>
        (await cache.GetAsync(token => token.Token == refused, cancellationToken).ConfigureAwait(false)).Token;

    /// <summary>Gets a token that is not the refused one.</summary>
    private protected abstract Task<IssuedToken> LoginAsync(string? refused);
}
