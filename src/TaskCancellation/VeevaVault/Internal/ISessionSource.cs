namespace TaskCancellation.VeevaVault;

/// <summary>Where one client's sessions come from.</summary>
internal interface ISessionSource
{
    /// <summary>A value for the Authorization header.</summary>
    /// <param name="refused">The one that Vault refused: get another. Null for any that is good.</param>
    /// <param name="cancellationToken">Ends the caller's wait for it.</param>
    ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken);
}
