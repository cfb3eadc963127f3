namespace TaskCancellation.Testing.CloudFoundry;

/// <content>What a test can arrange and look at.</content>
public sealed partial class CloudFoundryEmulator
{
    private TimeSpan syncInterval = TimeSpan.FromSeconds(30);

    /// <summary>Which implementation is played.</summary>
    public CloudFoundryFlavor Flavor { get; init; }

    /// <summary>Turns texts that the real service is only presumed to send into nonsense, to show that nobody relies on them.</summary>
    public bool ScrambleInferred { get; set; }

    /// <summary>What links in answers begin with; <see cref="ServiceEmulator.BaseAddress"/> by default.</summary>
    public Uri ExternalDomain { get; set; }

    /// <summary>The version that the root announces.</summary>
    public string ApiVersion { get; set; } = "3.228.0";

    /// <summary>Where the UAA answers, with <c>/oauth/token</c> and nothing else.</summary>
    public Uri UaaAddress { get; set; } = new("https://uaa.cf.test/");

    /// <summary>The other address of the UAA.</summary>
    public Uri LoginAddress { get; set; } = new("https://login.cf.test/");

    /// <summary>How long issued access tokens are good for.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromSeconds(1200);

    /// <summary>How long issued refresh tokens are good for.</summary>
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Whether a refresh token is good for one use, and each use gives a new one.</summary>
    public bool RotatesRefreshTokens { get; set; } = true;

    /// <summary>The rate limit; null for none, as a fresh installation has it.</summary>
    public CloudFoundryRateLimit? RateLimit { get; set; }

    /// <summary>What page times page size may be at most; null for no limit.</summary>
    public int? MaxTotalResults { get; set; }

    /// <summary>Whether nobody may create tasks.</summary>
    public bool TaskCreationIsDisabled { get; set; }

    /// <summary>What tasks made by POST are like, in all that the request does not say.</summary>
    public CloudFoundryTaskOptions NewTasks { get; set; } = new();

    /// <summary>Whether Diego cannot be reached: a cancel is answered 503 with the task CANCELING, and syncs do nothing.</summary>
    public bool DiegoIsDown { get; set; }

    /// <summary>What Diego answers a cancel with, when it refuses it: the task is CANCELING all the same.</summary>
    public string? DiegoError { get; set; }

    /// <summary>How often Diego and the task table are compared.</summary>
    public TimeSpan SyncInterval
    {
        get => syncInterval;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            syncInterval = value;
        }
    }

    /// <summary>Runs just before a cancel looks for its task, with the guid.</summary>
    public Action<CloudFoundryEmulator, string>? BeforeCancel { get; set; }

    /// <summary>Runs after the cancel has seen the state and before it locks the row: what finishes here becomes CANCELING again.</summary>
    public Action<CloudFoundryEmulator, string>? BetweenCheckAndLock { get; set; }

    /// <summary>Runs when a cancel is decided and before its answer is rendered.</summary>
    public Action<CloudFoundryEmulator, string>? AfterCancel { get; set; }

    /// <summary>The organization it starts with.</summary>
    public string DefaultOrganization { get; }

    /// <summary>The space it starts with.</summary>
    public string DefaultSpace { get; }

    /// <summary>The app it starts with.</summary>
    public string DefaultApp { get; }

    /// <summary>All tasks, in order of creation, as of <see cref="ServiceEmulator.ServerNow"/>.</summary>
    public IReadOnlyList<CloudFoundryRow> Rows => Look(() => store.Tasks.Select(task => task.ToRow()).ToList());

    /// <summary>The audit log, oldest first.</summary>
    public IReadOnlyList<CloudFoundryAuditEvent> AuditEvents => Look(() => store.Events.ToList());

    /// <summary>Adds an organization.</summary>
    public string AddOrganization(string? id = null) => Look(() => store.AddContainer(id, null).Guid);

    /// <summary>Adds a space.</summary>
    public string AddSpace(string organization, string? id = null) => Look(() => store.AddContainer(id, store.GetContainer(organization)).Guid);

    /// <summary>Adds an app.</summary>
    public string AddApp(string space, string? id = null, string? name = null) => Look(() => store.AddApp(store.GetContainer(space), id, name).Guid);

    /// <summary>Suspends an organization or a space, or ends that.</summary>
    public void Suspend(string organizationOrSpace, bool suspended = true) =>
        Do(() => store.GetContainer(organizationOrSpace).IsSuspended = suspended);

    /// <summary>Begins the deletion of an organization or a space, or takes that back.</summary>
    public void MarkBeingDeleted(string organizationOrSpace, bool beingDeleted = true) =>
        Do(() => store.GetContainer(organizationOrSpace).IsBeingDeleted = beingDeleted);

    /// <summary>Adds a task and returns its guid.</summary>
    public string AddTask(CloudFoundryTaskOptions? task = null) => Look(() =>
    {
        var options = task ?? new CloudFoundryTaskOptions();
        var added = store.AddTask(options, store.GetApp(options.AppGuid ?? DefaultApp), lifecycle.Now);
        lifecycle.Plan(added);
        return added.Guid;
    });

    /// <summary>The row of a task, or null when it is gone.</summary>
    public CloudFoundryRow? FindRow(string taskId) => Look(() => store.FindTask(taskId)?.ToRow());

    /// <summary>Reports success of a task, at once or at an instant of the server's clock. A finished task stays as it is.</summary>
    public void Finish(string taskId, DateTimeOffset? at = null) => Report(taskId, null, at);

    /// <summary>Reports failure of a task, at once or at an instant of the server's clock. A finished task stays as it is.</summary>
    public void Fail(string taskId, string reason, DateTimeOffset? at = null) => Report(taskId, reason, at);

    /// <summary>Keeps a task from ending by running out, from now or from an instant of the server's clock.</summary>
    public void Hold(string taskId, DateTimeOffset? at = null) => Do(() =>
    {
        var task = store.GetTask(taskId);
        lifecycle.At(at ?? lifecycle.Now, () => task.IsHeld = true);
    });

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

    /// <summary>Removes the row of a task, at once or at an instant of the server's clock.</summary>
    public void Remove(string taskId, DateTimeOffset? at = null) => Do(() =>
    {
        var task = store.GetTask(taskId);
        lifecycle.At(at ?? lifecycle.Now, () => store.Remove(task));
    });

    /// <summary>Deletes an app with its tasks, at once or at an instant of the server's clock. Running ones are cancelled first, which the audit log tells.</summary>
    public void RemoveApp(string app, DateTimeOffset? at = null) => Do(() =>
    {
        var removed = store.GetApp(app);
        lifecycle.At(at ?? lifecycle.Now, () =>
        {
            foreach (var task in store.Tasks.Where(task => task.App == removed).ToList())
            {
                if (task.State == "RUNNING")
                {
                    store.Record("audit.app.task.cancel", admin, task, lifecycle.Now);
                }

                store.Remove(task);
            }

            store.RemoveApp(removed);
        });
    });

    /// <summary>Makes a bearer token good.</summary>
    /// <param name="token">The token, without "bearer".</param>
    /// <param name="role">What its owner is.</param>
    /// <param name="within">The space or organization the role is in; null for everywhere.</param>
    /// <param name="scopes">Its scopes; those usual for the role when null.</param>
    /// <param name="expiresAt">When it ends, on the server's clock; never when null.</param>
    public void AddToken(string token, CloudFoundryRole role, string? within = null, IReadOnlyList<string>? scopes = null, DateTimeOffset? expiresAt = null) =>
        Do(() => tokens.Add(token, NewCaller(role.ToString(), role, within, scopes), expiresAt));

    /// <summary>Makes one bearer token bad.</summary>
    public void RevokeToken(string token) => Do(() => tokens.Revoke(token));

    /// <summary>Makes every access token bad, and every refresh token too if asked.</summary>
    public void RevokeTokens(bool refreshTokensToo = false) => Do(() =>
    {
        tokens.RevokeAll();
        if (refreshTokensToo)
        {
            uaa.RevokeRefreshTokens();
        }
    });

    /// <summary>Adds a user whom the UAA gives tokens for a password.</summary>
    public void AddUser(string name, string password, CloudFoundryRole role, string? within = null, IReadOnlyList<string>? scopes = null) =>
        Do(() => uaa.AddUser(name, password, NewCaller(name, role, within, scopes)));

    /// <summary>Adds a client that the UAA gives tokens for its secret.</summary>
    public void AddClient(string id, string secret, CloudFoundryRole role, string? within = null, IReadOnlyList<string>? scopes = null) =>
        Do(() => uaa.AddClient(id, secret, NewCaller(id, role, within, scopes)));

    private Caller NewCaller(string name, CloudFoundryRole role, string? within, IReadOnlyList<string>? scopes) =>
        new(userIds.Next(), name, role, within, scopes ?? Caller.DefaultScopes(role));

    private void Report(string taskId, string? reason, DateTimeOffset? at) => Do(() =>
    {
        var task = store.GetTask(taskId);
        lifecycle.At(at ?? lifecycle.Now, () => lifecycle.Report(task, reason));
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
