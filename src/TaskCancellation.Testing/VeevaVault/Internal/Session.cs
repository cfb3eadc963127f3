namespace TaskCancellation.Testing.VeevaVault;

/// <summary>What an Authorization header stands for.</summary>
internal sealed record Session(string Id, string User, long VaultId, DateTimeOffset StartedAt)
{
    internal DateTimeOffset LastUsedAt { get; set; } = StartedAt;

    /// <summary>An API access token: it does not idle out, and is good only as a bearer, in newer versions.</summary>
    internal bool IsToken { get; init; }

    /// <summary>Given with the user, not by a login: it ends only when all do, or when the user is replaced.</summary>
    internal bool IsGiven { get; init; }

    internal DateTimeOffset? ExpiresAt { get; init; }
}
