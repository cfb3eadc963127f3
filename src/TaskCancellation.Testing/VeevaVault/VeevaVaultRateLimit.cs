namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A number of requests after which Vault delays its answers.</summary>
/// <param name="Requests">The requests in a window.</param>
/// <param name="Delay">How long each delayed answer takes. The number is inferred.</param>
public sealed record VeevaVaultRateLimit(int Requests, TimeSpan Delay);
