namespace TaskCancellation.CloudFoundry;

/// <summary>One token for good.</summary>
internal sealed class FixedToken(string token) : ITokenSource
{
    public ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken) => ValueTask.FromResult(token);
}
