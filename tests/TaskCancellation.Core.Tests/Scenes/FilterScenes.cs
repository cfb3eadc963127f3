using static TaskCancellation.Core.Tests.Scenes.Script;

namespace TaskCancellation.Core.Tests.Scenes;

/// <summary>A cancel by filter, and the wait for it.</summary>
internal static class FilterScenes
{
    private static readonly TaskFilter Kind = Some.Kinds("k");
    private static readonly TaskFilter Named = new() { Scopes = ["canceled by 100"] };
    private static readonly TaskFilter Unfinished = Some.Kinds("k") with { States = [TaskState.Running] };
    private static readonly TaskFilter EndedSince = Some.Kinds("k") with { States = [TaskState.Canceled] };
    private static readonly TaskClientCapabilities Neighborly = Scripted.ByFilter with { CancelAffectsOthers = true };

    internal static IEnumerable<Scene> All =>
    [
        Listed("listed tasks are canceled by id", Kind),
        Listed("a filter that nothing matches", new TaskFilter { Kinds = ["none"] }),
        Listed("a filter of nothing there", new TaskFilter { Scopes = ["nowhere"] }),
        Listed("a filter of an empty range", Kind with { Enqueued = TimeRange.After(Some.Noon).And(TimeRange.Before(Some.Noon)) }),
        Listed("a filter of a range before 1970", Kind with { Enqueued = TimeRange.Before(DateTimeOffset.UnixEpoch) }),
        Listed("named ids, one of them twice", new TaskFilter { Ids = ["a", "b", "a", "e"] }),
        Listed("a condition", Kind with { Where = task => task.Id == "b" }),
        Listed("every state", Kind with { States = [TaskState.Pending, TaskState.Running, TaskState.Canceling, TaskState.Succeeded, TaskState.Failed, TaskState.Canceled] }),
        Listed("every state but one", Kind with { States = [TaskState.Pending, TaskState.Running, TaskState.Canceling, TaskState.Succeeded, TaskState.Failed] }),
        Listed("nothing at all", new TaskFilter()),
        Listed("nothing at all, and that is meant", new TaskFilter(), new CancelOptions { AllowAll = true }),
        Listed("an empty list", new TaskFilter { Kinds = [] }),
        Listed("a blank value", new TaskFilter { Kinds = ["k", " "] }),
        Listed("a value that stands for everything", new TaskFilter { Kinds = ["* *"] }),
        Listed("a range of all time", new TaskFilter { Enqueued = TimeRange.AtOrAfter(DateTimeOffset.UnixEpoch) }),
        Listed("a range up to the end of the calendar", new TaskFilter { Enqueued = TimeRange.Before(DateTimeOffset.MaxValue) }),
        Listed("a malformed id", new TaskFilter { Ids = ["a", "!"] }),
        Listed("more tasks than allowed", Kind, new CancelOptions { MaxTargets = 1 }),
        Listed("as many tasks as allowed", Kind, new CancelOptions { MaxTargets = 4 }),
        Listed("a server-side selection where there is none", Kind, new CancelOptions { Selection = CancelSelection.ServerSide }),
        With(Listed("a field that is refused", new TaskFilter { Names = ["n"] }), Scripted.Capabilities with { UnsupportedFields = FilterFields.Names }),
        With(Listed("a protected kind is left out", new TaskFilter { Scopes = ["s"] }), Scripted.Capabilities with { ProtectedKinds = ["p*"] }),
        With(Listed("a protected kind is named", Some.Kinds("p1", "k")), Scripted.Capabilities with { ProtectedKinds = ["p*"] }),
        With(Listed("a protected kind is named by a wildcard", Some.Kinds("p*")), Scripted.Capabilities with { ProtectedKinds = ["p*"] }),
        With(Listed("a list that does not apply the filter", Kind), client => client.OnList = _ => [Some.Task("x", kind: "other")]),
        With(Listed("a list that does not apply the filter, which the client forgives", Kind), client => (client.OnList, client.OnMatch) = (_ => [Some.Task("x", kind: "other"), Some.Task("y", kind: "k")], (_, _, _) => FieldMatch.Differs)),
        With(Listed("a list of malformed ids", Kind), client => client.OnList = _ => [Some.Task("!", kind: "k")]),
        With(Listed("a list that fails", Kind), client => client.OnList = _ => throw Some.Error(TaskErrorReason.Authorization)),
        With(Listed("a list of which a part is missing", Kind), client => client.OnList = _ => Partly(Some.Task("a", kind: "k"))),
        With(Listed("a list of which all is missing", Kind), client => client.OnList = _ => Partly()),
        With(Listed("a list of which a part is missing, with a limit", Kind, new CancelOptions { MaxTargets = 9 }), client => client.OnList = _ => Partly(Some.Task("a", kind: "k"))),
        With(Listed("a credential that is refused ends it", Kind, new CancelOptions { MaxConcurrency = 1 }), client => client.CancelsFail(Some.Error(TaskErrorReason.Authentication))),
        With(Listed("one that comes again, pages later", Kind), client => client.OnList = _ => [Some.Task("a", kind: "k"), Some.Task("b", TaskState.Pending, "k"), Some.Task("d", kind: "k"), Some.Task("a", kind: "k")]),
        With(Listed("descendants where a cancel ends only its task", Kind), client => client.OnList = _ => [Some.Task("top", kind: "k"), Some.Task("child", kind: "k") with { ParentId = "top" }]),
        With(Listed("descendants end with their tops", Kind), client => (client.Can, client.OnList) = (Scripted.Capabilities with { CancelsDescendants = true }, _ =>
            [Some.Task("top", kind: "k"), Some.Task("child", kind: "k") with { ParentId = "top" }, Some.Task("grandchild", kind: "k") with { ParentId = "child" }, Some.Task("orphan", kind: "k") with { ParentId = "elsewhere" }, Some.Task("circle", kind: "k") with { ParentId = "circle" }])),

        Server("the service counts and names", Reply(3), ServiceTask(TaskState.Running, new Counts(3, null)), ServiceTask(TaskState.Succeeded, new Counts(3, 2))),
        Server("the service counts more than it canceled, and some are deleted", Reply(3), ServiceTask(TaskState.Succeeded, new Counts(5, 4))),
        Server("the service's task addressed nothing", Reply(0), ServiceTask(TaskState.Succeeded, new Counts(0, 0))),
        Server("the service's task is canceled", Reply(3), ServiceTask(TaskState.Canceled, new Counts(3, 0))),
        Server("the service's task fails", Reply(3), ServiceTask(TaskState.Failed)),
        Server("the service's task fails, and more match by now", Reply(1), ServiceTask(TaskState.Failed, new Counts(1, 0))),
        Server("the service's task has told its counts once, and fails", Reply(null), ServiceTask(TaskState.Running, new Counts(3, null)), ServiceTask(TaskState.Failed) with { Failure = null }),
        Server("the service's task is canceled by nobody knows whom", Reply(3), ServiceTask(TaskState.Canceled, new Counts(3, 0)) with { CanceledBy = null }),
        Server("the service's task does not say when it was enqueued", Reply(3), ServiceTask(TaskState.Succeeded, new Counts(3, 2)) with { EnqueuedAt = null }),
        Server("the service's task and the reply name the same", request => Reply(3)(request) with { Items = [new CancelReplyItem("a", CancelDisposition.Acknowledged), new CancelReplyItem("c", CancelDisposition.Denied)] }, ServiceTask(TaskState.Succeeded, new Counts(3, 2))),
        Server("the service's task is hidden", Reply(null), [null]),
        With(Server("the service's task is hidden, and all have ended since", Reply(null), [null]), client => client.OnList = list => list.Filter.Scopes is ["canceled by 100"] || list.Filter.States is [TaskState.Running] ? [] : list.Filter.States is [TaskState.Canceled] ? Canceled : client.Tasks.Where(task => task.Kind == "k")),
        With(Server("the service's task is hidden, and fewer have ended since than were listed", Reply(null), [null]), client => client.OnList = list => list.Filter.Scopes is ["canceled by 100"] || list.Filter.States is [TaskState.Running] ? [] : list.Filter.States is [TaskState.Canceled] ? Canceled[..1] : client.Tasks.Where(task => task.Kind == "k")),
        With(Server("the service's task asks to be read too late", Reply(3), Some.Error(TaskErrorReason.Throttled, retryAfter: 100)), client => client.OnBlocker = () => "a long one"),
        Server("the service's task is hidden, and nothing can be looked at", _ => new CancelReply { ServiceTask = "100", AcceptedAt = Some.Noon }, [null]),
        Server("the service's task is another's", Reply(3), ServiceTask(TaskState.Succeeded, new Counts(3, 3)) with { EnqueuedAt = Some.Noon.AddSeconds(1) }),
        Server("the service's task cannot be read", Reply(3), Some.Error(TaskErrorReason.Authorization)),
        Server("the service's task never ends", Reply(3), ServiceTask(TaskState.Pending, new Counts(3, null))),
        Server("the service's task answers later", Reply(3), Some.Error(TaskErrorReason.Throttled, retryAfter: 3), ServiceTask(TaskState.Succeeded, new Counts(2, 2))),
        Server("the reply names the tasks", request => new CancelReply { Items = [new CancelReplyItem("a", CancelDisposition.Acknowledged), new CancelReplyItem("b", CancelDisposition.NotCancelable)], MatchedCount = 3 }, Some.Task("a", TaskState.Canceled)),
        Server("the reply names a malformed task", _ => new CancelReply { Items = [new CancelReplyItem("!", CancelDisposition.Acknowledged), new CancelReplyItem("a", CancelDisposition.Acknowledged)] }, Some.Task("a", TaskState.Canceled)),
        Server("the reply tells of a failure in part", _ => new CancelReply { Items = [new CancelReplyItem("a", CancelDisposition.Acknowledged)], PartialFailure = Some.Error() }, Some.Task("a", TaskState.Canceled)),
        Server("nothing matches, although some were listed", _ => new CancelReply { MatchedCount = 0 }, [null]),
        With(Server("the reply is lost, and found", _ => throw Some.LostReply(), ServiceTask(TaskState.Succeeded, new Counts(3, 2))), client => client.OnReconcile = _ => Reply(3)(null!)),
        With(Server("the reply is lost, and found by the wait", _ => throw Some.LostReply(), ServiceTask(TaskState.Succeeded)), client =>
        {
            var looks = 0;
            client.OnReconcile = _ => looks++ == 0 ? throw Some.Error() : Reply(7)(null!);
        }),
        Server("the reply is lost, and not found", _ => throw Some.LostReply(), [null]),
        With(Server("the reply is lost, and the search fails", _ => throw Some.LostReply(), [null]), client => client.OnReconcile = _ => throw Some.Error(TaskErrorReason.Authorization)),
        Server("the request is refused", _ => throw Some.Error(TaskErrorReason.Authorization), [null]),
        With(Server("the service is behind another task", Reply(3), ServiceTask(TaskState.Pending)), client => client.OnBlocker = () => "a long one"),
        With(Server("what the service is behind cannot be read", Reply(3), ServiceTask(TaskState.Pending)), client => client.OnBlocker = () => throw Some.Error()),
        With(Server("neighbors are disturbed", Reply(3), ServiceTask(TaskState.Succeeded, new Counts(3, 2))), client => (client.Can, client.OnCollateral) = (Neighborly, targets => [Some.Task($"beside {targets.Count}")])),
        With(Server("neighbors are disturbed, and the reply has more", _ => new CancelReply { Collateral = [Some.Task("told")], Items = [new CancelReplyItem("a", CancelDisposition.Acknowledged)] }, Some.Task("a", TaskState.Canceled)), client => (client.Can, client.OnCollateral) = (Neighborly, _ => [Some.Task("beside")])),
        With(Server("neighbors cannot be read", Reply(3), ServiceTask(TaskState.Succeeded, new Counts(3, 2))), client => (client.Can, client.OnCollateral) = (Neighborly, _ => throw Some.Error())),
        With(Server("neighbors of more than a page", Reply(30), ServiceTask(TaskState.Succeeded, new Counts(30, 2))), client => (client.Can, client.OnCollateral, client.OnList) = (Neighborly, targets => [Some.Task($"beside {targets.Count}")], filter => filter.Filter.Scopes is not null ? [] : Enumerable.Range(0, 30).Select(at => Some.Task($"many{at}", kind: "k")))),
        With(Server("nobody runs, so nobody is disturbed", Reply(1), ServiceTask(TaskState.Succeeded, new Counts(1, 1))), client => (client.Can, client.OnCollateral, client.OnList) = (Neighborly, _ => [Some.Task("beside")], filter => filter.Filter.Scopes is not null ? [] : [Some.Task("p", TaskState.Pending, "k")])),
        With(Server("a preview that is not allowed", Reply(3), ServiceTask(TaskState.Succeeded, new Counts(3, 2))), client => (client.Can, client.OnList) = (Neighborly, filter => filter.Filter.Scopes is null ? throw Some.Error(TaskErrorReason.Authorization) : Canceled)),
        With(Server("a preview that contradicts the filter", Reply(3), ServiceTask(TaskState.Succeeded)), client => client.OnList = _ => [Some.Task("x", kind: "other")]),
        With(Server("a preview of which a part is missing", Reply(3), Some.Task("a", TaskState.Canceled)), client => client.OnList = _ => Partly(Some.Task("a", kind: "k"))),
        With(Server("the only protected kind is none that the server knows", Reply(3), Some.Task("a", TaskState.Canceled), new TaskFilter { Scopes = ["s"] }), client =>
        {
            client.Can = Scripted.ByFilter with { ProtectedKinds = ["p1"] };
            client.OnList = list => list.Filter.Kinds is null ? client.Tasks.Where(task => task.Scope == "s") : throw Some.Error(TaskErrorReason.InvalidRequest);
        }),
        With(Server("one of the protected kinds is none that the server knows", Reply(3), Some.Task("a", TaskState.Canceled), new TaskFilter { Scopes = ["s"] }), client =>
        {
            client.Can = Scripted.ByFilter with { ProtectedKinds = ["p1", "p2"] };
            client.OnList = list => list.Filter.Kinds is null ? client.Tasks.Where(task => task.Scope == "s") : list.Filter.Kinds.Contains("p2") ? throw Some.Error(TaskErrorReason.InvalidRequest) : [];
        }),
        With(Server("a protected task is among them", Reply(3), Some.Task("a", TaskState.Canceled), new TaskFilter { Scopes = ["s"] }), client => client.Can = Scripted.ByFilter with { ProtectedKinds = ["p1", "p2"] }),
        With(Server("a protected task is among them, and the server is to select", Reply(3), (TaskSnapshot?)null, new TaskFilter { Scopes = ["s"] }, new CancelOptions { Selection = CancelSelection.ServerSide }), client => client.Can = Scripted.ByFilter with { ProtectedKinds = ["p1", "p2"] }),
        With(Server("a protected task comes up after the look for one", Reply(3), ServiceTask(TaskState.Succeeded, new Counts(1, 1)), new TaskFilter { Scopes = ["s"] }), client =>
        {
            client.Can = Scripted.ByFilter with { ProtectedKinds = ["p1"] };
            client.OnList = list => list.Filter.Kinds is ["p1"] ? [] : list.Filter.Scopes is ["s"] ? client.Tasks.Where(task => task.Scope == "s") : Canceled;
        }),
        Server("a condition, and the server is to select", Reply(3), (TaskSnapshot?)null, Kind with { Where = _ => true }, new CancelOptions { Selection = CancelSelection.ServerSide }),
        Server("a limit, and the server is to select", Reply(3), (TaskSnapshot?)null, Kind, new CancelOptions { Selection = CancelSelection.ServerSide, MaxTargets = 3 }),
        Server("a limit, and the client may select", Reply(3), Some.Task("a", TaskState.Canceled), Kind, new CancelOptions { MaxTargets = 4 }),
        Server("the client is to select", Reply(3), Some.Task("a", TaskState.Canceled), Kind, new CancelOptions { Selection = CancelSelection.ClientSide }),
        Server("ids, and the server may select", Reply(3), Some.Task("a", TaskState.Canceled), new TaskFilter { Ids = ["a"] }),
        Server("an empty range, and the server is to select", Reply(0), ServiceTask(TaskState.Succeeded, new Counts(0, 0)), Kind with { Enqueued = TimeRange.Before(DateTimeOffset.UnixEpoch) }, new CancelOptions { Selection = CancelSelection.ServerSide }),
    ];

    private static TaskSnapshot[] Canceled => [Some.Task("a", TaskState.Canceled, "k") with { CanceledBy = "100", Scope = "canceled by 100" }, Some.Task("b", TaskState.Canceled, "k") with { CanceledBy = "100", Scope = "canceled by 100" }];

    private static Func<CancelRequest, CancelReply> Reply(long? matched) => _ => new CancelReply { ServiceTask = "100", AcceptedAt = Some.Noon, MatchedCount = matched, Named = Named, Unfinished = Unfinished, EndedSince = EndedSince };

    private static IEnumerable<TaskSnapshot> Partly(params TaskSnapshot[] first)
    {
        foreach (var task in first)
        {
            yield return task;
        }

        throw new PartialListException("A node does not answer.");
    }

    private static Scene Listed(string name, TaskFilter filter, CancelOptions? options = null) => new($"by filter: {name}", client =>
    {
        client.Tasks.AddRange([Some.Task("a", kind: "k"), Some.Task("b", TaskState.Pending, "k"), Some.Task("c", TaskState.Canceling, "k"), Some.Task("d", kind: "k") with { Scope = "s" }, Some.Task("e", TaskState.Succeeded, "k"), Some.Task("s", kind: "stubborn"), Some.Task("p", kind: "p1") with { Scope = "s" }]);
        client.OnRead = (id, _, _) => Task.FromResult(client.Tasks.Find(task => task.Id == id) is { IsTerminal: false } task ? task with { State = TaskState.Canceled } : client.Tasks.Find(task => task.Id == id));
    }, client => Scene.CancelAndWait(client.CancelAsync(filter, options)));

    private static Scene Server(string name, Func<CancelRequest, CancelReply> reply, params object?[] reads) => ServerWith(name, reply, reads, Kind, null);

    private static Scene Server(string name, Func<CancelRequest, CancelReply> reply, TaskSnapshot? read, TaskFilter filter, CancelOptions? options = null) => ServerWith(name, reply, [read], filter, options);

    private static Scene ServerWith(string name, Func<CancelRequest, CancelReply> reply, object?[] reads, TaskFilter filter, CancelOptions? options) => new($"by filter, at the server: {name}", client =>
    {
        client.Can = Scripted.ByFilter;
        client.OnCancel = (request, _) => request.Filter is null ? Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged)) : Task.FromResult(reply(request));
        client.Tasks.AddRange([Some.Task("a", kind: "k") with { Scope = "s" }, Some.Task("b", kind: "k"), Some.Task("p", kind: "p1") with { Scope = "s" }]);
        client.OnList = list => list.Filter.Scopes is ["canceled by 100"] || list.Filter.States is [TaskState.Canceled] ? Canceled : client.Tasks.Where(task => PlainPredicate.Matches(list.Filter, task, client.Can.ListFields));
        client.ReadsGive(reads);
    }, client => Scene.CancelAndWait(client.CancelAsync(filter, options), Scripted.Exactly with { Timeout = Some.Seconds(20) }));
}
