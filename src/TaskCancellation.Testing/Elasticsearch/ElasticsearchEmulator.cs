using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>An Elasticsearch or OpenSearch cluster in memory: its task management, the start of reindexing, and the page that tells product and version.</summary>
/// <remarks>
/// A request that waits on the server holds its connection open and looks again as the clock moves, at least every 100 ms, so that it sees what hooks do meanwhile.
/// <c>pretty</c>, <c>filter_path</c>, <c>format</c> and <c>error_trace</c> are accepted and change nothing. This part is the wire; hooks and settings are in the others.
/// </remarks>
public sealed partial class ElasticsearchEmulator : TaskEmulator<string, ElasticsearchTask, ElasticsearchRow, ElasticsearchUser>
{
    /// <summary>The address it answers at unless told otherwise.</summary>
    public static readonly Uri DefaultAddress = new("http://localhost:9200/");

    private readonly Cluster cluster;
    private readonly Lifecycle lifecycle;
    private readonly Security security;
    private readonly RootRoute root;
    private readonly ReadRoutes reads;
    private readonly CancelRoute cancels;
    private readonly ReindexRoutes reindexing;

    /// <summary>Creates a cluster of one node, or of those given.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address it answers at; <see cref="DefaultAddress"/> by default.</param>
    /// <param name="nodes">Its nodes; requests come to the first.</param>
    /// <param name="seed">Where the sequence of node ids begins.</param>
    public ElasticsearchEmulator(TimeProvider clock, Uri? baseAddress = null, IReadOnlyList<ElasticsearchNode>? nodes = null, int seed = 1)
        : base(clock, baseAddress ?? DefaultAddress)
    {
        cluster = new Cluster(new IdSequence(seed));
        lifecycle = new Lifecycle(this, cluster);
        security = new Security(this);
        root = new RootRoute(this, cluster);
        reads = new ReadRoutes(this, cluster, lifecycle);
        cancels = new CancelRoute(this, cluster, lifecycle);
        reindexing = new ReindexRoutes(this, cluster, lifecycle, reads);
        foreach (var node in nodes is { Count: > 0 } ? nodes : [new ElasticsearchNode()])
        {
            cluster.AddNode(node);
        }
    }

    /// <inheritdoc/>
    protected override EmulatedReply Answer([NotNull] EmulatedRequest request) =>
        Guard(() => Authenticate(request)).Then(final => AddHeaders(final, request));

    /// <summary>The tasks that a request about tasks is itself: one where it came to, and one for each node asked.</summary>
    internal IReadOnlyList<LiveTask> OwnTasks(string action, IReadOnlyList<Node> asked, EmulatedRequest request)
    {
        if (!ListsItself)
        {
            return [];
        }

        LiveTask Make(string name, Node node, string type, string? parent) => cluster.MakeOwn(
            new ElasticsearchTask
            {
                Node = node.Id,
                Action = name,
                Type = type,
                Parent = parent,
                OpaqueId = request.Header("X-Opaque-Id"),
                Cancellable = WireVersion.OwnTasksAreCancellable,
            },
            lifecycle.Now);

        var first = Make(action, cluster.Local, "transport", null);
        return [first, .. asked.Select(node => Make(action + "[n]", node, node == cluster.Local ? "direct" : "transport", first.Id.ToString()))];
    }

    private EmulatedReply Authenticate(EmulatedRequest request)
    {
        if (security.Identify(request, out var refusal) is not { } caller)
        {
            return refusal;
        }

        var type = MediaTypes.Negotiate(request, WireVersion);
        Routing.RequireJson(request);
        return Route(request, caller).Then(reply => reply.Body.IsEmpty ? reply : reply with { ContentType = type });
    }

    private EmulatedReply Route(EmulatedRequest request, Caller caller)
    {
        string[] path = [.. request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        var managesReindex = WireVersion.HasReindexManagement;
        if (WireVersion.IsServerless && (request.Method, path) is ("GET", ["_tasks"]) or ("POST", ["_tasks", "_cancel"]) or ("POST", ["_tasks", _, "_cancel"]))
        {
            throw new ApiError(410, new ElasticsearchError(
                "api_not_available_exception",
                Inferred($"Request for uri [{request.Path}] with method [{request.Method}] exists but is not available when running in serverless mode")));
        }

        return (request.Method, path) switch
        {
            ("GET", []) => root.Show(request, caller),
            ("HEAD", []) => EmulatedReply.Empty(200),
            ("GET", ["_tasks"]) => reads.List(request, caller),
            ("GET", ["_tasks", var id]) => reads.Get(request, caller, id),
            ("POST", ["_tasks", "_cancel"]) => cancels.Cancel(request, caller, null),
            ("POST", ["_tasks", var id, "_cancel"]) => cancels.Cancel(request, caller, id),
            ("POST", ["_reindex"]) => reindexing.Start(request, "indices:data/write/reindex"),
            ("POST", [_, "_update_by_query"]) => reindexing.Start(request, "indices:data/write/update/byquery"),
            ("POST", [_, "_delete_by_query"]) => reindexing.Start(request, "indices:data/write/delete/byquery"),
            ("GET", ["_reindex"]) when managesReindex => reindexing.List(request, caller),
            ("GET", ["_reindex", var id]) when managesReindex => reindexing.Get(request, caller, id),
            ("POST", ["_reindex", var id, "_cancel"]) when managesReindex => reindexing.Cancel(request, caller, id),
            _ => throw Routing.NoRoute(request, path, managesReindex),
        };
    }

    private static EmulatedReply Guard(Func<EmulatedReply> answer)
    {
        try
        {
            var reply = answer();
            return reply.Pending is { } pending ? EmulatedReply.Later(pending.After, () => Guard(pending.Look)) : reply;
        }
        catch (ApiError error)
        {
            return Routing.Json(error.Status, Json.Error(error)) with { Headers = error.Headers };
        }
    }

    private EmulatedReply AddHeaders(EmulatedReply reply, EmulatedRequest request)
    {
        if (WireVersion.NamesProduct && reply.Status is not (401 or 403))
        {
            reply = reply.WithHeader("X-elastic-product", "Elasticsearch");
        }

        if (WireVersion.NamesOpenSearch)
        {
            reply = reply.WithHeader("X-OpenSearch-Version", $"OpenSearch/{Version} (opensearch)");
        }

        return request.Header("X-Opaque-Id") is { } opaqueId ? reply.WithHeader("X-Opaque-Id", opaqueId) : reply;
    }
}
