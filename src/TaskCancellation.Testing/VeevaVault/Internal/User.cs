namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Someone who can log in, and the vaults that are theirs, the most relevant first.</summary>
internal sealed record User(long Id, string Name, string Password, VeevaVaultRole Role, IReadOnlyList<long> VaultIds)
{
    internal VeevaVaultUserState State { get; set; }

    /// <summary>Wrong passwords since the last right one.</summary>
    internal int Failures { get; set; }

    internal bool MayRead => Role >= VeevaVaultRole.JobReader;

    internal bool MayManage => Role >= VeevaVaultRole.JobManager;
}
