namespace TaskCancellation.VeevaVault;

/// <summary>One session for good.</summary>
internal sealed class FixedSession(string session) : ISessionSource
{
    public ValueTask<string> GetAsync(string? refused, CancellationToken cancellationToken) => ValueTask.FromResult(session);
}
