namespace TaskCancellation.Testing.VeevaVault;

/// <content>Hooks: what a test can arrange and inspect.</content>
public sealed partial class VeevaVaultEmulator
{
    /// <summary>Ends a job with that status, such as <c>COMPLETED_DUE_TO_INACTIVITY</c>. A job that has ended or is CANCELLING is unchanged.</summary>
    public void Finish(long id, string status, DateTimeOffset? at = null) => Plan(id, at, () => lifecycle.End(store.Get(id), status));

    /// <summary>Sets any status, backwards too.</summary>
    public void SetState(long id, string status, DateTimeOffset? at = null) => Plan(id, at, () => lifecycle.Enter(store.Get(id), status));

    /// <summary>Refuses the next requests that have a session, as a whole and without acting.</summary>
    public void RefuseNext(VeevaVaultError error, int times = 1) => Do(() => refusals.AddRange(Enumerable.Repeat(error, times)));

    /// <summary>Adds another vault that users can belong to. It has no jobs, and its sessions are not valid here.</summary>
    public void AddVault(long id, string name, Uri address) => Do(() => login.AddVault(new Vault(id, name, address)));

    /// <summary>Sessions from logins stay valid when a user is replaced.</summary>
    /// <inheritdoc/>
    protected override void AddOrReplaceUser(VeevaVaultUser user)
    {
        users.Add(user);
        sessions.Give(user);
    }

    /// <inheritdoc/>
    protected override bool TryRemoveUser(string name)
    {
        sessions.EndAll(session => session.User == name);
        return users.Remove(name);
    }

    /// <summary>Ends all sessions, API access tokens included.</summary>
    public void EndSessions() => Do(() => sessions.EndAll(_ => true));

    /// <inheritdoc/>
    protected override IReadOnlyList<VeevaVaultRow> ReadRows() => [.. store.Jobs.Select(job => job.ToRow())];

    /// <inheritdoc/>
    protected override VeevaVaultRow? FindRow(long id) => store.Find(id)?.ToRow();

    /// <inheritdoc/>
    protected override long AddTask(VeevaVaultTask task) => lifecycle.Add(task).Id;

    /// <inheritdoc/>
    protected override void HoldTask(long id) => store.Get(id).IsHeld = true;

    /// <inheritdoc/>
    protected override void ReleaseTask(long id) => lifecycle.Release(store.Get(id));

    /// <inheritdoc/>
    protected override void FinishTask(long id) => lifecycle.End(store.Get(id), VeevaVaultStates.Succeeded);

    /// <summary>The service gives no reason.</summary>
    /// <inheritdoc/>
    protected override void FailTask(long id, string? reason) => lifecycle.End(store.Get(id), VeevaVaultStates.Failed);

    /// <inheritdoc/>
    protected override void RemoveTask(long id) => store.Remove(store.Get(id));
}
