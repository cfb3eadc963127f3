using static TaskCancellation.Core.Tests.Scenes.Script;

namespace TaskCancellation.Core.Tests.Scenes;

/// <summary>A cancel of one task, and the wait for it.</summary>
internal static class CancelScenes
{
    private static readonly DateTimeOffset Before = Some.Noon.AddMinutes(-5);
    private static readonly TaskTarget Known = new("t", "k", Some.Noon, Before);
    private static readonly TaskClientCapabilities Hiding = Scripted.Capabilities with { HidesTasks = true };
    private static readonly TaskClientCapabilities Acknowledging = Scripted.Capabilities with { AcknowledgesUnknownIds = true };
    private static readonly TaskClientCapabilities Reusing = Scripted.Capabilities with { ReusesIds = true };
    private static readonly TaskClientCapabilities Checking = Reusing with { ChecksKindOnCancel = true };

    private static WaitOptions Within => Scripted.Exactly with { Timeout = Some.Seconds(5) };

    internal static IEnumerable<Scene> All =>
    [
        // What the reply alone says.
        One("it is acknowledged, and read as canceled", Says(CancelDisposition.Acknowledged), Canceled),
        One("it is acknowledged, and read as succeeded", Says(CancelDisposition.Acknowledged), Some.Task("t", TaskState.Succeeded)),
        One("it is acknowledged, and runs on", Says(CancelDisposition.Acknowledged), Some.Task("t")),
        One("it is acknowledged, and gone", Says(CancelDisposition.Acknowledged), [null]),
        One("it is acknowledged with the task, and gone", Says(CancelDisposition.Acknowledged, Some.Task("t")), [null]),
        One("it is acknowledged, and cannot be read", Says(CancelDisposition.Acknowledged), Some.Error(TaskErrorReason.Authorization)),
        One("it is acknowledged, read once, and then not any more", Says(CancelDisposition.Acknowledged), Some.Task("t"), Some.Error(TaskErrorReason.Authentication)),
        One("it is acknowledged, and never answers again", Says(CancelDisposition.Acknowledged), Some.Error(TaskErrorReason.ServerError)),
        One("it is acknowledged, and its end is not recorded", Says(CancelDisposition.Acknowledged), Canceled with { IsEndUnknown = true }),
        One("it has ended, and a read tells how", Says(CancelDisposition.AlreadyEnded), Canceled),
        One("it has ended, and a read finds it running", Says(CancelDisposition.AlreadyEnded), Some.Task("t")),
        One("it has ended, and a read finds it being canceled", Says(CancelDisposition.AlreadyEnded), Some.Task("t", TaskState.Canceling), Canceled),
        One("it has ended, and is gone", Says(CancelDisposition.AlreadyEnded), [null]),
        One("it has ended, and cannot be read", Says(CancelDisposition.AlreadyEnded), Some.Error(TaskErrorReason.Authorization)),
        One("it is not known whether", Says(CancelDisposition.Unknown), Some.Task("t"), Canceled),
        One("it is not known whether, and it is gone", Says(CancelDisposition.Unknown), [null]),
        One("there is no such task", Says(CancelDisposition.NotFound), [null]),
        One("it cannot be canceled", Says(CancelDisposition.NotCancelable), [null]),
        One("it is denied", Says(CancelDisposition.Denied), [null]),
        One("it is rejected", Says(CancelDisposition.Rejected), [null]),
        One("it is denied, after an attempt that may have acted", Says(CancelDisposition.Denied, isAmbiguous: true), Some.Task("t"), Canceled),
        One("the reply is about another task", (_, _) => Reply(new CancelReplyItem("other", CancelDisposition.Acknowledged)), Canceled),
        One("the reply has no task", (_, _) => Reply(), Canceled),
        One("the reply shows another task", (request, _) => Reply(new CancelReplyItem(request.Targets[0], CancelDisposition.Acknowledged, Some.Task("other"))), Canceled),
        One("the reply shows a task with a malformed parent", (request, _) => Reply(new CancelReplyItem(request.Targets[0], CancelDisposition.Acknowledged, Some.Task("t") with { ParentId = "!" })), Canceled),
        One("the reply shows an id that is no id", (request, _) => Reply(new CancelReplyItem(request.Targets[0], CancelDisposition.Acknowledged, Some.Task($"!\u001b{new string('x', 80)}"))), Canceled),
        One("the reply has a neighbor and one that is malformed", (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged) with { Collateral = [Some.Task("n"), Some.Task("!")] }), Canceled),
        One("a read follows, which says that it is another's", (request, _) => Reply(new CancelReplyItem(request.Targets[0], CancelDisposition.Acknowledged) { FollowUpRead = new FollowUpRead(task => task is null ? CancelDisposition.NotFound : CancelDisposition.Rejected, CancelDisposition.Unknown) }), Some.Task("t")),
        One("a read follows, which fails", (request, _) => Reply(new CancelReplyItem(request.Targets[0], CancelDisposition.Acknowledged) { FollowUpRead = new FollowUpRead(_ => CancelDisposition.Rejected, CancelDisposition.Unknown) }), Some.Error(TaskErrorReason.Authorization)),

        // What a failure says.
        One("it is unauthorized", Fails(Some.Error(TaskErrorReason.Authorization)), [null]),
        One("it is throttled", Fails(Some.Error(TaskErrorReason.Throttled, retryAfter: 7)), Canceled),
        One("it is refused with a code that means ended", Fails(Some.Error(TaskErrorReason.InvalidRequest, code: "ended")), Canceled),
        One("it is refused with a code that means fixed", Fails(Some.Error(TaskErrorReason.InvalidRequest, code: "fixed")), [null]),
        One("it is a conflict that is not known, and runs on", Fails(Some.Error(TaskErrorReason.Conflict, code: "odd")), Some.Task("t")),
        One("it is a conflict that is not known, and cannot be read", Fails(Some.Error(TaskErrorReason.Conflict, code: "odd")), Some.Error(TaskErrorReason.Authorization)),
        One("it is a conflict after an attempt that may have acted", Fails(Some.Error(TaskErrorReason.Conflict, isAmbiguous: true)), Canceled),
        One("it was never sent", Fails(Some.Error(TaskErrorReason.Connection, RequestDelivery.NotSent)), [null]),
        One("it was not sent, after an attempt that may have acted", Fails(Some.Error(TaskErrorReason.Connection, RequestDelivery.NotSent, isAmbiguous: true)), Canceled),
        One("its reply is lost, and nothing tells", Fails(Some.LostReply()), Some.Task("t"), Canceled),
        Lost("its reply is lost, and a read tells", lost => Found(lost, Canceled), Canceled),
        Lost("its reply is lost, and a read finds nobody", lost => new CancelReply(), Some.Task("t")),
        Lost("its reply is lost, and the search fails", _ => throw Some.Error(TaskErrorReason.Authorization), Canceled),

        // What the service is like.
        With(One("a service that hides tasks acknowledges it with the task, and it is gone", Says(CancelDisposition.Acknowledged, Some.Task("t")), [null]), Hiding),
        With(One("a service that hides tasks acknowledges it, and it is gone", Says(CancelDisposition.Acknowledged), [null]), Hiding),
        With(One("a service that hides tasks and acknowledges all acknowledges it, and it is gone", Says(CancelDisposition.Acknowledged), [null]), Hiding with { AcknowledgesUnknownIds = true }),
        With(One("a service that hides tasks does not know whether, and it is gone", Says(CancelDisposition.Unknown), [null]), Hiding),
        With(One("a service that acknowledges all acknowledges it, and it is gone", Says(CancelDisposition.Acknowledged), [null]), Acknowledging),
        With(One("a service that acknowledges all shows it, and it is gone", Says(CancelDisposition.Acknowledged, Some.Task("t")), [null]), Acknowledging),
        With(One("a service that disturbs others", Says(CancelDisposition.Acknowledged), Canceled), Scripted.Capabilities with { CancelAffectsOthers = true }),
        With(One("a service that disturbs others, and loses the reply", Fails(Some.LostReply()), Canceled), Scripted.Capabilities with { CancelAffectsOthers = true }),

        // An id that may be another task's by now.
        Remembered("a remembered task, which is still the one", Reusing, Says(CancelDisposition.Acknowledged), Now("k"), Now("k", TaskState.Canceled)),
        Remembered("a remembered task, whose id is another's", Reusing, Says(CancelDisposition.Acknowledged), Now("k") with { EnqueuedAt = Some.Noon }),
        Remembered("a remembered task, which is gone", Reusing, Says(CancelDisposition.NotFound), [null]),
        Remembered("a remembered task, which cannot be read", Reusing, Says(CancelDisposition.Acknowledged), Some.Error(TaskErrorReason.Authorization)),
        Remembered("a remembered task, which cannot be read in passing", Reusing, Says(CancelDisposition.Acknowledged), Some.Error(TaskErrorReason.ServerError)),
        Remembered("a remembered task, whose kind is checked, which cannot be read in passing", Checking, Says(CancelDisposition.Acknowledged, Now("k")), Some.Error(TaskErrorReason.ServerError), Now("k", TaskState.Canceled)),
        Remembered("a remembered task, and the reply shows another", Reusing, Says(CancelDisposition.Acknowledged, Now("other")), Now("k"), Now("k", TaskState.Canceled)),
        Remembered("a remembered task, and the refusal shows another", Reusing, Says(CancelDisposition.NotCancelable, Now("other")), Now("k"), Now("k")),
        Remembered("a remembered task, and a later read shows another", Reusing, Says(CancelDisposition.Acknowledged), Now("k"), Now("other")),
        Remembered("a remembered task of several kinds, which cannot be read in passing", new TaskTarget("t", "a,b", Some.Noon), Reusing, Says(CancelDisposition.Acknowledged), Some.Error(TaskErrorReason.ServerError)),
        Remembered("a remembered task of no kind, which cannot be read in passing", new TaskTarget("t", StartedAt: Some.Noon), Reusing, Says(CancelDisposition.Acknowledged), Some.Error(TaskErrorReason.ServerError)),
        Remembered("a remembered task, of which nothing is known, and a later read shows another", Reusing, Says(CancelDisposition.Unknown), Now("k"), Now("other")),
        Remembered("a remembered kind, which the service checks", new TaskTarget("t", "k"), Checking, Says(CancelDisposition.Acknowledged), Now("k", TaskState.Canceled)),
        Remembered("a remembered kind, which the service does not check", new TaskTarget("t", "k"), Reusing, Says(CancelDisposition.Acknowledged), Now("k"), Now("k", TaskState.Canceled)),

        // A task of the service's own that carries the cancel out.
        Carried("a task of the service's cancels it", new Counts(1, 1, 1), Some.Task("t", TaskState.Canceled) with { CanceledBy = "100", FinishedAt = Some.Noon.AddSeconds(2) }),
        Carried("a task of the service's cancels it, and another had canceled it before", new Counts(1, 0, 1), Some.Task("t", TaskState.Canceled) with { CanceledBy = "99", FinishedAt = Some.Noon.AddSeconds(-2) }),
        Carried("a task of the service's cancels it, and another cancels it after", new Counts(1, 0, 1), Some.Task("t", TaskState.Canceled) with { CanceledBy = "101", FinishedAt = Some.Noon.AddSeconds(2) }),
        Carried("a task of the service's has canceled it, and it is gone", new Counts(1, 1, 1), null),
        Carried("a task of the service's has canceled nothing, and it is gone", new Counts(1, 0, 1), null),
        Carried("a task of the service's addressed nothing", new Counts(0, 0, 1), Some.Task("t")),
        Carried("a task of the service's is canceled itself", null, TaskState.Canceled, Some.Task("t")),
        Carried("a task of the service's fails", null, TaskState.Failed, Some.Task("t")),
        Carried("a task of the service's waits", null, TaskState.Pending, Some.Task("t")),
    ];

    private static TaskSnapshot Canceled => Some.Task("t", TaskState.Canceled);

    private static TaskSnapshot Now(string kind, TaskState state = TaskState.Running) => Some.Task("t", state, kind) with { StartedAt = Some.Noon, EnqueuedAt = Before };

    private static Scene One(string name, Func<CancelRequest, CancellationToken, Task<CancelReply>> reply, params object?[] reads) => new(name, client =>
    {
        client.OnCancel = reply;
        client.ReadsGive(reads);
    }, client => Scene.CancelAndWait(client.CancelAsync("t"), Within));

    private static Scene Lost(string name, Func<CancelRequest, CancelReply?> found, params object?[] reads) => With(One(name, Fails(Some.LostReply()), reads), client => client.OnReconcile = found);

    private static Scene Remembered(string name, TaskClientCapabilities service, Func<CancelRequest, CancellationToken, Task<CancelReply>> reply, params object?[] reads) => Remembered(name, Known, service, reply, reads);

    private static Scene Remembered(string name, TaskTarget target, TaskClientCapabilities service, Func<CancelRequest, CancellationToken, Task<CancelReply>> reply, params object?[] reads) =>
        With(One(name, reply, reads), service) with { Act = client => Scene.CancelAndWait(client.CancelAsync(target), Within) };

    private static Scene Carried(string name, Counts? counts, TaskSnapshot? task) => Carried(name, counts, TaskState.Succeeded, task);

    private static Scene Carried(string name, Counts? counts, TaskState state, TaskSnapshot? task) => new(name, client =>
    {
        client.OnCancel = (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged) with { ServiceTask = "100", AcceptedAt = Some.Noon });
        client.OnRead = (id, nth, _) => Task.FromResult(id == "100" ? ServiceTask(state, counts) : nth == 0 ? Some.Task("t") : task);
    }, client => Scene.CancelAndWait(client.CancelAsync("t"), Scripted.Exactly with { Timeout = Some.Seconds(20) }));
}
