namespace TaskCancellation.Testing.VeevaVault;

/// <summary>How many requests a vault takes in five minutes before it delays its answers. It never refuses any.</summary>
/// <param name="Limit">Requests in a window; windows begin at full five minutes of the server's clock.</param>
/// <param name="DelayInMilliseconds">How late each further answer is; the number is presumed.</param>
public sealed record VeevaVaultRateLimit(int Limit = 2000, int DelayInMilliseconds = 500);
