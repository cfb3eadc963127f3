namespace TaskCancellation.VeevaVault;

/// <summary>A job by its id.</summary>
internal sealed record VaultJobReference(long Id);
