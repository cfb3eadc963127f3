namespace TaskCancellation.Testing.Elasticsearch;

/// <summary><c>POST /_tasks/_cancel</c> and <c>POST /_tasks/{id}/_cancel</c>: nearly every failure is an answer of 200.</summary>
internal sealed class CancelRoute(ElasticsearchEmulator emulator, Cluster cluster, Lifecycle lifecycle)
{
    internal const string UserRequest = "by user request";
    internal const string Action = "cluster:admin/tasks/cancel";

    private ServerVersion Version => emulator.WireVersion;

    internal EmulatedReply Cancel(Call call)
    {
        var query = call.Query;
        var selection = Selection.Read(query, WireId.Parse(query.Text("task_id")));
        var groupBy = query.Text("group_by") ?? "nodes";
        var waits = Version.WaitsOnCancel && query.Flag("wait_for_completion");
        var isHuman = query.IsHuman;
        call.RefuseRest(Version);
        TaskGroups.RequireKnown(groupBy);
        if (selection.Id.IsSet && selection.Nodes.Length > 0)
        {
            throw ApiError.Invalid("task id cannot be used together with node ids");
        }

        call.Caller.Require(Action);
        string[] named = selection.Id.IsSet ? [selection.Id.ToString()] : [];
        emulator.BeforeCancel?.Invoke(named);
        lifecycle.CatchUp();
        var failures = new Failures();
        var matched = selection.Id.IsSet ? MatchId(selection, failures) : MatchFilter(selection, call.Own, Describe(selection, waits), failures);
        var isSelfMatch = call.Own.Parts.Any(part => part.IsCancelled);
        emulator.BetweenMatchAndCancel?.Invoke(named);
        matched.RemoveAll(task => Refusal(task) is { } refusal && Add(failures, task, refusal));
        var watched = matched.SelectMany(Family).Distinct().ToList();
        matched.RemoveAll(task => lifecycle.Cancel(task, UserRequest) is { } unreachable && Add(failures, task, unreachable.Failure!));
        emulator.AfterCancel?.Invoke(named);
        return lifecycle.When(
            () => !waits || !(isSelfMatch || watched.Exists(task => task.IsLive)),
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

    private List<LiveTask> MatchFilter(Selection selection, OwnTasks own, string description, Failures failures)
    {
        List<LiveTask> matched = [];
        var nodes = NodeResolver.Resolve(cluster, selection.Nodes, Version);
        own.Start(Action, nodes, (false, true), lifecycle.Now, description);
        foreach (var node in nodes)
        {
            if (node.Failure is { } failure)
            {
                failures.AddNode(node.Id, failure);
                continue;
            }

            var here = cluster.Live.Where(task => task.Id.Node == node.Id && task.Options.Cancellable && selection.Allows(task)).ToList();
            if (own.Parts.FirstOrDefault(here.Contains) is { } self)
            {
                CancelItself(self, here, failures);
            }
            else
            {
                matched.AddRange(here);
            }
        }

        return matched;
    }

    /// <summary>A cancel that its own filter matches stops itself before it has come to the end, and tells of nothing that it has done.</summary>
    private void CancelItself(LiveTask self, List<LiveTask> here, Failures failures)
    {
        foreach (var task in here.Where(task => !task.IsOwn).Take(emulator.SelfCancelReaches))
        {
            lifecycle.Cancel(task, UserRequest);
        }

        self.CancelReason = UserRequest;
        failures.AddNode(self.Id.Node, new ElasticsearchError("task_cancelled_exception", $"task cancelled [{UserRequest}]"));
    }

    private static string Describe(Selection selection, bool waits) =>
        $"reason[{UserRequest}], waitForCompletion[{(waits ? "true" : "false")}], targetTaskId[{selection.Id}], targetParentTaskId[{selection.Parent}], "
        + $"nodes[{string.Join(", ", selection.Nodes)}], actions[{string.Join(", ", selection.Actions)}]";

    /// <summary>Why this one task is left alone, or null.</summary>
    private ElasticsearchError? Refusal(LiveTask task) => task switch
    {
        { CancelFailure: { } failure } => failure,
        { IsRelocating: true } => new ElasticsearchError("status_exception", $"cannot cancel task [{task.Id.Number}] because it is being relocated"),
        { IsCancelled: true } when Version.RefusesSecondCancel =>
            new ElasticsearchError("illegal_state_exception", $"task with id {task.Id.Number} is already cancelled"),
        _ => null,
    };

    /// <summary>The task and all that descends from it. A task of this very request lives for as long as the request: who waits for it waits for ever.</summary>
    private IEnumerable<LiveTask> Family(LiveTask task) => cluster.ChildrenOf(task).SelectMany(Family).Prepend(task);

    private static bool Add(Failures failures, LiveTask task, ElasticsearchError error)
    {
        failures.AddTask(task.Id, error);
        return true;
    }
}
