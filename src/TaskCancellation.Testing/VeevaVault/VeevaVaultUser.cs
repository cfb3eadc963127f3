namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A user of the vault.</summary>
public sealed record VeevaVaultUser : EmulatedUser
{
    /// <summary>The id; that of the user who is replaced, or the next free one, when null.</summary>
    public long? Id { get; init; }

    /// <summary>The password; null for a user who cannot log in by password.</summary>
    public string? Password { get; init; }

    /// <summary>What the user may do.</summary>
    public VeevaVaultRole Role { get; init; } = VeevaVaultRole.JobManager;

    /// <summary>Whether the user can log in by password.</summary>
    public VeevaVaultUserState State { get; init; }

    /// <summary>The user's vaults, the most relevant first.</summary>
    public IReadOnlyList<long> VaultIds { get; init; } = [VeevaVaultEmulator.VaultId];

    /// <summary>Session ids that are good until all sessions are ended; logins give others.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    /// <summary>API access tokens: bearers that need no session, from v26.1.</summary>
    public IReadOnlyList<VeevaVaultToken> ApiTokens { get; init; } = [];

    /// <summary>Access tokens of an identity provider, which are good for a login.</summary>
    public IReadOnlyList<VeevaVaultToken> AccessTokens { get; init; } = [];
}
