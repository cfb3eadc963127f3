namespace TaskCancellation.Testing.Elasticsearch;

/// <summary><c>POST /_reindex/{id}/_rethrottle</c> and its siblings: a new rate for a running task, answered as a list is.</summary>
internal sealed class RethrottleRoute(ElasticsearchEmulator emulator, Cluster cluster, Lifecycle lifecycle)
{
    private const string Action = "cluster:admin/reindex/rethrottle";

    private ServerVersion Version => emulator.WireVersion;

    internal EmulatedReply Rethrottle(Call call)
    {
        var query = call.Query;
        var id = WireId.Parse(query.Text("task_id"));
        var rate = query.Text("requests_per_second") is { } text ? BulkCheck.ReadRate(text) : throw ApiError.BadArgument("requests_per_second is a required parameter");
        var groupBy = query.Text("group_by") ?? "nodes";
        var isHuman = query.IsHuman;
        query.Accept("nodes", "actions", "parent_task_id");
        call.RefuseRest(Version);
        TaskGroups.RequireKnown(groupBy);
        call.Caller.Require(Action);
        var failures = new Failures();
        List<LiveTask> found = [];
        if (cluster.FindLive(id) is not { } task)
        {
            failures.AddNode(id.Node, cluster.FindNode(id.Node) is null
                ? new ElasticsearchError("no_such_node_exception", $"No such node [{id.Node}]").With("node_id", id.Node)
                : new ElasticsearchError("resource_not_found_exception", $"task [{id}] is missing"));
        }
        else if (task.IsBulk)
        {
            Throttle(task, rate);
            found.Add(task);
        }
        else
        {
            failures.AddNode(id.Node, new ElasticsearchError("illegal_argument_exception", $"task [{id}] doesn't support this operation"));
        }

        return Routing.Json(200, TaskGroups.Write(groupBy, cluster, found, failures, new TaskJson(Version, lifecycle.Now, isDetailed: true, isHuman)));
    }

    /// <summary>Slices that run share the rate of their leader.</summary>
    private static void Throttle(LiveTask task, float rate)
    {
        var running = (task.Slices ?? []).Where(slice => slice.IsLive).ToList();
        running.ForEach(slice => Throttle(slice, rate / running.Count));
        task.Run?.Rethrottle(rate);
    }
}
