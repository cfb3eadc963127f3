namespace TaskCancellation.Core.Tests.Scenes;

/// <summary>A batch, with a journal and without, and the wait for it.</summary>
internal static class BatchScenes
{
    private static readonly TaskTarget[] Four = ["a", "b", "!", "a"];

    internal static IEnumerable<Scene> All =>
    [
        Batch("four targets, of which one is malformed and one is named twice"),
        Batch("four targets, two to a request", client => client.Can = client.Can with { IdsPerRequest = 2 }),
        Batch("four targets, as many to a request as fit", client => client.Can = client.Can with { IdsPerRequest = 9, IdCharactersPerRequest = 2 }),
        Batch("the credential is refused", client => client.CancelsFail(Some.Error(TaskErrorReason.Authentication))),
        Batch("the service is throttled once", client =>
        {
            var count = 0;
            client.OnCancel = (request, _) => count++ == 0 ? Task.FromException<CancelReply>(Some.Error(TaskErrorReason.Throttled, retryAfter: 3)) : Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged));
        }),
        Batch("replies are lost", client => client.CancelsFail(Some.LostReply())),
        Batch("nothing is sent", client => client.CancelsFail(Some.Error(TaskErrorReason.Connection, RequestDelivery.NotSent))),
        Batch("a journal", isJournaled: true),
        Batch("a journal, and all tasks have ended", client => client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, TaskState.Succeeded)), isJournaled: true),
        Batch("a journal, and no task can be read", client => client.OnRead = (_, _, _) => Task.FromException<TaskSnapshot?>(Some.Error(TaskErrorReason.Authorization)), isJournaled: true),
        Batch("a journal, and no task is known", client => client.OnRead = (_, _, _) => Task.FromResult<TaskSnapshot?>(null), isJournaled: true),
        Batch("a journal, and the credential is refused", client => client.CancelsFail(Some.Error(TaskErrorReason.Authentication)), isJournaled: true),
        Batch("a journal, and replies are lost", client => client.CancelsFail(Some.LostReply()), isJournaled: true),
        Batch("a service task each", client => client.OnCancel = (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged) with { ServiceTask = "100", AcceptedAt = Some.Noon })),
        Again("a journal, twice", (_, _) => { }),
        Again("a journal, and the second time all are gone", (client, _) => client.OnRead = (_, _, _) => Task.FromResult<TaskSnapshot?>(null)),
        Again("a journal of another address", (client, _) => client.Address = new Uri("https://other.test/")),
        Again("a journal that was interrupted", (_, _) => { }, kill: "outcomes 1"),
        Again("a journal that was interrupted, and the task is canceled", (client, _) => client.OnReconcile = lost => Script.Found(lost, Some.Task(lost.Targets[0].Id, TaskState.Canceled)), kill: "outcomes 1"),
        Again("a journal that was interrupted, and the task runs on", (client, _) => client.OnReconcile = lost => new CancelReply { Items = [new CancelReplyItem(lost.Targets[0], CancelDisposition.Unknown, Some.Task(lost.Targets[0].Id))] }, kill: "outcomes 1"),
        Again("a journal that was interrupted, and the task runs on and refuses", (client, _) =>
        {
            client.OnReconcile = lost => new CancelReply { Items = [new CancelReplyItem(lost.Targets[0], CancelDisposition.Unknown, Some.Task(lost.Targets[0].Id))] };
            client.CancelsFail(Some.Error(TaskErrorReason.InvalidRequest, code: "fixed"));
        }, kill: "outcomes 1"),
        Again("a journal that was interrupted, and the task is gone", (client, _) => client.OnReconcile = lost => new CancelReply { Items = [new CancelReplyItem(lost.Targets[0], CancelDisposition.Unknown)] }, kill: "outcomes 1"),
        Again("a journal that was interrupted, and the task is gone or hidden", (client, _) => (client.Can, client.OnReconcile) = (client.Can with { HidesTasks = true }, lost => new CancelReply { Items = [new CancelReplyItem(lost.Targets[0], CancelDisposition.Unknown)] }), kill: "outcomes 1"),
        Again("a journal that was interrupted, and the credential is refused", (client, _) => client.OnReconcile = _ => throw Some.Error(TaskErrorReason.Authentication), kill: "outcomes 1"),
        Again("a journal that was interrupted, and the id is another's", (client, _) => client.OnReconcile = lost => new CancelReply { Items = [new CancelReplyItem(lost.Targets[0], CancelDisposition.Unknown, Some.Task(lost.Targets[0].Id, kind: "other"))] }, kill: "outcomes 1", service: Scripted.Capabilities with { ReusesIds = true }, kind: "k"),
        Again("a journal that was interrupted, and the id is another's, which is canceled", (client, _) => client.OnReconcile = lost => new CancelReply { Items = [new CancelReplyItem(lost.Targets[0], CancelDisposition.Unknown, Some.Task(lost.Targets[0].Id, TaskState.Canceled, "other"))] }, kill: "outcomes 1", service: Scripted.Capabilities with { ReusesIds = true }, kind: "k"),
        Batch("a journal, and the credential is refused at the read", client => client.OnRead = (_, _, _) => Task.FromException<TaskSnapshot?>(Some.Error(TaskErrorReason.Authentication)), isJournaled: true),
        Again("a journal that was interrupted, and the tasks are others by now", (client, _) => client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, kind: "other")), kill: "outcomes 1", service: Scripted.Capabilities with { ReusesIds = true }),
    ];

    private static Scene Batch(string name, Action<ScriptedTaskClient>? arrange = null, bool isJournaled = false) => new($"batch: {name}", client => Arrange(client, arrange), async client =>
    {
        var journal = isJournaled ? new MemoryJournal() : null;
        var outcomes = await client.CancelManyAsync(Four.ToAsyncEnumerable(), Options(journal)).ToListAsync();
        var ends = await client.WaitManyAsync(outcomes.ToAsyncEnumerable(), Scripted.Exactly with { Timeout = Some.Seconds(10) }).ToListAsync();
        return new (string, object?)[] { ("accepts", outcomes), ("keeps", journal?.Entries("run")), ("asks", journal?.Calls), ("ends", ends) };
    });

    private static Scene Again(string name, Action<ScriptedTaskClient, MemoryJournal> between, string? kill = null, TaskClientCapabilities? service = null, string? kind = null) => new($"batch: {name}", client => Arrange(client, null, kind), async client =>
    {
        client.Can = service ?? client.Can;
        var journal = new MemoryJournal();
        journal.Before = call =>
        {
            if (call == kill)
            {
                throw new IOException("The process is killed.");
            }
        };
        var first = await Outcomes(client, journal);
        journal.Before = _ => { };
        journal.Open.Clear();
        between(client, journal);
        return new (string, object?)[] { ("first", first), ("keeps", journal.Entries("run")), ("of", journal.Run("run")), ("second", await Outcomes(client, journal)) };
    });

    private static async Task<object?> Outcomes(ScriptedTaskClient client, MemoryJournal journal)
    {
        try
        {
            return await client.CancelManyAsync(Four.ToAsyncEnumerable(), Options(journal)).ToListAsync();
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private static BatchOptions Options(CancellationJournal? journal) => new() { Window = 1, MaxConcurrency = 1, Linger = TimeSpan.Zero, Journal = journal, RunId = journal is null ? null : "run" };

    private static void Arrange(ScriptedTaskClient client, Action<ScriptedTaskClient>? more, string? kind = null)
    {
        client.OnRead = (id, nth, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, nth < 1 ? TaskState.Running : TaskState.Canceled, kind));
        more?.Invoke(client);
    }
}
