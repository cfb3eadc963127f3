namespace TaskCancellation.Testing.CloudFoundry;

/// <content>What a test can arrange and look at.</content>
public sealed partial class CloudFoundryEmulator
{
    /// <summary>Runs after the cancel has seen the state and before it locks the row: what finishes here becomes CANCELING again.</summary>
    public Action<IReadOnlyList<string>>? BetweenCheckAndCancel { get; set; }

    /// <summary>The organization it starts with.</summary>
    public string DefaultOrganizationId { get; }

    /// <summary>The space it starts with.</summary>
    public string DefaultSpaceId { get; }

    /// <summary>The app it starts with.</summary>
    public string DefaultAppId { get; }

    /// <summary>The audit log, oldest first.</summary>
    public IReadOnlyList<CloudFoundryAuditEvent> AuditEvents => Read(() => store.Events.ToList());

    /// <summary>Adds an organization.</summary>
    public string AddOrganization(string? id = null, string? name = null) => Read(() => store.AddContainer(id, name, null).Guid);

    /// <summary>Adds a space.</summary>
    public string AddSpace(string organization, string? id = null, string? name = null) => Read(() => store.AddContainer(id, name, store.GetContainer(organization)).Guid);

    /// <summary>Adds an app with a droplet.</summary>
    public string AddApp(string space, string? id = null, string? name = null) => Read(() => store.AddApp(store.GetContainer(space), id, name).Guid);

    /// <summary>Adds a droplet to an app, which is not its current one.</summary>
    /// <param name="app">The app.</param>
    /// <param name="id">Its guid; the next of the emulator's sequence when null.</param>
    /// <param name="user">Whom tasks run as that ask for nobody: <c>vcap</c> in buildpack apps, mostly <c>root</c> in docker ones.</param>
    public string AddDroplet(string app, string? id = null, string user = "vcap") => Read(() => store.AddDroplet(store.GetApp(app), id, user).Guid);

    /// <summary>Makes a droplet the current one of an app; null: it has none.</summary>
    public void SetDroplet(string app, string? droplet) => Do(() => store.GetApp(app).Droplet = droplet is null ? null : store.GetDroplet(droplet));

    /// <summary>Removes a droplet; tasks made from it stay.</summary>
    public void RemoveDroplet(string droplet) => Do(() => store.RemoveDroplet(store.GetDroplet(droplet)));

    /// <summary>Adds a process, from which a task can be made, and returns its guid.</summary>
    public string AddProcess(CloudFoundryProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return Read(() => store.AddProcess(process).Id!);
    }

    /// <summary>Limits what the tasks of an organization or a space may take; null for no limits.</summary>
    public void SetQuota(string organizationOrSpace, CloudFoundryQuota? quota) => Do(() => store.GetContainer(organizationOrSpace).Quota = quota);

    /// <summary>Suspends an organization or a space, or ends that.</summary>
    public void Suspend(string organizationOrSpace, bool suspended = true) =>
        Do(() => store.GetContainer(organizationOrSpace).IsSuspended = suspended);

    /// <summary>Begins the deletion of an organization or a space, or takes that back.</summary>
    public void MarkBeingDeleted(string organizationOrSpace, bool beingDeleted = true) =>
        Do(() => store.GetContainer(organizationOrSpace).IsBeingDeleted = beingDeleted);

    /// <summary>Ends a task in Diego while the Cloud Controller hears of it only later: until then a cancel is answered 500.</summary>
    public void CompleteInDiego(string taskId, TimeSpan reportedAfter, string? failureReason = null) =>
        Do(() => lifecycle.CompleteInDiego(taskId, failureReason, reportedAfter));

    /// <summary>Makes Diego forget a task without a report: the next sync fails it.</summary>
    public void LoseInDiego(string taskId) => Do(() => bbs.Forget(taskId));

    /// <summary>Makes Diego know a task, one that the Cloud Controller does not know too: the next sync cancels that.</summary>
    public void KnowInDiego(string taskId, CloudFoundryDiegoState state = CloudFoundryDiegoState.Running) =>
        Do(() => bbs.Know(taskId, store.FindTask(taskId)?.Options ?? new CloudFoundryTask(), state));

    /// <summary>What Diego has of a task; null for nothing.</summary>
    public CloudFoundryDiegoState? FindInDiego(string taskId) => Read(() => bbs.Find(taskId)?.State);

    /// <summary>Changes a row by hand. Diego is not told.</summary>
    public void Change(string taskId, CloudFoundryRowChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Do(() => store.GetTask(taskId).Change(change));
    }

    /// <summary>Compares the task table with Diego at once, as the clock does every <see cref="SyncInterval"/>.</summary>
    public void Sync() => Do(() => clockProcess.Sync());

    /// <summary>Removes at once the tasks that ended that long ago, as the clock does every night with those of 31 days.</summary>
    public void Prune(TimeSpan age) => Do(() => clockProcess.Prune(age));

    /// <summary>Deletes an app, a space or an organization with all that is in it, at once or at an instant of the server's clock. Running tasks are cancelled, which the audit log tells.</summary>
    public void Delete(string appOrSpaceOrOrganization, DateTimeOffset? at = null) => Do(() => Due.At(at ?? Due.Now, () => deletion.Run(CloudFoundryUsers.Operator, appOrSpaceOrOrganization)));

    /// <summary>Sets the status of a deployment by hand.</summary>
    public void SetDeployment(string deployment, string value, string reason) => Do(() => deployments.Set(deployment, value, reason));

    /// <inheritdoc/>
    public override void AddUser(CloudFoundryUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        Do(() => users.Add(user));
    }

    /// <inheritdoc/>
    public override void RemoveUser(string name) => Do(() => grants.RevokeRefreshTokens(users.Remove(name)));

    /// <summary>Makes one bearer token bad.</summary>
    public void RevokeToken(string token) => Do(() => users.RevokeToken(token));

    /// <summary>Makes every access token bad, and every refresh token too if asked.</summary>
    public void RevokeTokens(bool refreshTokensToo = false) => Do(() =>
    {
        users.RevokeTokens();
        if (refreshTokensToo)
        {
            grants.RevokeRefreshTokens();
        }
    });

    /// <inheritdoc/>
    protected override IReadOnlyList<CloudFoundryRow> ReadRows() => [.. store.Tasks.Select(task => task.ToRow())];

    /// <inheritdoc/>
    protected override CloudFoundryRow? FindRow(string id) => store.FindTask(id)?.ToRow();

    /// <inheritdoc/>
    protected override string AddTask(CloudFoundryTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var added = store.AddTask(task, store.GetApp(task.AppId ?? DefaultAppId), Due.Now);
        lifecycle.Adopt(added);
        return added.Guid;
    }

    /// <inheritdoc/>
    protected override void HoldTask(string id) => store.GetTask(id).Hold();

    /// <inheritdoc/>
    protected override void ReleaseTask(string id) => store.GetTask(id).Release();

    /// <inheritdoc/>
    protected override void FinishTask(string id) => lifecycle.Report(store.GetTask(id), null);

    /// <inheritdoc/>
    protected override void FailTask(string id, string? reason)
    {
        var task = store.GetTask(id);
        lifecycle.Report(task, reason ?? task.OwnFailure(Flavor == CloudFoundryFlavor.Korifi));
    }

    /// <inheritdoc/>
    protected override void RemoveTask(string id) => store.Remove(store.GetTask(id));
}
