namespace TaskCancellation.VeevaVault;

/// <summary>A login's answer. A class, so that no ToString shows the session.</summary>
internal sealed class VaultSessionReply
{
    public required string ResponseStatus { get; init; }

    public required string SessionId { get; init; }

    /// <summary>The vault that the session is for.</summary>
    public long? VaultId { get; init; }

    /// <summary>The vaults that the user may log in to.</summary>
    public IReadOnlyList<Vault?>? VaultIds { get; init; }

    internal sealed record Vault(long? Id, string? Url);
}
