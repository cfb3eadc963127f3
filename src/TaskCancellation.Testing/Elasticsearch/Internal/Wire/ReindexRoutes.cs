using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Starts tasks of the reindex family, and serves the routes that manage reindexing from 9.5 on.</summary>
internal sealed class ReindexRoutes(ElasticsearchEmulator emulator, ElasticsearchStore cluster, ElasticsearchLifecycle lifecycle, ElasticsearchTaskRoutes reads, Bulks bulks)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private ElasticsearchVersion Version => emulator.WireVersion;

    /// <summary>Starts a task: on the indices that a test has described, else as <see cref="ElasticsearchEmulator.NewTasks"/> says.</summary>
    internal EmulatedReply Start(ElasticsearchCall call, string action)
    {
        var (query, request) = (call.Query, call.Request);
        BulkCheck.Check(call, action, Version);
        var waits = query.Flag("wait_for_completion", otherwise: true);
        var isHuman = query.IsHuman;
        var options = TaskHeaders.Apply(emulator.NewTasks, request, Version) with { Action = action, StoresResult = waits ? false : emulator.NewTasks.StoresResult };
        var task = bulks.Start(BulkRequest.Read(action, query.Text("index"), query, RequestBody.Read(request, Version)), options, call.Caller.May(action) ? null : call.Caller.Refuse(action));
        return waits
            ? lifecycle.When(() => !task.IsLive, () => Answer(task, isHuman))
            : Routing.Json(200, ElasticsearchJson.Object(json => json.WriteString("task", task.Id.ToString())));
    }

    /// <summary>The reply to a caller that waited: the response, with the status of its worst failure.</summary>
    private EmulatedReply Answer(ElasticsearchStoredTask task, bool isHuman) => task switch
    {
        { Ending: ElasticsearchEnding.Lost } => throw new ElasticsearchRefusal(503, new ElasticsearchError("node_closed_exception", emulator.Inferred("node closed"))),
        { Error: { } error } => throw new ElasticsearchRefusal(Failures.StatusOf(error), error),
        _ => Routing.Json(StatusOf(task), task.Options.ResponseJson ?? BulkJson.Answer(task, isHuman, Version.NamesTypes)),
    };

    private static int StatusOf(ElasticsearchStoredTask task) => task.Options.TimesOut
        ? 408
        : BulkJson.FailuresOf(task).Select(failure => Failures.StatusOf(failure.Cause)).DefaultIfEmpty(200).Max();

    internal EmulatedReply Cancel(ElasticsearchCall call)
    {
        var query = call.Query;
        var waits = query.Flag("wait_for_completion", otherwise: true);
        var id = WireId.Parse(query.Text("task_id"));
        call.RefuseRest(Version);
        call.Caller.Require("cluster:admin/reindex/cancel");
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
            throw new ElasticsearchRefusal(503, new ElasticsearchError("status_exception", $"cannot cancel task [{task.Id.Number}] because it is being relocated"));
        }

        lifecycle.Cancel(task, ElasticsearchCancelRoute.UserRequest);
        emulator.AfterCancel?.Invoke(named);
        return waits
            ? lifecycle.When(() => !task.IsLive, () => Show(task))
            : Routing.Json(200, ElasticsearchJson.Object(json => json.WriteBoolean("acknowledged", true)));
    }

    internal EmulatedReply Get(ElasticsearchCall call)
    {
        var query = call.Query;
        var waits = query.Flag("wait_for_completion");
        var deadline = lifecycle.Now + query.Time("timeout", DefaultTimeout);
        var id = WireId.Parse(query.Text("task_id"));
        call.RefuseRest(Version);
        call.Caller.Require("cluster:monitor/reindex/get");
        var task = reads.Find(id, follows: true) ?? cluster.FindResult(id)?.Task;
        if (task is not { IsReindex: true, Parent.IsSet: false })
        {
            throw Missing(id);
        }

        return lifecycle.When(() => !waits || !task.IsLive || lifecycle.Now >= deadline, () => Show(task));
    }

    internal EmulatedReply List(ElasticsearchCall call)
    {
        var query = call.Query;
        var isDetailed = query.Flag("detailed");
        call.RefuseRest(Version);
        call.Caller.Require("cluster:monitor/reindex/list");
        var failures = new Failures();
        foreach (var node in cluster.Nodes.Where(node => node.Failure is not null))
        {
            failures.AddNode(node.Id, node.Failure!);
        }

        return Routing.Json(200, ElasticsearchJson.Object(json =>
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

    private EmulatedReply Show(ElasticsearchStoredTask task) => Routing.Json(200, ElasticsearchJson.Object(json =>
    {
        Write(json, task, isDetailed: true, withCompleted: true);
        ElasticsearchTaskRoutes.WriteResult(json, task.IsLive ? null : cluster.FindResult(task.Id));
    }));

    private void Write(Utf8JsonWriter json, ElasticsearchStoredTask task, bool isDetailed, bool withCompleted)
    {
        if (withCompleted)
        {
            json.WriteBoolean("completed", !task.IsLive);
        }

        json.WriteString("id", (task.Original ?? task).Id.ToString());
        json.WriteString("description", task.Description);
        json.WriteNumber("start_time_in_millis", (task.Original ?? task).StartedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("running_time_in_nanos", ((task.EndedAt ?? lifecycle.Now) - (task.Original ?? task).StartedAt).Ticks * 100);
        json.WriteBoolean("cancelled", task.IsCanceled);
        if (isDetailed)
        {
            json.WritePropertyName("status");
            json.WriteRawValue(task.Options.StatusJson ?? BulkJson.Status(task, isHuman: false));
        }
    }

    private static ElasticsearchRefusal Missing(WireId id) => ElasticsearchRefusal.NotFound($"reindex task [{id}] either not found or completed");
}

/// <summary><c>POST /_reindex/{id}/_rethrottle</c> and its siblings: sets a new rate for a running task. The answer has the form of a list.</summary>
internal sealed class RethrottleRoute(ElasticsearchEmulator emulator, ElasticsearchStore cluster, ElasticsearchLifecycle lifecycle)
{
    private const string Action = "cluster:admin/reindex/rethrottle";

    private ElasticsearchVersion Version => emulator.WireVersion;

    internal EmulatedReply Rethrottle(ElasticsearchCall call)
    {
        var query = call.Query;
        var id = WireId.Parse(query.Text("task_id"));
        var rate = query.Text("requests_per_second") is { } text ? BulkCheck.ReadRate(text) : throw ElasticsearchRefusal.BadArgument("requests_per_second is a required parameter");
        var groupBy = query.Text("group_by") ?? "nodes";
        var isHuman = query.IsHuman;
        query.Accept("nodes", "actions", "parent_task_id");
        call.RefuseRest(Version);
        TaskGroups.RequireKnown(groupBy);
        call.Caller.Require(Action);
        var failures = new Failures();
        List<ElasticsearchStoredTask> found = [];
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

        return Routing.Json(200, TaskGroups.Write(groupBy, cluster, found, failures, new ElasticsearchTaskJson(Version, lifecycle.Now, isDetailed: true, isHuman)));
    }

    /// <summary>Slices that run share the rate of their leader.</summary>
    private static void Throttle(ElasticsearchStoredTask task, float rate)
    {
        var running = (task.Slices ?? []).Where(slice => slice.IsLive).ToList();
        running.ForEach(slice => Throttle(slice, rate / running.Count));
        task.Run?.Rethrottle(rate);
    }
}
