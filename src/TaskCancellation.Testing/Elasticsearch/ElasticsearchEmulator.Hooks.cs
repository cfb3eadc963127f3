namespace TaskCancellation.Testing.Elasticsearch;

/// <content>What a test can arrange and look at.</content>
public sealed partial class ElasticsearchEmulator
{
    private bool? isSecured;

    /// <summary>Which product is played.</summary>
    public ElasticsearchFlavor Flavor { get; private set; }

    /// <summary>The version it announces; <c>8.19.0</c> by default. Serverless behaves as the newest whatever it announces.</summary>
    public string Version { get; private set; } = "8.19.0";

    /// <summary>The name of the cluster.</summary>
    public string ClusterName { get; set; } = "docker-cluster";

    /// <summary>Turns texts that the real service is only presumed to send into nonsense, to show that nobody relies on them.</summary>
    public bool ScrambleInferred { get; set; }

    /// <summary>Whether a list shows the tasks that the list itself is, as the server does; the default. Their numbers begin above one million.</summary>
    public bool ListsItself { get; set; } = true;

    /// <summary>Whether the transport's time-out is quicker than the task's when a read with a timeout waits for a task of another node.</summary>
    public bool RemoteTimeoutsWin { get; set; }

    /// <summary>Whether requests need a credential; by default, once one was added.</summary>
    public bool IsSecured
    {
        get => isSecured ?? false;
        set => isSecured = value;
    }

    /// <summary>What tasks started over HTTP are like, in all that the route does not say.</summary>
    public ElasticsearchTaskOptions NewTasks { get; set; } = new();

    /// <summary>Runs when a cancel has been read and before it looks for tasks.</summary>
    public Action<ElasticsearchEmulator>? BeforeCancel { get; set; }

    /// <summary>Runs after a cancel has found its tasks and before it flags them: what finishes here is answered with <c>cancelled</c> false.</summary>
    public Action<ElasticsearchEmulator>? BetweenMatchAndCancel { get; set; }

    /// <summary>Runs when the flags are set and before the answer is rendered, or waited for.</summary>
    public Action<ElasticsearchEmulator>? AfterCancel { get; set; }

    /// <summary>The ids of the nodes; requests come to the first.</summary>
    public IReadOnlyList<string> Nodes => Look(() => cluster.Nodes.Select(node => node.Id).ToList());

    /// <summary>All tasks there have been, in order of creation, as of <see cref="ServiceEmulator.ServerNow"/>.</summary>
    public IReadOnlyList<ElasticsearchRow> Rows => Look(() => cluster.All.Select(ToRow).ToList());

    /// <summary>The bans on children of cancelled tasks.</summary>
    public IReadOnlyList<ElasticsearchBan> Bans => Look(() => cluster.Bans.ToList());

    /// <summary>Plays another product or version; what runs, runs on.</summary>
    public void Play(ElasticsearchFlavor flavor, string version) => Do(() =>
    {
        WireVersion = new ServerVersion(flavor, version);
        Flavor = flavor;
        Version = version;
    });

    /// <summary>Adds a task and returns its full id.</summary>
    /// <exception cref="InvalidOperationException">Its parent was cancelled; the message is the server's.</exception>
    public string AddTask(ElasticsearchTaskOptions? task = null) => Look(() =>
    {
        var added = cluster.Add(task ?? new ElasticsearchTaskOptions(), lifecycle.Now);
        lifecycle.Plan(added);
        return added.Id.ToString();
    });

    /// <summary>The row of a task, the newest that had this id; null for none.</summary>
    public ElasticsearchRow? FindRow(string taskId) =>
        Look(() => cluster.All.LastOrDefault(task => task.Id.ToString() == taskId) is { } found ? ToRow(found) : null);

    /// <summary>Completes a task, at once or at an instant of the server's clock. A task that has ended stays as it is.</summary>
    public void Finish(string taskId, DateTimeOffset? at = null) =>
        WhenLive(taskId, at, task => lifecycle.End(task, ElasticsearchEnding.Completed));

    /// <summary>Fails a task, at once or at an instant of the server's clock. A task that has ended stays as it is.</summary>
    public void Fail(string taskId, ElasticsearchError? error = null, DateTimeOffset? at = null) =>
        WhenLive(taskId, at, task => lifecycle.End(task, ElasticsearchEnding.Failed, error ?? Lifecycle.OwnError(task)));

    /// <summary>Keeps a task from ending by running out. A cancel ends it all the same.</summary>
    public void Hold(string taskId) => Do(() => cluster.GetLive(taskId).IsHeld = true);

    /// <summary>Cancels a task as the server does by itself: a client that hung up, search backpressure.</summary>
    public void CancelByServer(string taskId, string reason) => Do(() => lifecycle.Cancel(cluster.GetLive(taskId), reason));

    /// <summary>Removes a task and its stored result without a trace.</summary>
    public void Remove(string taskId) => Do(() =>
    {
        var id = WireId.Parse(taskId);
        if (cluster.FindLive(id) is { } task)
        {
            lifecycle.End(task, ElasticsearchEnding.Lost);
        }

        cluster.Forget(id);
    });

    /// <summary>Plans hooks for later: <c>After(TimeSpan.FromSeconds(2), e => e.RestartNode(id))</c>.</summary>
    public void After(TimeSpan delay, Action<ElasticsearchEmulator> hooks)
    {
        ArgumentNullException.ThrowIfNull(hooks);
        Do(() => lifecycle.At(lifecycle.Now + delay, () => hooks(this)));
    }

    /// <summary>Lets every cancel of a task fail, as a <c>task_failures</c> entry; null ends that.</summary>
    public void FailCancels(string taskId, ElasticsearchError? error) => Do(() => cluster.GetLive(taskId).CancelFailure = error);

    /// <summary>Adds a node and returns its id.</summary>
    public string AddNode(ElasticsearchNode? node = null) => Look(() => cluster.AddNode(node ?? new ElasticsearchNode()).Id);

    /// <summary>Lets everything that is asked of a node fail, as a <c>node_failures</c> entry; null ends that.</summary>
    public void FailNode(string nodeId, ElasticsearchError? error) => Do(() => cluster.GetNode(nodeId).Failure = error);

    /// <summary>Restarts a node: its tasks are lost, their children elsewhere cancelled, its numbers begin at 1 again. Stored results stay.</summary>
    public void RestartNode(string nodeId) => Do(() =>
    {
        var node = cluster.GetNode(nodeId);
        lifecycle.LoseTasks(node);
        node.LastNumber = 0;
    });

    /// <summary>Takes a node out of the cluster with its tasks; their children elsewhere are cancelled. Stored results stay.</summary>
    /// <exception cref="InvalidOperationException">It is the only one.</exception>
    public void RemoveNode(string nodeId) => Do(() =>
    {
        if (cluster.Nodes.Count == 1)
        {
            throw new InvalidOperationException("A cluster needs a node.");
        }

        var node = cluster.GetNode(nodeId);
        lifecycle.LoseTasks(node);
        cluster.RemoveNode(node);
    });

    /// <summary>Begins to move a task off its node, 9.5 and later: until it has moved, a cancel of it fails.</summary>
    public void BeginRelocation(string taskId) => Do(() => cluster.GetLive(taskId).IsRelocating = true);

    /// <summary>Moves a task to another node and returns its new id; the old one finds it still.</summary>
    public string Relocate(string taskId, string nodeId) => Look(() =>
    {
        var old = cluster.GetLive(taskId);
        var moved = cluster.Add(old.Options with { Node = nodeId, Number = null, StartedAt = null, RunsFor = null }, lifecycle.Now, old.Original ?? old);
        var error = new ElasticsearchError("task_relocated_exception", Inferred($"Task was relocated to [{moved.Id}]"))
            .With("original_task_id", old.Id.ToString())
            .With("relocated_task_id", moved.Id.ToString());
        lifecycle.End(old, ElasticsearchEnding.Relocated, error);
        return moved.Id.ToString();
    });

    /// <summary>Makes a name and password good.</summary>
    public void AddUser(string name, string password, ElasticsearchPrivileges privileges = ElasticsearchPrivileges.Manage) =>
        AddCredential("Basic", Security.Pair(name, password), new Caller(name, privileges));

    /// <summary>Makes an API key good.</summary>
    public void AddApiKey(string id, string key, ElasticsearchPrivileges privileges = ElasticsearchPrivileges.Manage) =>
        AddCredential("ApiKey", Security.Pair(id, key), new Caller(id, privileges));

    /// <summary>Makes a bearer token good.</summary>
    public void AddBearerToken(string token, ElasticsearchPrivileges privileges = ElasticsearchPrivileges.Manage) =>
        AddCredential("Bearer", token, new Caller("token-user", privileges));

    /// <summary>Makes a bearer token bad.</summary>
    public void RevokeBearerToken(string token) => Do(() => security.Revoke("Bearer", token));

    private void AddCredential(string scheme, string value, Caller caller) => Do(() =>
    {
        security.Add(scheme, value, caller);
        isSecured ??= true;
    });

    private ElasticsearchRow ToRow(LiveTask task) => task.ToRow(isStored: cluster.FindResult(task.Id)?.Task == task);

    private void WhenLive(string taskId, DateTimeOffset? at, Action<LiveTask> act) => Do(() =>
    {
        if (cluster.FindLive(WireId.Parse(taskId)) is { } task)
        {
            lifecycle.At(at ?? lifecycle.Now, () => act(task));
        }
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
