namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A token of a user.</summary>
/// <param name="Value">The value sent after <c>Bearer</c>.</param>
/// <param name="ExpiresAt">When the token expires, on the server's clock; <see langword="null"/> for never.</param>
public sealed record VeevaVaultToken(string Value, DateTimeOffset? ExpiresAt = null);
