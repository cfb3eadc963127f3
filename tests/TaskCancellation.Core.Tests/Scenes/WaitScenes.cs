using static TaskCancellation.Core.Tests.Scenes.Script;

namespace TaskCancellation.Core.Tests.Scenes;

/// <summary>Reads: a wait for a task, a watch, a list.</summary>
internal static class WaitScenes
{
    private static readonly DateTimeOffset Later = Some.Noon.AddHours(1);

    internal static IEnumerable<Scene> All =>
    [
        Wait("it ends", Some.Task("t"), Some.Task("t", TaskState.Failed) with { Failure = new TaskFailure("It broke.", "broken") }),
        Wait("its end is not recorded", Some.Task("t") with { IsEndUnknown = true }),
        Wait("it is not known", [null]),
        Wait("it is gone", Some.Task("t"), null),
        With(Wait("it is gone, or hidden", Some.Task("t"), null), Scripted.Capabilities with { HidesTasks = true }),
        Wait("the service hints at when to ask again", Some.Task("t") with { PollAfter = Some.Seconds(7) }, Some.Task("t") with { PollAfter = TimeSpan.Zero }, Some.Task("t", TaskState.Succeeded)),
        Wait("the service is throttled", Some.Error(TaskErrorReason.Throttled, retryAfter: 9), Some.Task("t", TaskState.Succeeded)),
        Wait("the service asks for more than there is", Some.Error(TaskErrorReason.Throttled, retryAfter: 100)),
        Wait("the service hints at more than there is", Some.Task("t") with { PollAfter = Some.Seconds(100) }),
        Wait("it runs on", Some.Task("t")),
        Wait("it is never seen", Some.Error()),
        Wait("it is seen, and then the service is down", Some.Task("t"), Some.Error(TaskErrorReason.Connection, RequestDelivery.NotSent)),
        Wait("the credential is refused", Some.Error(TaskErrorReason.Authentication)),
        Wait("an intermediary answers before it is seen", new TaskRequestException("a page") { Reason = TaskErrorReason.Protocol, Delivery = RequestDelivery.Answered, IsFromIntermediary = true }),
        Wait("an intermediary answers after it is seen", Some.Task("t"), new TaskRequestException("a page") { Reason = TaskErrorReason.Protocol, Delivery = RequestDelivery.Answered, IsFromIntermediary = true }, Some.Task("t", TaskState.Canceled)),
        Wait("another task is answered", Some.Task("other")),
        With(Wait("its id is another's by now", Some.Task("t", kind: "k"), Some.Task("t", kind: "other")), Scripted.Capabilities with { ReusesIds = true }),
        new("wait: a read hangs", client => client.ReadsHang(1), client => Told(client, Scripted.Exactly with { Timeout = Some.Seconds(5) })),
        With(new("wait: every option", client => client.ReadsGive(Some.Task("t"), Some.Task("t") with { Progress = 0.5 }, Some.Task("t") with { Progress = 0.5 }, Some.Task("t", TaskState.Canceled)), client => Told(client, new WaitOptions { Jitter = 0, FirstDelay = Some.Seconds(2), MaxDelay = Some.Seconds(2.5), Timeout = Some.Seconds(30), LongPollTimeout = Some.Seconds(4) })), Scripted.Capabilities with { MaxLongPollTimeout = Some.Seconds(3) }),
        new("wait: no time at all", client => client.ReadsGive(Some.Task("t")), client => Told(client, Scripted.Exactly with { Timeout = TimeSpan.Zero })),

        Watch("they end", Some.Kinds("k"), [[A(), B()], [B()], [B() with { Progress = 0.5 }], []]),
        Watch("nothing matches", Some.Kinds("k"), [[]]),
        Watch("nothing is there", new TaskFilter { Scopes = ["nowhere"] }, [[A()]]),
        Watch("one leaves the list, and has ended", Some.Kinds("k"), [[A(), B()], [B()], []]),
        Watch("they run on", Some.Kinds("k"), [[A() with { PollAfter = Some.Seconds(3) }, B()]]),
        Watch("every task", new TaskFilter(), [[A()], []]),
        With(Watch("a protected kind is left out", new TaskFilter { Scopes = ["s"] }, [[A() with { Scope = "s" }, Some.Task("p", kind: "p1") with { Scope = "s" }], []]), client => client.Can = Scripted.Capabilities with { ProtectedKinds = ["p*"] }),
        Watch("a list fails, and comes back", Some.Kinds("k"), [[A()], null, [A()], []]),
        Watch("the first list fails", Some.Kinds("k"), [null]),
        With(Watch("the credential is refused", Some.Kinds("k"), []), client => client.OnList = _ => throw Some.Error(TaskErrorReason.Authentication)),
        With(Watch("one leaves the list, and cannot be read", Some.Kinds("k"), [[A()], []]), client => client.ReadsGive(Some.Error(TaskErrorReason.Throttled, retryAfter: 2), Some.Task("a", TaskState.Canceled))),
        With(Watch("one leaves the list, and its id is another's", Some.Kinds("k"), [[A()], []]), client => (client.Can, client.OnRead) = (Scripted.Capabilities with { ReusesIds = true }, (_, _, _) => Task.FromResult<TaskSnapshot?>(Some.Task("a", kind: "other")))),

        List("newest first, two of them", Some.Kinds("k"), new ReadOptions { NewestFirst = true, MaxTasks = 2, PageSize = 5 }),
        List("ids in two requests, three of them", new TaskFilter { Ids = ["a", "b", "c", "d"] }, new ReadOptions { MaxTasks = 3 }, Scripted.Capabilities with { IdsPerListRequest = 2 }),
        List("ids by their length", new TaskFilter { Ids = ["a", "b", "c", "d"] }, null, Scripted.Capabilities with { IdCharactersPerRequest = 3 }),
        List("ids that differ by case alone", new TaskFilter { Ids = ["a", "A"] }, null, Scripted.Capabilities with { HasCaseInsensitiveIds = true }),
        List("one that comes again, pages later", Some.Kinds("k"), null, again: true),
        List("a stored filter", new StoredTaskFilter { Kinds = ["k"] }, null),
        List("a stored filter whose condition is lost", new StoredTaskFilter { Kinds = ["k"], HasPredicate = true }, null),
        List("started, finished, and named", new TaskFilter { Names = ["n"], Started = TimeRange.AtOrAfter(Some.Noon), Finished = TimeRange.Before(Later) }, null),
    ];

    private static TaskSnapshot A(TaskState state = TaskState.Running) => Some.Task("a", state, "k");

    private static TaskSnapshot B(TaskState state = TaskState.Running) => Some.Task("b", state, "k");

    private static Scene Wait(string name, params object?[] reads) => new($"wait: {name}", client => client.ReadsGive(reads), client => Told(client, Scripted.Exactly with { Timeout = Some.Seconds(20) }));

    private static async Task<object?> Told(TaskClient client, WaitOptions options)
    {
        var told = new Told();
        object ended;
        try
        {
            ended = await client.WaitForCompletionAsync("t", options with { Progress = told });
        }
        catch (Exception thrown)
        {
            ended = thrown;
        }

        return new (string, object?)[] { ("tells", told), ("holds", (client as ScriptedTaskClient)!.Holds), ("says", ended) };
    }

    private static Scene Watch(string name, TaskFilter filter, TaskSnapshot[]?[] lists) => new($"watch: {name}", client =>
    {
        var round = 0;
        client.OnList = _ => lists[Math.Min(round++, lists.Length - 1)] ?? throw Some.Error(TaskErrorReason.Connection, RequestDelivery.NotSent);
        client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, TaskState.Canceled, "k"));
    }, async client =>
    {
        var seen = new List<string>();
        object? end = null;
        try
        {
            await foreach (var task in client.WatchAsync(filter, Scripted.Exactly with { Timeout = Some.Seconds(10) }))
            {
                seen.Add($"{task.Id} {task.State}");
            }
        }
        catch (Exception thrown)
        {
            end = thrown;
        }

        return new (string, object?)[] { ("shows", seen), ("ends", end) };
    });

    private static Scene List(string name, TaskFilter filter, ReadOptions? options, TaskClientCapabilities? service = null, bool again = false) => new($"list: {name}", client =>
    {
        client.Can = service ?? client.Can;
        client.Tasks.AddRange([A(), B(TaskState.Succeeded), Some.Task("c", kind: "k"), Some.Task("d", kind: "k"), Some.Task("n") with { Name = "n", StartedAt = Some.Noon, FinishedAt = Some.Noon }, Some.Task("m") with { Name = "n", StartedAt = Some.Noon, FinishedAt = Later }]);
        if (again)
        {
            client.OnList = _ => [A(), .. client.Tasks.Where(task => task.Id.Value is "c" or "d"), B(), A()];
        }
    }, async client => await client.ListAsync(filter, options).Select(task => task.Id.Value).ToListAsync());
}
