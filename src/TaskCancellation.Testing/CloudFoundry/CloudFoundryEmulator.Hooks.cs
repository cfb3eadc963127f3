namespace TaskCancellation.Testing.CloudFoundry;

/// <content>What a test can arrange and look at.</content>
public sealed partial class CloudFoundryEmulator
{
    /// <summary>Runs after the cancel has seen the state and before it locks the row: what finishes here becomes CANCELING again.</summary>
    public Action<IReadOnlyList<string>>? BetweenCheckAndLock { get; set; }

    /// <summary>The organization it starts with.</summary>
    public string DefaultOrganization { get; }

    /// <summary>The space it starts with.</summary>
    public string DefaultSpace { get; }

    /// <summary>The app it starts with.</summary>
    public string DefaultApp { get; }

    /// <summary>The audit log, oldest first.</summary>
    public IReadOnlyList<CloudFoundryAuditEvent> AuditEvents => Read(() => store.Events.ToList());

    /// <summary>Adds an organization.</summary>
    public string AddOrganization(string? id = null) => Read(() => store.AddContainer(id, null).Guid);

    /// <summary>Adds a space.</summary>
    public string AddSpace(string organization, string? id = null) => Read(() => store.AddContainer(id, store.GetContainer(organization)).Guid);

    /// <summary>Adds an app.</summary>
    public string AddApp(string space, string? id = null, string? name = null) => Read(() => store.AddApp(store.GetContainer(space), id, name).Guid);

    /// <summary>Adds a process that tasks can be made after. One of that guid that is there already is replaced.</summary>
    public void AddProcess(CloudFoundryProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        Do(() => edits.Processes[process.Id] = process);
    }

    /// <summary>Suspends an organization or a space, or ends that.</summary>
    public void Suspend(string organizationOrSpace, bool suspended = true) =>
        Do(() => store.GetContainer(organizationOrSpace).IsSuspended = suspended);

    /// <summary>Begins the deletion of an organization or a space, or takes that back.</summary>
    public void MarkBeingDeleted(string organizationOrSpace, bool beingDeleted = true) =>
        Do(() => store.GetContainer(organizationOrSpace).IsBeingDeleted = beingDeleted);

    /// <summary>Ends a task in Diego while the Cloud Controller hears of it only later: until then a cancel is answered 500.</summary>
    public void CompleteInDiego(string taskId, TimeSpan reportedAfter, string? failureReason = null) =>
        Do(() => lifecycle.CompleteInDiego(store.GetTask(taskId), failureReason, reportedAfter));

    /// <summary>Makes Diego forget a task without a report: the next sync fails it.</summary>
    public void LoseInDiego(string taskId) => Do(() => store.GetTask(taskId).Diego = DiegoRecord.Absent);

    /// <summary>Sets a state by hand, any string, backwards too: Diego has a task again that is not finished any more.</summary>
    public void SetState(string taskId, string state, string? failureReason = null) => Do(() =>
    {
        var task = store.GetTask(taskId);
        lifecycle.Set(task, state, failureReason);
        task.Diego = task.IsTerminal ? DiegoRecord.Absent : DiegoRecord.Running;
        task.IsCancelTaken = false;
    });

    /// <summary>Deletes an app with its tasks, at once or at an instant of the server's clock. Running ones are cancelled first, which the audit log tells.</summary>
    public void RemoveApp(string app, DateTimeOffset? at = null) => Do(() =>
    {
        var removed = store.GetApp(app);
        Due.At(at ?? Due.Now, () =>
        {
            foreach (var task in store.Tasks.Where(task => task.App == removed).ToList())
            {
                if (task.State == "RUNNING")
                {
                    store.Record("audit.app.task.cancel", operatorOfHooks, task, lifecycle.Now);
                }

                store.Remove(task);
            }

            store.RemoveApp(removed);
        });
    });

    /// <inheritdoc/>
    public override void AddUser(CloudFoundryUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        Do(() => users.Add(user));
    }

    /// <inheritdoc/>
    public override void RemoveUser(string name) => Do(() => uaa.RevokeRefreshTokens(users.Remove(name)));

    /// <summary>Makes one bearer token bad.</summary>
    public void RevokeToken(string token) => Do(() => users.RevokeToken(token));

    /// <summary>Makes every access token bad, and every refresh token too if asked.</summary>
    public void RevokeTokens(bool refreshTokensToo = false) => Do(() =>
    {
        users.RevokeTokens();
        if (refreshTokensToo)
        {
            uaa.RevokeRefreshTokens();
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
        var added = store.AddTask(task, store.GetApp(task.AppGuid ?? DefaultApp), Due.Now);
        lifecycle.Plan(added);
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
