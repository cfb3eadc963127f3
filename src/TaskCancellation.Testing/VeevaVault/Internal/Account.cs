namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A user and what has become of it.</summary>
internal sealed class Account(VeevaVaultUser user, long id)
{
    internal long Id => id;

    internal string Name => user.Name;

    internal VeevaVaultUser User => user;

    internal VeevaVaultUserState State { get; set; } = user.State;

    /// <summary>Wrong passwords since the last right one.</summary>
    internal int Failures { get; set; }

    internal bool MayRead => user.Role >= VeevaVaultRole.JobReader;

    internal bool MayManage => user.Role >= VeevaVaultRole.JobManager;
}
