namespace TaskCancellation.Testing.CloudFoundry;

/// <content>Hooks: what a test can arrange and inspect.</content>
public sealed partial class CloudFoundryEmulator
{
    /// <summary>Gets or sets the hook that runs after a cancel has checked the state and before it locks the row, with the ids that the request names. A task that finishes here becomes CANCELING again.</summary>
    public Action<IReadOnlyList<string>>? BetweenCheckAndCancel { get; set; }

    /// <summary>Gets the guid of the organization that exists at the start.</summary>
    public string DefaultOrganizationId { get; }

    /// <summary>Gets the guid of the space that exists at the start.</summary>
    public string DefaultSpaceId { get; }

    /// <summary>Gets the guid of the app that exists at the start.</summary>
    public string DefaultAppId { get; }

    /// <summary>Gets the audit log, the oldest event first.</summary>
    public IReadOnlyList<CloudFoundryAuditEvent> AuditEvents => Read(() => store.Events.ToList());

    /// <summary>Adds an organization and returns its guid.</summary>
    public string AddOrganization(string? id = null, string? name = null) => Read(() => store.AddContainer(id, name, null).Guid);

    /// <summary>Adds a space and returns its guid.</summary>
    public string AddSpace(string organization, string? id = null, string? name = null) => Read(() => store.AddContainer(id, name, store.GetContainer(organization)).Guid);

    /// <summary>Adds an app with a droplet and returns its guid.</summary>
    public string AddApp(string space, string? id = null, string? name = null) => Read(() => store.AddApp(store.GetContainer(space), id, name).Guid);

    /// <summary>Adds a droplet to an app, without making it the current one, and returns its guid.</summary>
    /// <param name="app">The app.</param>
    /// <param name="id">The guid; the next of the emulator's sequence when <see langword="null"/>.</param>
    /// <param name="user">The user of tasks that do not name one: <c>vcap</c> in buildpack apps, usually <c>root</c> in Docker apps.</param>
    public string AddDroplet(string app, string? id = null, string user = "vcap") => Read(() => store.AddDroplet(store.GetApp(app), id, user).Guid);

    /// <summary>Sets the current droplet of an app; <see langword="null"/> for none.</summary>
    public void SetDroplet(string app, string? droplet) => Do(() => store.GetApp(app).Droplet = droplet is null ? null : store.GetDroplet(droplet));

    /// <summary>Removes a droplet. Tasks created from it stay.</summary>
    public void RemoveDroplet(string droplet) => Do(() => store.RemoveDroplet(store.GetDroplet(droplet)));

    /// <summary>Adds a process, from which a task can be created, and returns its guid.</summary>
    public string AddProcess(CloudFoundryProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return Read(() => store.AddProcess(process).Id!);
    }

    /// <summary>Limits the tasks of an organization or a space; <see langword="null"/> for no limits.</summary>
    public void SetQuota(string organizationOrSpace, CloudFoundryQuota? quota) => Do(() => store.GetContainer(organizationOrSpace).Quota = quota);

    /// <summary>Suspends an organization or a space, or ends the suspension.</summary>
    public void Suspend(string organizationOrSpace, bool suspended = true) =>
        Do(() => store.GetContainer(organizationOrSpace).IsSuspended = suspended);

    /// <summary>Marks an organization or a space as being deleted, or removes the mark.</summary>
    public void MarkBeingDeleted(string organizationOrSpace, bool beingDeleted = true) =>
        Do(() => store.GetContainer(organizationOrSpace).IsBeingDeleted = beingDeleted);

    /// <summary>Ends a task in Diego; the Cloud Controller learns of it only later. Until then a cancel is answered 500.</summary>
    public void CompleteInDiego(string id, TimeSpan reportedAfter, string? failureReason = null) =>
        Do(() => lifecycle.CompleteInDiego(id, failureReason, reportedAfter));

    /// <summary>Makes Diego forget a task without a report: the next sync fails it.</summary>
    public void LoseInDiego(string id) => Do(() => bbs.Forget(id));

    /// <summary>Makes Diego know a task. If the Cloud Controller does not know it, the next sync cancels it.</summary>
    public void KnowInDiego(string id, CloudFoundryDiegoState state = CloudFoundryDiegoState.Running) =>
        Do(() => bbs.Know(id, store.FindTask(id)?.Options ?? new CloudFoundryTask(), state));

    /// <summary>Returns the state of a task in Diego.</summary>
    public CloudFoundryDiegoState FindInDiego(string id) => Read(() => bbs.Find(id)?.State ?? CloudFoundryDiegoState.None);

    /// <summary>Changes a row directly. Diego is not told.</summary>
    public void Change(string id, CloudFoundryRowChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Do(() => store.GetTask(id).Change(change));
    }

    /// <summary>Compares the task table with Diego at once, as the clock process does every <see cref="SyncInterval"/>.</summary>
    public void Sync() => Do(() => clockProcess.Sync());

    /// <summary>Removes at once the tasks that ended at least that long ago, as the clock process does every night with those of 31 days.</summary>
    public void Prune(TimeSpan age) => Do(() => clockProcess.Prune(age));

    /// <summary>Deletes an app, a space, or an organization with its contents. Running tasks are canceled, and the audit log records it.</summary>
    public void Delete(string appOrSpaceOrOrganization, DateTimeOffset? at = null) => Do(() => Due.At(at ?? Due.Now, () => deletion.Run(CloudFoundryUsers.Operator, appOrSpaceOrOrganization)));

    /// <summary>Sets the status of a deployment.</summary>
    public void SetDeployment(string deployment, string value, string reason) => Do(() => deployments.Set(deployment, value, reason));

    /// <inheritdoc/>
    protected override void AddOrReplaceUser(CloudFoundryUser user) => users.Add(user);

    /// <inheritdoc/>
    protected override bool TryRemoveUser(string name)
    {
        if (users.Remove(name) is not { } caller)
        {
            return false;
        }

        grants.RevokeRefreshTokens(caller);
        return true;
    }

    /// <summary>Revokes one bearer token.</summary>
    public void RevokeToken(string token) => Do(() => users.RevokeToken(token));

    /// <summary>Revokes every access token, and optionally every refresh token.</summary>
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
