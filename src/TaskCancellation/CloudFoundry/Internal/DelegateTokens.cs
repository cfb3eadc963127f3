namespace TaskCancellation.CloudFoundry;

/// <summary>Tokens that the caller provides, asked for at every try.</summary>
internal sealed class DelegateTokens(Func<bool, CancellationToken, ValueTask<string>> token) : ITokenSource
{
    public async ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken) =>
        BearerToken.Parse(await token(refused is not null, cancellationToken).ConfigureAwait(false), "The delegate");
}
