namespace TaskCancellation.CloudFoundry;

/// <summary>Where one client's access tokens come from.</summary>
internal interface ITokenSource
{
    /// <summary>A token, without its scheme.</summary>
    /// <param name="refused">The one that the service refused: get another. Null for any that is good.</param>
    /// <param name="cancellationToken">Ends the caller's wait for it.</param>
    ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken);
}
