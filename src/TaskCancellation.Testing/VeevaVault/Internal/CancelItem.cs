namespace TaskCancellation.Testing.VeevaVault;

/// <summary>The result for one job of a cancel: its id, or the error.</summary>
internal sealed record CancelItem(long Id, VeevaVaultError? Error)
{
    internal string Status => Error?.Status ?? VaultReply.Success;
}
