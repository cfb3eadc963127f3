namespace TaskCancellation.Testing.Elasticsearch;

/// <summary><c>GET /_tasks</c> and <c>GET /_tasks/{id}</c>.</summary>
internal sealed class ReadRoutes(ElasticsearchEmulator emulator, Cluster cluster, Lifecycle lifecycle)
{
    private const string ListAction = "cluster:monitor/tasks/lists";
    private const string GetAction = "cluster:monitor/task/get";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private ServerVersion Version => emulator.WireVersion;

    internal EmulatedReply List(Call call)
    {
        var query = call.Query;
        var selection = Selection.Read(query, WireId.Unset);
        var isDetailed = query.Flag("detailed");
        var waits = query.Flag("wait_for_completion");
        var deadline = lifecycle.Now + query.Time("timeout", DefaultTimeout);
        var groupBy = query.Text("group_by") ?? "nodes";
        var isHuman = query.IsHuman;
        call.RefuseRest(Version);
        TaskGroups.RequireKnown(groupBy);
        call.Caller.Require(ListAction);
        var failures = new Failures();
        var nodes = NodeResolver.Resolve(cluster, selection.Nodes, Version);
        foreach (var node in nodes.Where(node => node.Failure is not null))
        {
            failures.AddNode(node.Id, node.Failure!);
        }

        string[] asked = [.. nodes.Where(node => node.Failure is null).Select(node => node.Id)];
        call.Own.Start(ListAction, nodes, (true, true), lifecycle.Now);
        var matched = cluster.Live.Where(task => asked.Contains(task.Id.Node) && selection.Allows(task)).ToList();
        bool IsAwaited(LiveTask task) => waits && !task.IsOwn && task.IsLive;
        bool IsStopped() => call.Own.Parts.Append(call.Own.Main).Any(task => task is { IsCancelled: true });
        return lifecycle.When(() => !matched.Exists(IsAwaited) || IsStopped() || lifecycle.Now >= deadline, () =>
        {
            if (call.Own.Main is { IsCancelled: true } main)
            {
                throw new ApiError(400, Cancelled($"task cancelled [{main.CancelReason}]"));
            }

            foreach (var part in call.Own.Parts.Where(part => part.IsCancelled))
            {
                failures.AddNode(part.Id.Node, Cancelled("task cancelled"));
                matched.RemoveAll(task => task.Id.Node == part.Id.Node);
            }

            foreach (var late in matched.Where(IsAwaited).DistinctBy(task => task.Id.Node).ToList())
            {
                failures.AddNode(late.Id.Node, new ElasticsearchError("timeout_exception", emulator.Inferred("Timed out waiting for completion of tasks")));
            }

            matched.RemoveAll(task => failures.HasNode(task.Id.Node));
            return Routing.Json(200, TaskGroups.Write(groupBy, cluster, matched, failures, new TaskJson(Version, lifecycle.Now, isDetailed, isHuman)));
        });
    }

    internal EmulatedReply Cat(Call call)
    {
        var query = call.Query;
        var selection = Selection.Read(query, WireId.Unset);
        var (isDetailed, hasHead, isHelp) = (query.Flag("detailed"), query.Flag("v"), query.Flag("help"));
        query.Accept("h", "s", "time", "bytes", "local", "master_timeout", "timeout", "wait_for_completion");
        var isJson = query.Text("format") == "json" || call.Request.Header("Accept")?.Contains("json", StringComparison.Ordinal) == true;
        call.RefuseRest(Version);
        call.Caller.Require(ListAction);
        var nodes = NodeResolver.Resolve(cluster, selection.Nodes, Version);
        call.Own.Start(ListAction, nodes, (true, true), lifecycle.Now);
        var tasks = cluster.Live.Where(task => nodes.Any(node => node.Id == task.Id.Node) && selection.Allows(task)).ToList();
        return isJson && !isHelp
            ? Routing.Json(200, CatTable.Json(cluster, tasks, lifecycle.Now, isDetailed))
            : EmulatedReply.Text(200, CatTable.Text(cluster, tasks, lifecycle.Now, isDetailed, hasHead), "text/plain; charset=UTF-8");
    }

    internal EmulatedReply Get(Call call)
    {
        var query = call.Query;
        var id = WireId.Parse(query.Text("task_id"));
        var waits = query.Flag("wait_for_completion");
        var deadline = lifecycle.Now + query.Time("timeout", DefaultTimeout);
        var isRemoteTimeout = query.Text("timeout") is not null && id.Node != cluster.Local.Id && emulator.RemoteTimeoutsWin;
        var follows = Version.HasReindexManagement && query.Flag("follow_relocations", otherwise: true);
        var isHuman = query.IsHuman;
        call.RefuseRest(Version);
        if (!id.IsSet)
        {
            throw ApiError.Invalid("task id is required");
        }

        call.Caller.Require(GetAction);
        call.Own.Start(GetAction, [], (false, false), lifecycle.Now);
        var task = Find(id, follows);
        if (task is not null && cluster.FindNode(task.Id.Node)?.Failure is { } failure)
        {
            throw new ApiError(500, failure);
        }

        return lifecycle.When(() => !waits || task is not { IsLive: true } || lifecycle.Now >= deadline, () =>
        {
            if (waits && task is { IsLive: true })
            {
                throw isRemoteTimeout ? RemoteTimeout(task) : TimedOut();
            }

            return Show(id, task, follows, isHuman);
        });
    }

    /// <summary>The newest task that has, or first had, that id and is still running.</summary>
    internal LiveTask? Find(WireId id, bool follows) =>
        cluster.FindLive(id) ?? (follows ? cluster.Live.LastOrDefault(task => task.WasCalled(id)) : null);

    private EmulatedReply Show(WireId id, LiveTask? task, bool follows, bool isHuman)
    {
        var moved = follows ? cluster.All.LastOrDefault(candidate => candidate.Original?.Id == id)?.Id : null;
        var stored = task is { IsLive: true } ? null : cluster.FindResult(task?.Id ?? moved ?? id);
        var shown = stored?.Task ?? (task?.Ending == ElasticsearchEnding.Lost ? null : task) ?? throw Missing(id, cluster, Version);
        return Routing.Json(200, Json.Object(json =>
        {
            json.WriteBoolean("completed", !shown.IsLive);
            json.WriteStartObject("task");
            new TaskJson(Version, lifecycle.Now, isDetailed: true, isHuman).Write(json, shown, stored is null ? TaskForm.Running : TaskForm.ReadBack);
            json.WriteEndObject();
            WriteResult(json, stored);
        }));
    }

    internal static void WriteResult(System.Text.Json.Utf8JsonWriter json, StoredResult? stored)
    {
        if (stored is { Error: { } error })
        {
            json.WriteStartObject("error");
            Json.WriteError(json, error);
            json.WriteEndObject();
        }
        else if (stored is { Response: { } response })
        {
            json.WritePropertyName("response");
            json.WriteRawValue(response);
        }
    }

    /// <summary>There is no record: because the task has left none, and that because there is no index of records yet; or because nobody knows its node.</summary>
    internal static ApiError Missing(WireId id, Cluster cluster, ServerVersion version)
    {
        var missing = new ElasticsearchError(
            "resource_not_found_exception",
            $"task [{id}] isn't running and hasn't stored its results",
            cluster.HasResults ? null : ResultRoutes.NoIndex(version));
        return new ApiError(404, cluster.FindNode(id.Node) is not null ? missing : new ElasticsearchError(
            "resource_not_found_exception", $"task [{id}] belongs to the node [{id.Node}] which isn't part of the cluster and there is no record of the task", missing));
    }

    private static ElasticsearchError Cancelled(string reason) => new("task_cancelled_exception", reason);

    private ApiError TimedOut() => new(Version.TimeoutStatus, new ElasticsearchError("timeout_exception", "Timed out waiting for completion of task"));

    private ApiError RemoteTimeout(LiveTask task)
    {
        var node = cluster.FindNode(task.Id.Node);
        return new ApiError(500, new ElasticsearchError(
            "receive_timeout_transport_exception", emulator.Inferred($"[{node?.Name}][{node?.Address}][{GetAction}[n]] request timed out")));
    }
}
