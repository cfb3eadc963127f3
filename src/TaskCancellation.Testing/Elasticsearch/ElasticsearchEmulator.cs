using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Emulates an Elasticsearch or OpenSearch cluster: task management, the reindex family, and the root page with product and version.</summary>
/// <remarks>
/// A request that waits on the server keeps its connection open and looks again as the clock advances, at least every 100 ms, so that it observes what hooks do in the meantime.
/// Binary formats (CBOR, Smile) are answered as JSON.
/// </remarks>
/// <example>
/// <code>
/// var clock = new VirtualClock();
/// using var cluster = new ElasticsearchEmulator(clock);
/// var id = cluster.Add(new() { Description = "reindex from [a] to [b]", CancelDelay = TimeSpan.FromSeconds(2) });
///
/// var options = new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None };
/// options.UseTimeProvider(clock);
/// using var client = new ElasticsearchTaskClient(cluster.CreateClient(), options);
/// var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(id));
/// </code>
/// </example>
public sealed partial class ElasticsearchEmulator : TaskEmulator<string, ElasticsearchTask, ElasticsearchRow, ElasticsearchUser>
{
    /// <summary>The default address.</summary>
    public static readonly Uri DefaultAddress = new("http://localhost:9200/");

    private readonly ElasticsearchStore cluster;
    private readonly ElasticsearchLifecycle lifecycle;
    private readonly Searches searches;
    private readonly Bulks bulks;
    private readonly ElasticsearchUsers users;
    private readonly HealthNode health;
    private readonly ElasticsearchRoutes routes;
    private readonly Dictionary<EmulatedRequest, OwnTasks> underWay = new(ReferenceEqualityComparer.Instance);

    /// <summary>Initializes a new cluster with the given nodes, or with one node.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address of the cluster; <see cref="DefaultAddress"/> by default.</param>
    /// <param name="nodes">The nodes. Requests reach the first.</param>
    /// <param name="seed">Where the sequence of node ids starts.</param>
    public ElasticsearchEmulator(TimeProvider clock, Uri? baseAddress = null, IReadOnlyList<ElasticsearchNode>? nodes = null, int seed = 1)
        : base(clock, baseAddress ?? DefaultAddress)
    {
        cluster = new ElasticsearchStore(new IdSequence(seed));
        lifecycle = new ElasticsearchLifecycle(this, cluster);
        searches = new Searches(this, cluster, lifecycle);
        bulks = new Bulks(this, cluster, lifecycle, searches);
        users = new ElasticsearchUsers(this, lifecycle);
        health = new HealthNode(cluster);
        routes = new ElasticsearchRoutes(Routes(
            new ElasticsearchTaskRoutes(this, cluster, lifecycle),
            new ElasticsearchCancelRoute(this, cluster, lifecycle),
            new InfoRoutes(this, cluster)));
        foreach (var node in nodes is { Count: > 0 } ? nodes : [new ElasticsearchNode()])
        {
            cluster.AddNode(node);
        }
    }

    /// <inheritdoc/>
    protected override EmulatedReply Answer([NotNull] EmulatedRequest request)
    {
        if (ListsOwnTasks && WireVersion.HasHealthNode)
        {
            health.Ensure(lifecycle.Now);
        }

        var door = new FrontDoor(WireVersion, request);
        var own = new OwnTasks(cluster, WireVersion, request, ListsOwnTasks);
        underWay[request] = own;
        return Guard(door, () => Dispatch(door, own, request)).Then(reply =>
        {
            underWay.Remove(request);
            own.End(lifecycle.Now);
            return AddHeaders(ReplyForm.Compress(reply, request), request);
        });
    }

    /// <summary>A search whose client disconnects is canceled, and so is a list where the version allows it. Everything else continues to wait.</summary>
    private protected override void OnDisconnected(EmulatedRequest request, TimeSpan after, Func<EmulatedReply> look)
    {
        if (!underWay.TryGetValue(request, out var own))
        {
            return;
        }

        if (own.Work is { } work)
        {
            lifecycle.Cancel(work, "channel was closed");
        }

        if (own.LeaveWithClient)
        {
            underWay.Remove(request);
            own.End(lifecycle.Now);
        }
        else if (own is { Main: not null, AreStuck: false })
        {
            GoOn(after, look);
        }
    }

    private void GoOn(TimeSpan after, Func<EmulatedReply> look) => Due.After(after, () =>
    {
        if (look().Pending is { } pending)
        {
            GoOn(pending.After, pending.Look);
        }
    });

    private ElasticsearchRoute[] Routes(ElasticsearchTaskRoutes reads, ElasticsearchCancelRoute cancels, InfoRoutes infos)
    {
        var reindexing = new ReindexRoutes(this, cluster, lifecycle, reads, bulks);
        var results = new ResultRoutes(this, cluster);
        var throttle = new RethrottleRoute(this, cluster, lifecycle);
        var searching = new SearchRoutes(this, cluster, lifecycle, searches);
        static bool ManagesReindex(ElasticsearchVersion version) => version.HasReindexManagement;
        return
        [
            new("GET", "/", infos.Root),
            new("HEAD", "/", infos.Root),
            new("DELETE", "/", InfoRoutes.DeleteNothing),
            new("GET", "/_nodes", infos.Nodes),
            new("GET", "/_nodes/{metric}", infos.Nodes),
            new("GET", "/_cluster/health", infos.Health),
            new("GET", "/_cat/tasks", reads.Cat),
            new("GET", "/_tasks", reads.List) { IsPrivate = true },
            new("GET", "/_tasks/{task_id}", reads.Get),
            new("DELETE", "/_tasks/{task_id}", results.Delete) { Exists = version => version.DeletesResults },
            new("POST", "/_tasks/_cancel", cancels.Cancel) { IsPrivate = true },
            new("POST", "/_tasks/{task_id}/_cancel", cancels.Cancel) { IsPrivate = true },
            new("GET", "/.tasks/_doc/{id}", results.Document),
            new("DELETE", "/.tasks/_doc/{id}", results.DeleteDocument),
            new("GET POST", "/.tasks/_search", results.Search),
            new("GET POST", "/{index}/_search", searching.Search),
            new("POST", "/{index}/_forcemerge", searching.ForceMerge),
            new("POST", "/_reindex", call => reindexing.Start(call, BulkRequest.Reindex)),
            new("POST", "/{index}/_update_by_query", call => reindexing.Start(call, BulkRequest.Update)),
            new("POST", "/{index}/_delete_by_query", call => reindexing.Start(call, BulkRequest.Delete)),
            new("POST", "/_reindex/{task_id}/_rethrottle", throttle.Rethrottle),
            new("POST", "/_update_by_query/{task_id}/_rethrottle", throttle.Rethrottle),
            new("POST", "/_delete_by_query/{task_id}/_rethrottle", throttle.Rethrottle),
            new("GET", "/_reindex", reindexing.List) { Exists = ManagesReindex },
            new("GET", "/_reindex/{task_id}", reindexing.Get) { Exists = ManagesReindex },
            new("POST", "/_reindex/{task_id}/_cancel", reindexing.Cancel) { Exists = ManagesReindex },
            new("GET HEAD", "/{index}", infos.Index),
            new("PUT DELETE", "/{index}"),
            new("POST", "/{index}/{type}") { Exists = version => !version.IsOpenSearch && version.Major < 9 },
        ];
    }

    private EmulatedReply Dispatch(FrontDoor door, OwnTasks own, EmulatedRequest request)
    {
        var version = WireVersion;
        var query = door.Check(HasDetailedErrors);
        var caller = version.AuthenticatesFirst ? users.Identify(request) : null;
        if (request.Method == "OPTIONS")
        {
            return FrontDoor.Options(routes.Allowed(request, version));
        }

        var (route, segments) = routes.Find(request, version);
        caller ??= users.Identify(request);
        var path = string.Concat(segments.Select(segment => "/" + Percent.Decode(segment, plusIsSpace: false)));
        if (version.IsServerless && route.IsPrivate)
        {
            throw new ElasticsearchRefusal(410, new ElasticsearchError(
                "api_not_available_exception",
                Inferred($"Request for uri [{request.Path}] with method [{request.Method}] exists but is not available when running in serverless mode")));
        }

        MediaTypes.CheckBody(request, version);
        foreach (var (name, segment) in route.Read(segments))
        {
            query.Add(name, Percent.Decode(segment, plusIsSpace: false));
        }

        return route.Answer is { } answer
            ? answer(new ElasticsearchCall(request, path.Length == 0 ? "/" : path, query, caller, own))
            : throw new ElasticsearchRefusal(501, new ElasticsearchError("unsupported_operation_exception", "the emulator keeps no indices over HTTP"));
    }

    private EmulatedReply Guard(FrontDoor door, Func<EmulatedReply> answer)
    {
        try
        {
            var reply = answer();
            return reply.Pending is { } pending ? EmulatedReply.Later(pending.After, () => Guard(door, pending.Look)) : door.Shape(reply);
        }
        catch (ElasticsearchRefusal error)
        {
            return door.Shape(error, HasDetailedErrors);
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

        // Of several, the first is echoed.
        return request.Header("X-Opaque-Id") is { } opaqueId
            ? reply.WithHeader("X-Opaque-Id", request.RepeatedHeaders.Contains("X-Opaque-Id") ? opaqueId.Split(", ")[0] : opaqueId)
            : reply;
    }
}
