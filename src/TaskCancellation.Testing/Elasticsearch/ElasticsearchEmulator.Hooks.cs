namespace TaskCancellation.Testing.Elasticsearch;

/// <content>Hooks: what a test can arrange and inspect.</content>
public sealed partial class ElasticsearchEmulator
{
    /// <summary>Gets or sets the hook that runs after a cancel has found its tasks and before it flags them, with the ids that the request names. A task that finishes here is answered with <c>cancelled</c> false.</summary>
    public Action<IReadOnlyList<string>>? BetweenCheckAndCancel { get; set; }

    /// <summary>Gets the ids of the nodes. Requests reach the first.</summary>
    public IReadOnlyList<string> NodeIds => Read(() => cluster.Nodes.Select(node => node.Id).ToList());

    /// <summary>Gets the bans on children of canceled tasks.</summary>
    public IReadOnlyList<ElasticsearchBan> Bans => Read(() => cluster.Bans.ToList());

    /// <summary>Fails a task with that error. A task that has ended is unchanged.</summary>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    public void Fail(string id, ElasticsearchError error, DateTimeOffset? at = null) =>
        Plan(id, at, () => WhenLive(id, task => lifecycle.End(task, ElasticsearchEnding.Failed, error)));

    /// <summary>Cancels a task as the server does by itself: the client disconnected, or search backpressure.</summary>
    public void CancelByServer(string id, string reason) => Do(() => lifecycle.Cancel(cluster.GetLive(id), reason));

    /// <summary>Makes every cancel of a task fail, as a <c>task_failures</c> entry; <see langword="null"/> to end that.</summary>
    public void FailCancels(string id, ElasticsearchError? error) => Do(() => cluster.GetLive(id).CancelFailure = error);

    /// <summary>Adds a node and returns its id.</summary>
    public string AddNode(ElasticsearchNode? node = null) => Read(() => cluster.AddNode(node ?? new ElasticsearchNode()).Id);

    /// <summary>Makes every request to a node fail, as a <c>node_failures</c> entry; <see langword="null"/> to end that.</summary>
    public void FailNode(string nodeId, ElasticsearchError? error) => Do(() => cluster.GetNode(nodeId).Failure = error);

    /// <summary>Adds an index, or replaces the index of that name. Once there is an index, tasks started over HTTP read and write indices, and an index that does not exist is an error.</summary>
    public void AddIndex(ElasticsearchIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        Do(() => cluster.Indices.Add(index));
    }

    /// <summary>Makes a node answer nothing until it is thawed or removed. Requests to it hang; its tasks continue.</summary>
    /// <exception cref="InvalidOperationException">Requests reach this node.</exception>
    public void FreezeNode(string nodeId) => Do(() =>
    {
        var node = cluster.GetNode(nodeId);
        node.IsFrozen = node != cluster.Local ? true : throw new InvalidOperationException("The node that requests come to cannot be frozen.");
    });

    /// <summary>Makes a frozen node answer again.</summary>
    public void ThawNode(string nodeId) => Do(() => cluster.GetNode(nodeId).IsFrozen = false);

    /// <summary>Restarts a node: its tasks are lost, their children on other nodes are canceled, and its task numbers start again at 1. Stored results stay.</summary>
    public void RestartNode(string nodeId) => Do(() =>
    {
        var node = cluster.GetNode(nodeId);
        lifecycle.LoseTasks(node);
        node.LastNumber = 0;
    });

    /// <summary>Removes a node and its tasks. Their children on other nodes are canceled. Stored results stay.</summary>
    /// <exception cref="InvalidOperationException">It is the only node.</exception>
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

    /// <summary>Starts to move a task to another node, 9.5 and later. Until it has moved, a cancel of it fails.</summary>
    public void BeginRelocation(string id) => Do(() => cluster.GetLive(id).IsRelocating = true);

    /// <summary>Moves a task to another node and returns its new id. The old id still finds the task.</summary>
    public string Relocate(string id, string nodeId) => Read(() =>
    {
        var old = cluster.GetLive(id);
        var moved = cluster.Add(old.Options with { NodeId = nodeId, Number = null, StartedAt = null, RunDuration = null }, lifecycle.Now, old.Original ?? old);
        var error = new ElasticsearchError("task_relocated_exception", Inferred($"Task was relocated to [{moved.Id}]"))
            .With("original_task_id", old.Id.ToString())
            .With("relocated_task_id", moved.Id.ToString());
        lifecycle.End(old, ElasticsearchEnding.Relocated, error);
        return moved.Id.ToString();
    });

    /// <inheritdoc/>
    protected override void AddOrReplaceUser(ElasticsearchUser user)
    {
        users.Add(user);
        isSecured ??= true;
    }

    /// <inheritdoc/>
    protected override bool TryRemoveUser(string name) => users.Remove(name);

    /// <inheritdoc/>
    protected override IReadOnlyList<ElasticsearchRow> ReadRows() => [.. cluster.All.Select(ToRow)];

    /// <summary>The newest task with this id.</summary>
    /// <inheritdoc/>
    protected override ElasticsearchRow? FindRow(string id) => cluster.All.LastOrDefault(task => task.Id.ToString() == id) is { } found ? ToRow(found) : null;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The parent was canceled. The message is the server's.</exception>
    protected override string AddTask(ElasticsearchTask task) => bulks.Add(task).Id.ToString();

    /// <inheritdoc/>
    protected override void HoldTask(string id) => WhenLive(id, task => task.IsHeld = true);

    /// <inheritdoc/>
    protected override void ReleaseTask(string id) => WhenLive(id, lifecycle.Release);

    /// <inheritdoc/>
    protected override void FinishTask(string id) => WhenLive(id, task => lifecycle.End(task, ElasticsearchEnding.Completed));

    /// <inheritdoc/>
    protected override void FailTask(string id, string? reason) => WhenLive(id, task =>
        lifecycle.End(task, ElasticsearchEnding.Failed, reason is null ? ElasticsearchLifecycle.OwnError(task) : new ElasticsearchError("exception", reason)));

    /// <inheritdoc/>
    protected override void RemoveTask(string id)
    {
        WhenLive(id, task => lifecycle.End(task, ElasticsearchEnding.Lost));
        cluster.Forget(WireId.Parse(id));
    }

    private ElasticsearchRow ToRow(ElasticsearchStoredTask task) => task.ToRow(isStored: cluster.FindResult(task.Id)?.Task == task);

    private void WhenLive(string id, Action<ElasticsearchStoredTask> act)
    {
        if (cluster.FindLive(WireId.Parse(id)) is { } task)
        {
            act(task);
        }
    }
}
