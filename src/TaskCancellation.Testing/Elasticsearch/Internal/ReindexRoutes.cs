using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Starting the reindex family, and the routes that manage reindexing from 9.5 on.</summary>
internal sealed class ReindexRoutes(ElasticsearchEmulator emulator, Cluster cluster, Lifecycle lifecycle, ReadRoutes reads)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private ServerVersion Version => emulator.WireVersion;

    /// <summary>Starts a task as <see cref="ElasticsearchEmulator.NewTasks"/> says. What the body asks for is not looked at.</summary>
    internal EmulatedReply Start(EmulatedRequest request, string action)
    {
        var query = new Parameters(request);
        var waits = query.Flag("wait_for_completion", otherwise: true);
        string[] ignored = ["conflicts", "max_docs", "refresh", "requests_per_second", "require_alias", "scroll", "scroll_size", "slices", "timeout", "wait_for_active_shards"];
        Array.ForEach(ignored, name => query.Text(name));
        query.RefuseUnread();
        var options = emulator.NewTasks with { Action = action, OpaqueId = request.Header("X-Opaque-Id") ?? emulator.NewTasks.OpaqueId };
        var task = cluster.Add(waits ? options with { StoresResult = true } : options, lifecycle.Now);
        lifecycle.Plan(task);
        if (!waits)
        {
            return Routing.Json(200, Json.Object(json => json.WriteString("task", task.Id.ToString())));
        }

        return lifecycle.When(() => !task.IsLive, () => cluster.FindResult(task.Id) switch
        {
            { Error: { } error } => throw new ApiError(500, error),
            { Response: { } response } => Routing.Json(200, response),
            _ => throw new ApiError(503, new ElasticsearchError("node_closed_exception", emulator.Inferred("node closed"))),
        });
    }

    internal EmulatedReply Cancel(EmulatedRequest request, Caller caller, string pathId)
    {
        var query = new Parameters(request);
        var waits = query.Flag("wait_for_completion", otherwise: true);
        query.RefuseUnread();
        Routing.RefuseBody(request);
        var id = WireId.Parse(pathId);
        caller.Require(ElasticsearchPrivileges.CancelTask, "cluster:admin/reindex/cancel", Version);
        string[] named = [id.ToString()];
        emulator.BeforeCancel?.Invoke(named);
        lifecycle.CatchUp();
        var task = reads.Find(id, follows: true);
        if (task is not { IsReindex: true, Parent.IsSet: false })
        {
            throw Missing(id);
        }

        if (task.IsRelocating)
        {
            throw new ApiError(503, new ElasticsearchError("status_exception", $"cannot cancel task [{task.Id.Number}] because it is being relocated"));
        }

        lifecycle.Cancel(task, CancelRoute.UserRequest);
        emulator.AfterCancel?.Invoke(named);
        return waits
            ? lifecycle.When(() => !task.IsLive, () => Show(task))
            : Routing.Json(200, Json.Object(json => json.WriteBoolean("acknowledged", true)));
    }

    internal EmulatedReply Get(EmulatedRequest request, Caller caller, string pathId)
    {
        var query = new Parameters(request);
        var waits = query.Flag("wait_for_completion");
        var deadline = lifecycle.Now + query.Time("timeout", DefaultTimeout);
        query.RefuseUnread();
        var id = WireId.Parse(pathId);
        caller.Require(ElasticsearchPrivileges.Monitor, "cluster:monitor/reindex/get", Version);
        var task = reads.Find(id, follows: true) ?? cluster.FindResult(id)?.Task;
        if (task is not { IsReindex: true, Parent.IsSet: false })
        {
            throw Missing(id);
        }

        return lifecycle.When(() => !waits || !task.IsLive || lifecycle.Now >= deadline, () => Show(task));
    }

    internal EmulatedReply List(EmulatedRequest request, Caller caller)
    {
        var query = new Parameters(request);
        var isDetailed = query.Flag("detailed");
        query.RefuseUnread();
        caller.Require(ElasticsearchPrivileges.Monitor, "cluster:monitor/reindex/list", Version);
        var failures = new Failures();
        foreach (var node in cluster.Nodes.Where(node => node.Failure is not null))
        {
            failures.AddNode(node.Id, node.Failure!);
        }

        return Routing.Json(200, Json.Object(json =>
        {
            json.WriteStartArray("reindex");
            foreach (var task in cluster.Live.Where(task => task.IsReindex && !task.Parent.IsSet && !failures.HasNode(task.Id.Node)))
            {
                json.WriteStartObject();
                Write(json, task, isDetailed, withCompleted: false);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            failures.Write(json);
        }));
    }

    private EmulatedReply Show(LiveTask task) => Routing.Json(200, Json.Object(json =>
    {
        Write(json, task, isDetailed: true, withCompleted: true);
        ReadRoutes.WriteResult(json, task.IsLive ? null : cluster.FindResult(task.Id));
    }));

    private void Write(Utf8JsonWriter json, LiveTask task, bool isDetailed, bool withCompleted)
    {
        if (withCompleted)
        {
            json.WriteBoolean("completed", !task.IsLive);
        }

        json.WriteString("id", (task.Original ?? task).Id.ToString());
        json.WriteString("description", task.Description);
        json.WriteNumber("start_time_in_millis", (task.Original ?? task).StartedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("running_time_in_nanos", ((task.EndedAt ?? lifecycle.Now) - (task.Original ?? task).StartedAt).Ticks * 100);
        json.WriteBoolean("cancelled", task.IsCancelled);
        if (isDetailed)
        {
            json.WritePropertyName("status");
            json.WriteRawValue(task.Options.StatusJson ?? BulkJson.Status(task));
        }
    }

    private static ApiError Missing(WireId id) => ApiError.NotFound($"reindex task [{id}] either not found or completed");
}
