using static TaskCancellation.Core.Tests.Scenes.Script;

namespace TaskCancellation.Core.Tests.Scenes;

/// <summary>A plan, and its execution.</summary>
internal static class PlanScenes
{
    private static readonly TaskFilter Kind = Some.Kinds("k");

    internal static IEnumerable<Scene> All =>
    [
        Plan("tasks of every state", Kind with { States = [TaskState.Running, TaskState.Pending, TaskState.Canceling, TaskState.Succeeded] }),
        Plan("nothing", Some.Kinds("none")),
        Plan("one task", new TaskFilter { Ids = ["a"] }),
        Plan("every task", new TaskFilter(), new CancelOptions { AllowAll = true }),
        Plan("a condition", Kind with { Where = task => task.Id == "a" }, new CancelOptions { PlanLifetime = TimeSpan.FromHours(2) }),
        Plan("fields that the service does not evaluate", Kind with { Names = ["n"] }),
        Plan("at the server", Kind, new CancelOptions { Selection = CancelSelection.ServerSide }),
        Plan("more than allowed", Kind, new CancelOptions { MaxTargets = 2 }),
        With(Plan("protected kinds", new TaskFilter { Scopes = ["s"] }), client => client.Can = Scripted.Capabilities with { ProtectedKinds = ["p*"] }),
        With(Plan("protected kinds, two of one", new TaskFilter { Scopes = ["s"] }), client =>
        {
            client.Can = Scripted.Capabilities with { ProtectedKinds = ["p*"] };
            client.Tasks.AddRange([Some.Task("q", kind: "p1") with { Scope = "s" }, Some.Task("o", kind: "p0") with { Scope = "s" }]);
        }),
        With(Plan("what no cancel changes", Kind with { States = [TaskState.Succeeded, TaskState.Canceling, TaskState.Running] }), client => client.Tasks.AddRange([Some.Task("x", TaskState.Canceling, "k"), Some.Task("y", TaskState.Succeeded, "k")])),
        With(Plan("neighbors", Kind), client => client.OnCollateral = targets => [Some.Task($"beside {targets.Count}")]),
        With(Plan("a service that cannot be asked", Kind), client => client.ServiceInfoError = Some.Error(TaskErrorReason.Authorization)),
        With(Plan("caveats", Kind with { Where = _ => true }), client => client.Can = Scripted.Capabilities with { Caveats = ["It is slow.", "It forgets."], UnsupportedFields = FilterFields.Names | FilterFields.Finished | FilterFields.Scopes }),
        With(Plan("a service without an address", Kind), client => client.Address = null),
        With(Plan("several at a time", Kind), client => client.Can = Scripted.Capabilities with { IdsPerRequest = 2 }),

        Execute("as planned", _ => { }),
        Execute("with nothing planned", client => client.Tasks.Clear(), before: true),
        Execute("with nothing planned, and new ones allowed", client => client.Tasks.Clear(), DriftPolicy.AllowNew(2), before: true),
        Execute("one has ended", client => Change(client, "a", TaskState.Succeeded)),
        Execute("one has been canceled", client => Change(client, "a", TaskState.Canceled)),
        Execute("one is gone", client => client.Tasks.RemoveAll(task => task.Id == "a")),
        With(Execute("one is gone, or hidden", client => client.Tasks.RemoveAll(task => task.Id == "a")), client => client.Can = client.Can with { HidesTasks = true }),
        Execute("one matches no longer", client => Swap(client, Some.Task("a", kind: "other"))),
        Execute("one is of a protected kind by now", client =>
        {
            client.Can = client.Can with { ProtectedKinds = ["k*"] };
            Swap(client, Some.Task("a", kind: "k2"));
        }),
        Execute("the id of one is another's", client => Swap(client, Some.Task("a", kind: "k") with { StartedAt = Some.Noon.AddHours(1) }), arrange: client => (client.Can, client.Tasks[0]) = (client.Can with { ReusesIds = true }, client.Tasks[0] with { StartedAt = Some.Noon })),
        Execute("one is new", client => client.Tasks.Add(Some.Task("new", kind: "k"))),
        Execute("one is new, and that is allowed", client => client.Tasks.Add(Some.Task("new", kind: "k")), DriftPolicy.AllowNew(1)),
        Execute("two are new, and one is allowed", client => client.Tasks.AddRange([Some.Task("new", kind: "k"), Some.Task("newer", kind: "k")]), DriftPolicy.AllowNew(1)),
        Execute("one is new, and one is gone, and neither is allowed", client => client.Tasks[0] = Some.Task("new", kind: "k"), DriftPolicy.FailOnDrift),
        Execute("nothing has changed, and nothing may", _ => { }, DriftPolicy.FailOnDrift),
        Execute("one is new, and the limit is reached", client => client.Tasks.Add(Some.Task("new", kind: "k")), DriftPolicy.AllowNew(5), options: new CancelOptions { MaxTargets = 3 }),
        Execute("the list fails", client => client.OnList = _ => throw Some.Error(TaskErrorReason.Authorization)),
        Execute("the list fails, and new ones are allowed", client => client.OnList = _ => throw Some.Error(TaskErrorReason.Authorization), DriftPolicy.AllowNew(5)),
        Execute("a passing failure of the list", client => client.OnList = filter => filter.Filter.Ids is null ? client.Tasks.Where(task => task.Kind == "k" && !task.IsTerminal) : throw Some.Error(), arrange: client => client.Can = client.Can with { ReusesIds = true }),
        Execute("the plan is too old", _ => { }, wait: TimeSpan.FromDays(1)),
        Execute("the plan is of another service", _ => { }, change: plan => plan with { ServiceName = "Other" }),
        Execute("the plan is of another address", _ => { }, change: plan => plan with { Endpoint = new Uri("https://other.test/") }),
        Execute("the plan is of the future", _ => { }, change: plan => plan with { CreatedAt = plan.CreatedAt.AddHours(2), ExpiresAt = plan.ExpiresAt.AddHours(2) }),
        Execute("another plan is approved", _ => { }, approved: "0123"),
        Execute("the plan has a malformed id", _ => { }, change: plan => plan with { Targets = [Some.Task("!", kind: "k")] }),
        Execute("the plan's filter has a malformed id", _ => { }, change: plan => plan with { Filter = new TaskFilter { Ids = ["a", "!"] } }),
        Execute("a passing failure of the list, and one is of a protected kind by now", client =>
        {
            client.Can = client.Can with { ProtectedKinds = ["k*"] };
            Swap(client, Some.Task("a", kind: "k2"));
            client.OnList = filter => filter.Filter.Ids is null ? client.Tasks.Where(task => task.Scope == "s" || !task.IsTerminal) : throw Some.Error();
        }, arrange: client => client.Can = client.Can with { ReusesIds = true }, filter: new TaskFilter { States = [TaskState.Running, TaskState.Pending] }),
        Execute("the plan has more than it allows", _ => { }, change: plan => plan with { Options = new CancelOptions { MaxTargets = 2 } }),
        Execute("the plan has lost its condition", _ => { }, change: plan => plan with { Filter = new StoredTaskFilter { Kinds = ["k"], HasPredicate = true } }),
        Execute("the plan has lost its condition, and new ones are allowed", _ => { }, DriftPolicy.AllowNew(1), change: plan => plan with { Filter = new StoredTaskFilter { Kinds = ["k"], HasPredicate = true } }),
        Execute("the plan's filter holds nothing", _ => { }, change: plan => plan with { Filter = new TaskFilter { Scopes = ["nowhere"] } }),
        Execute("the plan names one twice", _ => { }, change: plan => plan with { Targets = [.. plan.Targets, plan.Targets[0]] }),
        new("print: what differs in a plan differs in its print", _ => { }, _ => Task.FromResult<object?>(Prints())),
    ];

    private static TaskSnapshot[] Tasks => [Some.Task("a", kind: "k"), Some.Task("b", TaskState.Pending, "k"), Some.Task("c", kind: "k"), Some.Task("d", TaskState.Canceling, "k2") with { Scope = "s" }, Some.Task("e", TaskState.Succeeded, "k"), Some.Task("p", kind: "p1") with { Scope = "s" }];

    private static Scene Plan(string name, TaskFilter filter, CancelOptions? options = null) => new($"plan: {name}", client =>
    {
        client.Tasks.AddRange(Tasks);
        client.OnRead = (id, _, _) => Task.FromResult(client.Tasks.Find(task => task.Id == id));
    }, async client =>
    {
        var plan = await client.PlanAsync(filter, options);
        return new (string, object?)[] { ("plans", plan), ("in words", plan.ToString()) };
    });

    private static Scene Execute(string name, Action<ScriptedTaskClient> then, DriftPolicy? drift = null, CancelOptions? options = null, bool before = false, TimeSpan? wait = null, string? approved = null, Func<CancellationPlan, CancellationPlan>? change = null, Action<ScriptedTaskClient>? arrange = null, TaskFilter? filter = null) => new($"execute: {name}", client =>
    {
        client.Tasks.AddRange(Tasks);
        arrange?.Invoke(client);
    }, async client =>
    {
        if (before)
        {
            then(client);
        }

        var plan = await client.PlanAsync(filter ?? Kind, options);
        then(client);
        if (wait is { } time)
        {
            await Task.Delay(time, client.TimeProvider);
        }

        var operation = await client.ExecuteAsync(change?.Invoke(plan) ?? plan, new ExecuteOptions { Drift = drift ?? DriftPolicy.OnlyPlanned, Fingerprint = approved });
        return new (string, object?)[] { ("accepts", operation.Accepted) };
    });

    private static void Change(ScriptedTaskClient client, TaskId id, TaskState state) => Swap(client, client.Tasks.Find(task => task.Id == id)! with { State = state });

    private static void Swap(ScriptedTaskClient client, TaskSnapshot task) => client.Tasks[client.Tasks.FindIndex(one => one.Id == task.Id)] = task;

    private static List<string> Prints()
    {
        var plan = new CancellationPlan { ServiceName = "s", Endpoint = new Uri("https://one.test/"), Filter = new TaskFilter { Kinds = ["a", "b"], Scopes = ["c"], Enqueued = TimeRange.After(Some.Noon) }, Targets = [Some.Task("t", kind: "k") with { StartedAt = Some.Noon, EnqueuedAt = Some.Noon }], CreatedAt = Some.Noon, ExpiresAt = Some.Noon.AddHours(1) };
        CancellationPlan[] plans =
        [
            plan,
            plan with { Endpoint = null },
            plan with { Filter = plan.Filter with { Kinds = ["ab"] } },
            plan with { Filter = plan.Filter with { Enqueued = TimeRange.Before(Some.Noon) } },
            plan with { Filter = plan.Filter with { Where = _ => true } },
            plan with { Options = new CancelOptions { AllowAll = true } },
            plan with { Options = new CancelOptions { MaxTargets = 7 } },
            plan with { CreatedAt = Some.Noon.AddSeconds(1) },
            plan with { ExpiresAt = Some.Noon.AddSeconds(1) },
            plan with { Targets = [] },
            plan with { Targets = [plan.Targets[0] with { Kind = null }] },
            plan with { Targets = [plan.Targets[0] with { StartedAt = null }] },
            plan with { Targets = [plan.Targets[0] with { EnqueuedAt = null }] },
        ];
        return [.. plans.Select(one => one.Fingerprint)];
    }
}
