namespace TaskCancellation.Testing.Elasticsearch;

/// <summary><c>POST /_tasks/_cancel</c> and <c>POST /_tasks/{id}/_cancel</c>: nearly every failure is answered 200.</summary>
internal sealed class ElasticsearchCancelRoute(ElasticsearchEmulator emulator, ElasticsearchStore cluster, ElasticsearchLifecycle lifecycle)
{
    internal const string UserRequest = "by user request";
    internal const string Action = "cluster:admin/tasks/cancel";

    private ElasticsearchVersion Version => emulator.WireVersion;

    internal EmulatedReply Cancel(ElasticsearchCall call)
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
            throw ElasticsearchRefusal.Invalid("task id cannot be used together with node ids");
        }

        call.Caller.Require(Action);
        var work = new Work(selection, selection.Id.IsSet ? [selection.Id.ToString()] : []);
        emulator.BeforeCancel?.Invoke(work.Named);
        lifecycle.CatchUp();
        var asked = new AskedNodes(Version, Action + "[n]", NodesFor(selection), lifecycle.Now);
        if (!selection.Id.IsSet)
        {
            call.Own.Start(Action, asked.All, (false, true), lifecycle.Now, Describe(selection, waits));
        }

        var silent = asked.All.Where(node => node.IsFrozen).ToList();
        Act(work, [.. asked.All.Except(silent)], silent.Count > 0, call.Own);
        return lifecycle.When(() => silent.TrueForAll(node => !node.IsFrozen || asked.FailureOf(node) is not null), () =>
        {
            silent.ForEach(node => ActLate(work, node, asked, call.Own));
            return lifecycle.When(() => !waits || !work.IsGoingOn, () =>
            {
                if (waits)
                {
                    FailDead(work, asked);
                }

                return Routing.Json(200, TaskGroups.Write(groupBy, cluster, work.Matched, work.Failures, new ElasticsearchTaskJson(Version, lifecycle.Now, isDetailed: false, isHuman)));
            });
        });
    }

    /// <summary>The nodes that a cancel involves: that of the task, or those that the filter names.</summary>
    private IReadOnlyList<StoredNode> NodesFor(Selection selection)
    {
        if (!selection.Id.IsSet)
        {
            return NodeResolver.Resolve(cluster, selection.Nodes, Version);
        }

        return cluster.FindNode(Find(selection.Id)?.Id.Node ?? selection.Id.Node) is { } node ? [node] : [];
    }

    private ElasticsearchStoredTask? Find(WireId id) => cluster.FindLive(id) ?? (Version.AsksAllNodes ? cluster.Live.FirstOrDefault(candidate => candidate.WasCalled(id)) : null);

    /// <summary>Does the work of some nodes.</summary>
    private void Act(Work work, IReadOnlyList<StoredNode> nodes, bool othersFollow, OwnTasks own)
    {
        if (work.Selection.Id.IsSet && nodes.Count == 0 && othersFollow)
        {
            return;
        }

        var matched = work.Selection.Id.IsSet ? MatchId(work.Selection, work.Failures) : MatchFilter(work.Selection, nodes, own, work.Failures);
        work.IsSelfMatch |= own.Parts.Any(part => part.IsCanceled);
        emulator.BetweenCheckAndCancel?.Invoke(work.Named);
        matched.RemoveAll(task => Refusal(task) is { } refusal && Add(work.Failures, task, refusal));
        work.Watched.AddRange(matched.SelectMany(Family).Distinct());
        matched.RemoveAll(task => lifecycle.Cancel(task, UserRequest) is { } unreachable && Add(work.Failures, task, unreachable.Failure!));
        work.Matched.AddRange(matched);
        emulator.AfterCancel?.Invoke(work.Named);
    }

    private void ActLate(Work work, StoredNode node, AskedNodes asked, OwnTasks own)
    {
        if (asked.FailureOf(node) is { } failure)
        {
            work.Failures.AddNode(node.Id, failure);
        }
        else
        {
            Act(work, [node], othersFollow: false, own);
        }
    }

    /// <summary>A node that dies while it is waited for has not answered.</summary>
    private static void FailDead(Work work, AskedNodes asked)
    {
        foreach (var node in asked.All.Where(node => asked.HasDied(node) && !work.Failures.HasNode(node.Id)))
        {
            work.Failures.AddNode(node.Id, asked.FailureOf(node)!);
            work.Matched.RemoveAll(task => task.Id.Node == node.Id);
        }
    }

    private List<ElasticsearchStoredTask> MatchId(Selection selection, Failures failures)
    {
        var id = selection.Id;
        var task = Find(id);
        var node = cluster.FindNode(task?.Id.Node ?? id.Node);
        var cause = (node, task) switch
        {
            (null, _) when !Version.AsksAllNodes =>
                new ElasticsearchError("no_such_node_exception", emulator.Inferred($"No such node [{id.Node}]")).With("node_id", id.Node),
            ({ Failure: { } failure }, _) => failure,
            (_, null) => new ElasticsearchError(
                "resource_not_found_exception", Version.RefusesSecondCancel ? $"task [{id}] doesn't support cancellation" : $"task [{id}] is not found"),
            (_, { Options.IsCancelable: false }) => new ElasticsearchError("illegal_argument_exception", $"task [{id}] doesn't support cancellation"),
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

    private List<ElasticsearchStoredTask> MatchFilter(Selection selection, IReadOnlyList<StoredNode> nodes, OwnTasks own, Failures failures)
    {
        List<ElasticsearchStoredTask> matched = [];
        foreach (var node in nodes)
        {
            if (node.Failure is { } failure)
            {
                failures.AddNode(node.Id, failure);
                continue;
            }

            var here = cluster.Live.Where(task => task.Id.Node == node.Id && task.Options.IsCancelable && selection.Allows(task)).ToList();
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

    /// <summary>A cancel that its own filter matches stops itself before it has finished, and reports nothing of what it did.</summary>
    private void CancelItself(ElasticsearchStoredTask self, List<ElasticsearchStoredTask> here, Failures failures)
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
    private ElasticsearchError? Refusal(ElasticsearchStoredTask task) => task switch
    {
        { CancelFailure: { } failure } => failure,
        { IsRelocating: true } => new ElasticsearchError("status_exception", $"cannot cancel task [{task.Id.Number}] because it is being relocated"),
        { IsCanceled: true } when Version.RefusesSecondCancel =>
            new ElasticsearchError("illegal_state_exception", $"task with id {task.Id.Number} is already cancelled"),
        _ => null,
    };

    /// <summary>The task and its descendants. A task of this request lives as long as the request itself: a wait for it never ends.</summary>
    private IEnumerable<ElasticsearchStoredTask> Family(ElasticsearchStoredTask task) => cluster.ChildrenOf(task).SelectMany(Family).Prepend(task);

    private static bool Add(Failures failures, ElasticsearchStoredTask task, ElasticsearchError error)
    {
        failures.AddTask(task.Id, error);
        return true;
    }

    /// <summary>What a cancel has come to so far.</summary>
    private sealed class Work(Selection selection, string[] named)
    {
        internal Selection Selection => selection;

        internal string[] Named => named;

        internal Failures Failures { get; } = new();

        internal List<ElasticsearchStoredTask> Matched { get; } = [];

        /// <summary>The matched tasks and all below them.</summary>
        internal List<ElasticsearchStoredTask> Watched { get; } = [];

        internal bool IsSelfMatch { get; set; }

        /// <summary>Whether there is something to wait for. What matches itself waits for itself.</summary>
        internal bool IsGoingOn => IsSelfMatch || Watched.Exists(task => task.IsLive);
    }
}
