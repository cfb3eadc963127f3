namespace TaskCancellation.Testing.Elasticsearch;

/// <summary><c>POST /_tasks/_cancel</c> and <c>POST /_tasks/{id}/_cancel</c>: nearly every failure is an answer of 200.</summary>
internal sealed class CancelRoute(ElasticsearchEmulator emulator, Cluster cluster, Lifecycle lifecycle)
{
    internal const string UserRequest = "by user request";
    private const string Action = "cluster:admin/tasks/cancel";

    private ServerVersion Version => emulator.WireVersion;

    internal EmulatedReply Cancel(EmulatedRequest request, Caller caller, string? pathId)
    {
        var query = new Parameters(request);
        var selection = Selection.Read(query, WireId.Parse(pathId ?? query.Text("task_id")));
        var groupBy = query.Text("group_by") ?? "nodes";
        var waits = Version.WaitsOnCancel && query.Flag("wait_for_completion");
        var isHuman = query.IsHuman;
        query.RefuseUnread();
        Routing.RefuseBody(request);
        TaskGroups.RequireKnown(groupBy);
        if (selection.Id.IsSet && selection.Nodes.Length > 0)
        {
            throw ApiError.Invalid("task id cannot be used together with node ids");
        }

        caller.Require(ElasticsearchPrivileges.CancelTask, Action, Version);
        string[] named = selection.Id.IsSet ? [selection.Id.ToString()] : [];
        emulator.BeforeCancel?.Invoke(named);
        lifecycle.CatchUp();
        var failures = new Failures();
        var matched = selection.Id.IsSet ? MatchId(selection, failures) : MatchFilter(selection, request, failures);
        emulator.BetweenMatchAndCancel?.Invoke(named);
        matched.RemoveAll(task => Refusal(task) is { } refusal && Add(failures, task, refusal));
        var watched = matched.SelectMany(Family).Distinct().ToList();
        matched.RemoveAll(task => Flag(task) is { } unreachable && Add(failures, task, unreachable.Failure!));
        emulator.AfterCancel?.Invoke(named);
        return lifecycle.When(
            () => !waits || !watched.Exists(task => task.IsLive),
            () => Routing.Json(200, TaskGroups.Write(groupBy, cluster, matched, failures, new TaskJson(Version, lifecycle.Now, isDetailed: false, isHuman))));
    }

    private List<LiveTask> MatchId(Selection selection, Failures failures)
    {
        var id = selection.Id;
        var task = cluster.FindLive(id) ?? (Version.AsksAllNodes ? cluster.Live.FirstOrDefault(candidate => candidate.WasCalled(id)) : null);
        var node = cluster.FindNode(task?.Id.Node ?? id.Node);
        var cause = (node, task) switch
        {
            (null, _) when !Version.AsksAllNodes =>
                new ElasticsearchError("no_such_node_exception", emulator.Inferred($"No such node [{id.Node}]")).With("node_id", id.Node),
            ({ Failure: { } failure }, _) => failure,
            (_, null) => new ElasticsearchError(
                "resource_not_found_exception", Version.RefusesSecondCancel ? $"task [{id}] doesn't support cancellation" : $"task [{id}] is not found"),
            (_, { Options.Cancellable: false }) => new ElasticsearchError("illegal_argument_exception", $"task [{id}] doesn't support cancellation"),
            _ when !selection.Allows(task) => new ElasticsearchError("illegal_argument_exception", $"task [{id}] doesn't support this operation"),
            _ => null,
        };
        if (cause is null)
        {
            return [task!];
        }

        failures.AddNode(node?.Id ?? id.Node, cause);
        return [];
    }

    private List<LiveTask> MatchFilter(Selection selection, EmulatedRequest request, Failures failures)
    {
        List<LiveTask> matched = [];
        var nodes = NodeResolver.Resolve(cluster, selection.Nodes);
        var own = emulator.OwnTasks(Action, nodes, request).Skip(1).Where(_ => Version.OwnTasksAreCancellable);
        foreach (var node in nodes)
        {
            if (node.Failure is { } failure)
            {
                failures.AddNode(node.Id, failure);
                continue;
            }

            matched.AddRange(cluster.Live.Concat(own).Where(task => task.Id.Node == node.Id && task.Options.Cancellable && selection.Allows(task)));
        }

        return matched;
    }

    /// <summary>Why this one task is left alone, or null.</summary>
    private ElasticsearchError? Refusal(LiveTask task) => task switch
    {
        { CancelFailure: { } failure } => failure,
        { IsRelocating: true } => new ElasticsearchError("status_exception", $"cannot cancel task [{task.Id.Number}] because it is being relocated"),
        { IsCancelled: true } when Version.RefusesSecondCancel =>
            new ElasticsearchError("illegal_state_exception", $"task with id {task.Id.Number} is already cancelled"),
        _ => null,
    };

    private Node? Flag(LiveTask task)
    {
        if (task.IsOwn)
        {
            task.CancelReason = UserRequest;
        }

        return task.IsOwn ? null : lifecycle.Cancel(task, UserRequest);
    }

    /// <summary>The task and all that descends from it. A task of this very request lives for as long as the request: who waits for it waits for ever.</summary>
    private IEnumerable<LiveTask> Family(LiveTask task) => cluster.ChildrenOf(task).SelectMany(Family).Prepend(task);

    private static bool Add(Failures failures, LiveTask task, ElasticsearchError error)
    {
        failures.AddTask(task.Id, error);
        return true;
    }
}
