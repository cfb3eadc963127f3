namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The nodes, every task there has been, and the index of results.</summary>
internal sealed class Cluster(IdSequence ids)
{
    /// <summary>Where tasks of our own requests begin to count, so that how often a client asks changes no other task's id.</summary>
    private long lastOwnNumber = 1_000_000;

    private readonly List<Node> nodes = [];
    private readonly List<LiveTask> tasks = [];
    private readonly List<LiveTask> own = [];
    private readonly Dictionary<WireId, LiveTask> live = [];
    private readonly Dictionary<WireId, StoredResult> results = [];
    private int places;

    internal Indices Indices { get; } = new();

    internal IReadOnlyList<Node> Nodes => nodes;

    /// <summary>The node that requests come to.</summary>
    internal Node Local => nodes[0];

    /// <summary>Every task, ended ones included, in order of creation.</summary>
    internal IReadOnlyList<LiveTask> All => tasks;

    /// <summary>Every task that runs, the server's own included.</summary>
    internal IEnumerable<LiveTask> Live => tasks.Where(task => task.IsLive).Concat(own);

    internal Node? FindNode(string id) => nodes.Find(node => node.Id == id);

    internal Node GetNode(string id) => FindNode(id) ?? throw new ArgumentException($"There is no node {id}.", nameof(id));

    internal LiveTask? FindLive(WireId id) => live.GetValueOrDefault(id) ?? own.Find(task => task.Id == id);

    internal LiveTask GetLive(string id) => FindLive(WireId.Parse(id)) ?? throw new ArgumentException($"No task {id} is running.", nameof(id));

    /// <summary>Every record, in order of storing.</summary>
    internal IReadOnlyCollection<StoredResult> Results => results.Values;

    /// <summary>Whether anything was ever stored, so that there is an index of records.</summary>
    internal bool HasResults { get; private set; }

    internal StoredResult? FindResult(WireId id) => results.GetValueOrDefault(id);

    internal IEnumerable<LiveTask> ChildrenOf(LiveTask parent) => Live.Where(task => task.Parent == parent.Id);

    /// <summary>The bans there are: where running children have a cancelled parent whose node is still there.</summary>
    internal IEnumerable<ElasticsearchBan> Bans =>
        from child in Live
        let parent = tasks.FindLast(task => task.Id == child.Parent)
        where parent is { IsCancelled: true } && parent.Ending != ElasticsearchEnding.Lost
        group child by (child.Id.Node, parent) into told
        select new ElasticsearchBan(told.Key.Node, told.Key.parent.Id.ToString(), told.Key.parent.CancelReason!);

    internal Node AddNode(ElasticsearchNode options)
    {
        var node = new Node(options, options.Id ?? ids.Next(), ++places);
        if (FindNode(node.Id) is not null)
        {
            throw new ArgumentException($"There is a node {node.Id} already.", nameof(options));
        }

        nodes.Add(node);
        return node;
    }

    internal void RemoveNode(Node node) => nodes.Remove(node);

    internal LiveTask Add(ElasticsearchTask options, DateTimeOffset now, LiveTask? original = null)
    {
        var node = options.Node is { } id ? GetNode(id) : Local;
        var number = options.Number ?? node.LastNumber + 1;
        var task = new LiveTask(options, new WireId(node.Id, number), WireId.Parse(options.Parent), options.StartedAt ?? now)
        {
            Headers = HeadersOf(options),
            Original = original,
        };
        RefuseIfParentWasCancelled(task);
        if (!live.TryAdd(task.Id, task))
        {
            throw new ArgumentException($"Task {task.Id} is running already.", nameof(options));
        }

        node.LastNumber = Math.Max(node.LastNumber, number);
        tasks.Add(task);
        return task;
    }

    /// <summary>Adds a task of the server's own, which is no row of the emulator's.</summary>
    /// <param name="options">What it is like.</param>
    /// <param name="now">The instant.</param>
    /// <param name="isOwn">Whether it lives only as long as a request.</param>
    internal LiveTask AddOwn(ElasticsearchTask options, DateTimeOffset now, bool isOwn)
    {
        var task = new LiveTask(options, new WireId(options.Node!, ++lastOwnNumber), WireId.Parse(options.Parent), now) { Headers = HeadersOf(options), IsOwn = isOwn };
        own.Add(task);
        return task;
    }

    internal void Unregister(LiveTask task)
    {
        live.Remove(task.Id);
        own.Remove(task);
    }

    internal void Store(StoredResult result)
    {
        results[result.Task.Id] = result;
        HasResults = true;
    }

    internal void Forget(WireId id) => results.Remove(id);

    /// <summary>Deletes the index of records.</summary>
    internal void ForgetAll()
    {
        results.Clear();
        HasResults = false;
    }

    private List<KeyValuePair<string, string>> HeadersOf(ElasticsearchTask options)
    {
        List<KeyValuePair<string, string>> headers = [.. options.Headers];
        var inherited = FindLive(WireId.Parse(options.Parent))?.Headers.FirstOrDefault(header => header.Key == "X-Opaque-Id").Value;
        if ((options.OpaqueId ?? inherited) is { } opaqueId)
        {
            headers.Insert(0, new("X-Opaque-Id", opaqueId));
        }

        return headers;
    }

    private void RefuseIfParentWasCancelled(LiveTask child)
    {
        if (tasks.FindLast(task => task.Id == child.Parent) is { IsCancelled: true } parent && parent.Ending != ElasticsearchEnding.Lost)
        {
            throw new InvalidOperationException(child.Id.Node == parent.Id.Node
                ? $"parent task was cancelled [{parent.CancelReason}]"
                : $"task cancelled before starting [{parent.CancelReason}]");
        }
    }
}
