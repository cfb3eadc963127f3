namespace TaskCancellation.Testing.VeevaVault;

/// <summary>What an Authorization header stands for.</summary>
internal sealed record Session(string Id, User User, long VaultId, DateTimeOffset StartedAt)
{
    internal DateTimeOffset LastUsedAt { get; set; } = StartedAt;

    /// <summary>An API access token: it does not idle out, and is good only as a bearer, in newer versions.</summary>
    internal bool IsToken { get; init; }

    /// <summary>A session given by a test: it ends only when all do.</summary>
    internal bool IsEndless { get; init; }

    internal DateTimeOffset? ExpiresAt { get; init; }
}
