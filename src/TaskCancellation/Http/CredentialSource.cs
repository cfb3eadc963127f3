namespace TaskCancellation.Http;

/// <summary>Where the credential of one client comes from, for services whose credentials expire: a fixed one, the caller's delegate, or a login.</summary>
internal abstract class CredentialSource
{
    /// <summary>A credential for the next try.</summary>
    /// <param name="refused">The one that the service refused: get another. Null for any that is good.</param>
    /// <param name="cancellationToken">Ends the caller's wait for it.</param>
    internal abstract ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken);

    /// <summary>One credential, which is never renewed.</summary>
    internal static CredentialSource Fixed(string credential) => new FixedSource(credential);

    /// <summary>Credentials that the caller provides, asked for at every try.</summary>
    /// <param name="get">Gets one; its argument is true when the last one was refused.</param>
    /// <param name="check">Passes on what is usable, and throws for what is not.</param>
    internal static CredentialSource FromDelegate(Func<bool, CancellationToken, ValueTask<string>> get, Func<string?, string> check) => new DelegateSource(get, check);

    private sealed class FixedSource(string credential) : CredentialSource
    {
        internal override ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken) => ValueTask.FromResult(credential);
    }

    private sealed class DelegateSource(Func<bool, CancellationToken, ValueTask<string>> get, Func<string?, string> check) : CredentialSource
    {
        internal override async ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken) =>
            check(await get(refused is not null, cancellationToken).ConfigureAwait(false));
    }
}
