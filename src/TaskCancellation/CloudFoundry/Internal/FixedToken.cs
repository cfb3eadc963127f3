namespace TaskCancellation.CloudFoundry;

/// <summary>One token for good.</summary>
internal sealed class FixedToken(string token) : ITokenSource
{
    public bool CanRefresh => false;

    public ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken) => ValueTask.FromResult(token);
}
