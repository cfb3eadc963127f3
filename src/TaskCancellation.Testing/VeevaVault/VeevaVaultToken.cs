namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A token of a user.</summary>
/// <param name="Value">What stands behind <c>Bearer</c>.</param>
/// <param name="ExpiresAt">When it stops working, on the server's clock; null for never.</param>
public sealed record VeevaVaultToken(string Value, DateTimeOffset? ExpiresAt = null);
