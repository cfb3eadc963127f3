namespace TaskCancellation.Testing.VeevaVault;

/// <content>What a test can arrange and look at. Instants given to hooks are the server's.</content>
public sealed partial class VeevaVaultEmulator
{
    /// <summary>All jobs, lowest id first, as of <see cref="ServiceEmulator.ServerNow"/>.</summary>
    public IReadOnlyList<VeevaVaultRow> Rows => Look(() => store.Jobs.Select(job => job.ToRow()).ToList());

    /// <summary>The row of a job, or null when it is gone.</summary>
    public VeevaVaultRow? FindRow(long jobId) => Look(() => store.Find(jobId)?.ToRow());

    /// <summary>Adds a job and returns its id.</summary>
    public long AddJob(VeevaVaultJobOptions? job = null) => Look(() => lifecycle.Add(job ?? new VeevaVaultJobOptions()).Id);

    /// <summary>Keeps a job in its status until released, from now or from an instant. A cancel reaches it all the same.</summary>
    public void Hold(long jobId, DateTimeOffset? at = null) => Plan(jobId, at, job => job.IsHeld = true);

    /// <summary>Ends a hold. What should have happened meanwhile happens now.</summary>
    public void Release(long jobId) => Plan(jobId, null, lifecycle.Release);

    /// <summary>Lets a job end well, at once or at an instant. One that has ended or is CANCELLING stays as it is.</summary>
    public void Finish(long jobId, DateTimeOffset? at = null) => Finish(jobId, Statuses.Succeeded, at);

    /// <summary>Lets a job end with that status, <c>COMPLETED_DUE_TO_INACTIVITY</c> for instance, at once or at an instant. One that has ended or is CANCELLING stays as it is.</summary>
    public void Finish(long jobId, string status, DateTimeOffset? at = null) => Plan(jobId, at, job => lifecycle.End(job, status));

    /// <summary>Lets a job end with ERRORS_ENCOUNTERED, at once or at an instant. One that has ended or is CANCELLING stays as it is.</summary>
    public void Fail(long jobId, DateTimeOffset? at = null) => Finish(jobId, Statuses.Failed, at);

    /// <summary>Removes a job without a trace, at once or at an instant.</summary>
    public void Remove(long jobId, DateTimeOffset? at = null) => Plan(jobId, at, store.Remove);

    /// <summary>Sets a status by hand, any string, backwards too, at once or at an instant.</summary>
    public void SetStatus(long jobId, string status, DateTimeOffset? at = null) => Plan(jobId, at, job => lifecycle.Enter(job, status));

    /// <summary>Refuses the next requests that have a session, as a whole and without acting.</summary>
    public void RefuseNext(VeevaVaultError error, int times = 1) => Do(() => refusals.AddRange(Enumerable.Repeat(error, times)));

    /// <summary>Adds another vault that users can have; no job is in it, and its sessions are not good here.</summary>
    public void AddVault(long id, string name, Uri address) => Do(() => login.AddVault(new Vault(id, name, address)));

    /// <summary>Adds a user who can log in by password, and returns the id.</summary>
    /// <param name="name">The user name.</param>
    /// <param name="password">The password.</param>
    /// <param name="role">What the user may do.</param>
    /// <param name="vaultIds">The user's vaults, the most relevant first; this vault only when there are none.</param>
    public long AddUser(string name, string password, VeevaVaultRole role = VeevaVaultRole.JobManager, params IReadOnlyList<long> vaultIds) =>
        Look(() => login.AddUser(name, password, role, vaultIds.Count == 0 ? [VaultId] : vaultIds).Id);

    /// <summary>Locks a user out, for instance, or lets the user in again.</summary>
    public void SetUserState(string user, VeevaVaultUserState state) => Do(() =>
    {
        login.GetUser(user).State = state;
        login.GetUser(user).Failures = 0;
    });

    /// <summary>Makes a session id good until all sessions are ended.</summary>
    public void AddSession(string sessionId, string user) =>
        Do(() => sessions.Add(new Session(sessionId, login.GetUser(user), VaultId, ServerNow) { IsEndless = true }));

    /// <summary>Makes an API access token good: a bearer that needs no session, from v26.1.</summary>
    public void AddApiToken(string token, string user, DateTimeOffset? expiresAt = null) =>
        Do(() => sessions.Add(new Session(token, login.GetUser(user), VaultId, ServerNow) { IsToken = true, ExpiresAt = expiresAt }));

    /// <summary>Makes an access token of an identity provider good for a login.</summary>
    public void AddAccessToken(string token, string user, DateTimeOffset? expiresAt = null) =>
        Do(() => login.AddAccessToken(token, login.GetUser(user), expiresAt));

    /// <summary>Ends all sessions, API access tokens included.</summary>
    public void EndSessions() => Do(sessions.EndAll);

    private void Plan(long jobId, DateTimeOffset? at, Action<StoredJob> act) => Do(() =>
    {
        var job = store.Get(jobId);
        lifecycle.At(at ?? lifecycle.Now, () =>
        {
            if (!job.IsRemoved)
            {
                act(job);
            }
        });
    });

    private void Do(Action act) => Look(() =>
    {
        act();
        return true;
    });

    private T Look<T>(Func<T> look)
    {
        lock (Gate)
        {
            lifecycle.CatchUp();
            return look();
        }
    }
}
