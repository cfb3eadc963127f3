namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A vault that a login can end in.</summary>
internal sealed record Vault(long Id, string Name, Uri Address);
