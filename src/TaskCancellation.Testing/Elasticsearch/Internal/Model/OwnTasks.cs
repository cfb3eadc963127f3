using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The tasks that represent a request: one on the node that received it, and one on each node it involves. They run until the request is answered.</summary>
internal sealed class OwnTasks(ElasticsearchStore cluster, ElasticsearchVersion version, EmulatedRequest request, bool areShown)
{
    private readonly List<ElasticsearchStoredTask> parts = [];

    /// <summary>The task where the request came to; null where such tasks are not shown.</summary>
    internal ElasticsearchStoredTask? Main { get; private set; }

    /// <summary>What the request waits for and would stop with its client; null for nothing.</summary>
    internal ElasticsearchStoredTask? Work { get; set; }

    /// <summary>Whether they go with the client: a list's do where they can be canceled; a read's and a cancel's wait on.</summary>
    internal bool LeaveWithClient => Main is { Options: { IsCancelable: true, Action: not ElasticsearchCancelRoute.Action } };

    /// <summary>Whether the request waits for itself, and so for ever.</summary>
    internal bool AreStuck => parts.Exists(part => part.IsCanceled);

    /// <summary>The tasks on the nodes involved.</summary>
    internal IReadOnlyList<ElasticsearchStoredTask> Parts => parts;

    /// <summary>Starts them.</summary>
    /// <param name="action">What the request does.</param>
    /// <param name="asked">The nodes that the request involves.</param>
    /// <param name="cancelable">Whether the first one, and whether those on the nodes, can be canceled where the version cancels such tasks.</param>
    /// <param name="now">The instant.</param>
    /// <param name="description">What the first one is about.</param>
    internal void Start(string action, IReadOnlyList<StoredNode> asked, (bool Main, bool Parts) cancelable, DateTimeOffset now, string description = "")
    {
        if (!areShown)
        {
            return;
        }

        Main = Make(action, cluster.Local, null, cancelable.Main, now, description);
        parts.AddRange(asked.Select(node => Make(action + "[n]", node, Main, cancelable.Parts, now, "")));
    }

    /// <summary>Ends them.</summary>
    internal void End(DateTimeOffset now)
    {
        foreach (var task in parts.Append(Main).OfType<ElasticsearchStoredTask>())
        {
            task.EndedAt = now;
            cluster.Unregister(task);
        }
    }

    private ElasticsearchStoredTask Make(string action, StoredNode node, ElasticsearchStoredTask? parent, bool isCancelable, DateTimeOffset now, string description) => cluster.AddOwn(
        new ElasticsearchTask
        {
            NodeId = node.Id,
            Action = action,
            Type = parent is not null && node == cluster.Local && version.CallsItselfDirectly ? "direct" : "transport",
            ParentId = parent?.Id.ToString(),
            Description = description,
            OpaqueId = request.Header("X-Opaque-Id"),
            Headers = TaskHeaders.Of(request, version),
            IsCancelable = isCancelable && version.OwnTasksAreCancelable,
            CancelEnding = ElasticsearchCancelEnding.Ignored,
        },
        now,
        isOwn: true);
}

/// <summary>The server's own persistent task <c>health-node[c]</c>, which every cluster of 8.5 and later runs: when it is canceled, it restarts under a new id.</summary>
internal sealed class HealthNode(ElasticsearchStore cluster)
{
    private ElasticsearchStoredTask? task;
    private int starts;

    /// <summary>Sees to it that it runs.</summary>
    internal void Ensure(DateTimeOffset now)
    {
        if (task is { IsLive: true } && cluster.FindNode(task.Id.Node) is not null)
        {
            return;
        }

        starts++;
        task = cluster.AddOwn(
            new ElasticsearchTask
            {
                NodeId = cluster.Local.Id,
                Action = "health-node[c]",
                Type = "persistent",
                ParentId = string.Create(CultureInfo.InvariantCulture, $"cluster:{starts}"),
                Description = "id=health-node",
                StatusJson = """{"state":"STARTED"}""",
                CancelDelay = TimeSpan.Zero,
            },
            now,
            isOwn: false);
    }
}

/// <summary>The headers that a task keeps of the request that started it, besides X-Opaque-Id.</summary>
internal static class TaskHeaders
{
    /// <summary>A task as the test wants new ones, with the headers of the request that starts it.</summary>
    internal static ElasticsearchTask Apply(ElasticsearchTask options, EmulatedRequest request, ElasticsearchVersion version) => options with
    {
        OpaqueId = request.Header("X-Opaque-Id") ?? options.OpaqueId,
        Headers = Of(request, version) is { Count: > 0 } kept ? kept : options.Headers,
    };

    internal static IReadOnlyDictionary<string, string> Of(EmulatedRequest request, ElasticsearchVersion version)
    {
        var kept = new Dictionary<string, string>();
        if (version.IsOpenSearch)
        {
            return kept;
        }

        // The second of the four parts: version, trace, parent, flags.
        if (request.Header("traceparent")?.Split('-') is [_, { Length: 32 } trace, ..])
        {
            kept["trace.id"] = trace;
        }

        if (request.Header("X-elastic-product-origin") is { } origin)
        {
            kept["X-elastic-product-origin"] = origin;
        }

        return kept;
    }
}
