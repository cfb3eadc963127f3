using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Testing.Elasticsearch;

/// <content>What a test can arrange and look at.</content>
public sealed partial class ElasticsearchEmulator
{
    /// <summary>Called after a cancel has found its tasks and before it flags them, with the ids that it names: what finishes here is answered with <c>cancelled</c> false.</summary>
    public Action<IReadOnlyList<string>>? BetweenCheckAndCancel { get; set; }

    /// <summary>The ids of the nodes; requests come to the first.</summary>
    public IReadOnlyList<string> NodeIds => Read(() => cluster.Nodes.Select(node => node.Id).ToList());

    /// <summary>The bans on children of cancelled tasks.</summary>
    public IReadOnlyList<ElasticsearchBan> Bans => Read(() => cluster.Bans.ToList());

    /// <summary>Fails a task with that error. One that has ended stays as it is.</summary>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    public void Fail(string id, ElasticsearchError error, DateTimeOffset? at = null) =>
        Plan(id, at, () => WhenLive(id, task => lifecycle.End(task, ElasticsearchEnding.Failed, error)));

    /// <summary>Cancels a task as the server does by itself: a client that hung up, search backpressure.</summary>
    public void CancelByServer(string taskId, string reason) => Do(() => lifecycle.Cancel(cluster.GetLive(taskId), reason));

    /// <summary>Lets every cancel of a task fail, as a <c>task_failures</c> entry; null ends that.</summary>
    public void FailCancels(string taskId, ElasticsearchError? error) => Do(() => cluster.GetLive(taskId).CancelFailure = error);

    /// <summary>Adds a node and returns its id.</summary>
    public string AddNode(ElasticsearchNode? node = null) => Read(() => cluster.AddNode(node ?? new ElasticsearchNode()).Id);

    /// <summary>Lets everything that is asked of a node fail, as a <c>node_failures</c> entry; null ends that.</summary>
    public void FailNode(string nodeId, ElasticsearchError? error) => Do(() => cluster.GetNode(nodeId).Failure = error);

    /// <summary>Adds an index, or replaces the one of that name. Once there is one, tasks started over HTTP read and write indices, and those that are not there are missing.</summary>
    public void AddIndex(ElasticsearchIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        Do(() => cluster.Indices.Add(index));
    }

    /// <summary>Lets a node answer nothing until it is thawed or dies: requests to it hang, what runs on it runs on.</summary>
    /// <exception cref="InvalidOperationException">It is the node that requests come to.</exception>
    public void FreezeNode(string nodeId) => Do(() =>
    {
        var node = cluster.GetNode(nodeId);
        node.IsFrozen = node != cluster.Local ? true : throw new InvalidOperationException("The node that requests come to cannot be frozen.");
    });

    /// <summary>Lets a frozen node answer again.</summary>
    public void ThawNode(string nodeId) => Do(() => cluster.GetNode(nodeId).IsFrozen = false);

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
    public string Relocate(string taskId, string nodeId) => Read(() =>
    {
        var old = cluster.GetLive(taskId);
        var moved = cluster.Add(old.Options with { NodeId = nodeId, Number = null, StartedAt = null, RunDuration = null }, lifecycle.Now, old.Original ?? old);
        var error = new ElasticsearchError("task_relocated_exception", Inferred($"Task was relocated to [{moved.Id}]"))
            .With("original_task_id", old.Id.ToString())
            .With("relocated_task_id", moved.Id.ToString());
        lifecycle.End(old, ElasticsearchEnding.Relocated, error);
        return moved.Id.ToString();
    });

    /// <inheritdoc/>
    public override void AddUser([NotNull] ElasticsearchUser user) => Do(() =>
    {
        users.Add(user);
        isSecured ??= true;
    });

    /// <inheritdoc/>
    public override void RemoveUser(string name) => Do(() => users.Remove(name));

    /// <inheritdoc/>
    protected override IReadOnlyList<ElasticsearchRow> ReadRows() => [.. cluster.All.Select(ToRow)];

    /// <summary>The newest task that had this id.</summary>
    /// <inheritdoc/>
    protected override ElasticsearchRow? FindRow(string id) => cluster.All.LastOrDefault(task => task.Id.ToString() == id) is { } found ? ToRow(found) : null;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Its parent was cancelled; the message is the server's.</exception>
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
