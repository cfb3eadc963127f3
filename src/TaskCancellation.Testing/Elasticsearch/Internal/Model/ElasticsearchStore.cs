using System.Buffers.Text;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The cluster: its nodes, every task that ever ran, and the index of results.</summary>
internal sealed class ElasticsearchStore(IdSequence ids)
{
    /// <summary>The first number of the tasks of requests themselves, so that the number of requests does not change the ids of other tasks.</summary>
    private long lastOwnNumber = 1_000_000;

    private readonly List<StoredNode> nodes = [];
    private readonly List<ElasticsearchStoredTask> tasks = [];
    private readonly List<ElasticsearchStoredTask> own = [];
    private readonly Dictionary<WireId, ElasticsearchStoredTask> live = [];
    private readonly Dictionary<WireId, StoredResult> results = [];
    private int places;

    internal Indices Indices { get; } = new();

    internal IReadOnlyList<StoredNode> Nodes => nodes;

    /// <summary>The node that requests come to.</summary>
    internal StoredNode Local => nodes[0];

    /// <summary>Every task, ended ones included, in order of creation.</summary>
    internal IReadOnlyList<ElasticsearchStoredTask> All => tasks;

    /// <summary>Every task that runs, the server's own included.</summary>
    internal IEnumerable<ElasticsearchStoredTask> Live => tasks.Where(task => task.IsLive).Concat(own);

    internal StoredNode? FindNode(string id) => nodes.Find(node => node.Id == id);

    internal StoredNode GetNode(string id) => FindNode(id) ?? throw new ArgumentException($"There is no node {id}.", nameof(id));

    internal ElasticsearchStoredTask? FindLive(WireId id) => live.GetValueOrDefault(id) ?? own.Find(task => task.Id == id);

    internal ElasticsearchStoredTask GetLive(string id) => FindLive(WireId.Parse(id)) ?? throw new ArgumentException($"No task {id} is running.", nameof(id));

    /// <summary>Every record, in order of storing.</summary>
    internal IReadOnlyCollection<StoredResult> Results => results.Values;

    /// <summary>Whether anything was ever stored, so that there is an index of records.</summary>
    internal bool HasResults { get; private set; }

    internal StoredResult? FindResult(WireId id) => results.GetValueOrDefault(id);

    internal IEnumerable<ElasticsearchStoredTask> ChildrenOf(ElasticsearchStoredTask parent) => Live.Where(task => task.Parent == parent.Id);

    /// <summary>The bans there are: where running children have a canceled parent whose node is still there.</summary>
    internal IEnumerable<ElasticsearchBan> Bans =>
        from child in Live
        let parent = tasks.FindLast(task => task.Id == child.Parent)
        where parent is { IsCanceled: true } && parent.Ending != ElasticsearchEnding.Lost
        group child by (child.Id.Node, parent) into told
        select new ElasticsearchBan(told.Key.Node, told.Key.parent.Id.ToString(), told.Key.parent.CancelReason!);

    internal StoredNode AddNode(ElasticsearchNode options)
    {
        var node = new StoredNode(options, options.Id ?? ids.Next(), ++places);
        if (FindNode(node.Id) is not null)
        {
            throw new ArgumentException($"There is a node {node.Id} already.", nameof(options));
        }

        nodes.Add(node);
        return node;
    }

    internal void RemoveNode(StoredNode node) => nodes.Remove(node);

    internal ElasticsearchStoredTask Add(ElasticsearchTask options, DateTimeOffset now, ElasticsearchStoredTask? original = null)
    {
        var node = options.NodeId is { } id ? GetNode(id) : Local;
        var number = options.Number ?? node.LastNumber + 1;
        var task = new ElasticsearchStoredTask(options, new WireId(node.Id, number), WireId.Parse(options.ParentId), options.StartedAt ?? now)
        {
            Headers = HeadersOf(options),
            Original = original,
        };
        RefuseIfParentWasCanceled(task);
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
    internal ElasticsearchStoredTask AddOwn(ElasticsearchTask options, DateTimeOffset now, bool isOwn)
    {
        var task = new ElasticsearchStoredTask(options, new WireId(options.NodeId!, ++lastOwnNumber), WireId.Parse(options.ParentId), now) { Headers = HeadersOf(options), IsOwn = isOwn };
        own.Add(task);
        return task;
    }

    internal void Unregister(ElasticsearchStoredTask task)
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
        var inherited = FindLive(WireId.Parse(options.ParentId))?.Headers.FirstOrDefault(header => header.Key == "X-Opaque-Id").Value;
        if ((options.OpaqueId ?? inherited) is { } opaqueId)
        {
            headers.Insert(0, new("X-Opaque-Id", opaqueId));
        }

        return headers;
    }

    private void RefuseIfParentWasCanceled(ElasticsearchStoredTask child)
    {
        if (tasks.FindLast(task => task.Id == child.Parent) is { IsCanceled: true } parent && parent.Ending != ElasticsearchEnding.Lost)
        {
            throw new InvalidOperationException(child.Id.Node == parent.Id.Node
                ? $"parent task was cancelled [{parent.CancelReason}]"
                : $"task cancelled before starting [{parent.CancelReason}]");
        }
    }
}

/// <summary>A member of the cluster.</summary>
internal sealed class StoredNode(ElasticsearchNode options, string id, int place)
{
    internal string Id => id;

    internal string Name { get; } = options.Name ?? $"es-{place}";

    internal string Host { get; } = options.Host ?? $"10.0.0.{place}";

    internal string Address => $"{Host}:9300";

    internal IReadOnlyList<string> Roles(ElasticsearchVersion version) => options.Roles ?? version.UsualRoles;

    internal IReadOnlyDictionary<string, string> Attributes => options.Attributes;

    /// <summary>Whether it answers nothing.</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>How often it has died or left.</summary>
    internal int Deaths { get; set; }

    internal long LastNumber { get; set; }

    /// <summary>What requests to it fail with, or null.</summary>
    internal ElasticsearchError? Failure { get; set; }

    internal bool IsMasterEligible(ElasticsearchVersion version) => Roles(version).Contains("master") || Roles(version).Contains("cluster_manager");
}

/// <summary>Node ids that depend only on the seed: 22 characters of base64url, as on a real server.</summary>
internal sealed class IdSequence(int seed)
{
    private ulong state = (uint)seed;

    internal string Next()
    {
        var bytes = new byte[16];
        BitConverter.TryWriteBytes(bytes, Mix());
        BitConverter.TryWriteBytes(bytes.AsSpan(8), Mix());
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>SplitMix64.</summary>
    private ulong Mix()
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}

/// <summary>A document of the <c>.tasks</c> index: the result of a task.</summary>
internal sealed record StoredResult(ElasticsearchStoredTask Task, string? Response, ElasticsearchError? Error);
