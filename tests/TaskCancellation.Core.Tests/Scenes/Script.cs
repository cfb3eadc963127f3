namespace TaskCancellation.Core.Tests.Scenes;

/// <summary>What the service of a scene does.</summary>
internal static class Script
{
    internal static Func<CancelRequest, CancellationToken, Task<CancelReply>> Says(CancelDisposition disposition, TaskSnapshot? task = null, bool isAmbiguous = false) => (request, _) =>
        Task.FromResult(new CancelReply { Items = [.. request.Targets.Select(target => new CancelReplyItem(target, disposition, task))], FollowsAmbiguousAttempt = isAmbiguous });

    internal static Func<CancelRequest, CancellationToken, Task<CancelReply>> Fails(TaskRequestException error) => (_, _) => Task.FromException<CancelReply>(error);

    internal static Task<CancelReply> Reply(params CancelReplyItem[] items) => Task.FromResult(new CancelReply { Items = items });

    internal static CancelReply Found(CancelRequest lost, TaskSnapshot task) => new() { Items = [new CancelReplyItem(lost.Targets[0], CancelDisposition.Acknowledged, task)] };

    internal static Scene With(Scene scene, TaskClientCapabilities service) => With(scene, client => client.Can = service);

    internal static Scene With(Scene scene, Action<ScriptedTaskClient> more) => scene with { Arrange = scene.Arrange + more };

    internal static TaskSnapshot ServiceTask(TaskState state, Counts? counts = null) => Some.Task("100", state, "cancelation") with
    {
        EnqueuedAt = Some.Noon,
        Details = counts,
        CanceledBy = state == TaskState.Canceled ? new TaskId("101") : default(TaskId?),
        Failure = state == TaskState.Failed ? new TaskFailure("It broke.", "broken") : null,
    };
}
