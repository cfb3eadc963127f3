namespace TaskCancellation.Testing.VeevaVault;

/// <summary>How many logins by password one user may make in a minute. From half of them on answers are delayed; beyond them logins fail until the next minute.</summary>
/// <param name="Limit">Logins in a window; windows begin at full minutes of the server's clock.</param>
/// <param name="DelayInMilliseconds">How late a delayed answer is; the number is presumed.</param>
public sealed record VeevaVaultLoginLimit(int Limit = 20, int DelayInMilliseconds = 500);
