namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A user of the vault.</summary>
/// <example>
/// <code>
/// emulator.AddUser(new() { Name = "reader@vault.test", Password = "secret", Role = VeevaVaultRole.JobReader });
/// </code>
/// </example>
public sealed record VeevaVaultUser : EmulatedUser
{
    /// <summary>Gets the id. When <see langword="null"/>: that of the user who is replaced, or the next free one.</summary>
    public long? Id { get; init; }

    /// <summary>Gets the password; <see langword="null"/> for a user who cannot log in with one.</summary>
    public string? Password { get; init; }

    /// <summary>Gets what the user can do.</summary>
    public VeevaVaultRole Role { get; init; } = VeevaVaultRole.JobManager;

    /// <summary>Gets a value indicating whether the user can log in with a password.</summary>
    public VeevaVaultUserState State { get; init; }

    /// <summary>Gets the vaults of the user, the most relevant first.</summary>
    public IReadOnlyList<long> VaultIds { get; init; } = [VeevaVaultEmulator.VaultId];

    /// <summary>Gets session ids that are valid until all sessions are ended. Logins create others.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    /// <summary>Gets the API access tokens: bearer tokens that need no session, from v26.1.</summary>
    public IReadOnlyList<VeevaVaultToken> ApiTokens { get; init; } = [];

    /// <summary>Gets the access tokens of an identity provider, which are valid for a login.</summary>
    public IReadOnlyList<VeevaVaultToken> AccessTokens { get; init; } = [];
}
