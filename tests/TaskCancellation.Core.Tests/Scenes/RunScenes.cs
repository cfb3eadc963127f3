namespace TaskCancellation.Core.Tests.Scenes;

/// <summary>A run: submit, wait, and cancel if the caller gives up.</summary>
internal static class RunScenes
{
    internal static IEnumerable<Scene> All =>
    [
        Run("it ends by itself", [Some.Task("t"), Some.Task("t", TaskState.Succeeded)]),
        Run("its time is up, and it is canceled", [Some.Task("t")], after: 2, end: Some.Task("t", TaskState.Canceled)),
        Run("its time is up, and it has ended first", [Some.Task("t")], after: 2, end: Some.Task("t", TaskState.Succeeded)),
        Run("its time is up, and it runs on", [Some.Task("t")], after: 2, end: Some.Task("t")),
        Run("its time is up, and it runs on behind another", [Some.Task("t")], after: 2, end: Some.Task("t"), blocker: "a long one", reply: new CancelReply { ServiceTask = "100", AcceptedAt = Some.Noon }),
        Run("its time is up, and the cancel is refused", [Some.Task("t")], after: 2, refusal: Some.Error(TaskErrorReason.Authorization)),
        Run("its time is up, and the cancel is not answered", [Some.Task("t")], after: 2, refusal: Some.LostReply()),
        Run("its time is up, and the cancel is answered too late", [Some.Task("t")], after: 2, answersAfter: 30),
        Run("its time is up, and the cancel is answered at the last moment", [Some.Task("t")], after: 2, answersAfter: 20, end: Some.Task("t", TaskState.Canceled)),
        Run("its time is up, and its id is malformed", [Some.Task("!")], after: 2, submit: async (client, _) =>
        {
            await Task.Delay(Some.Seconds(3), client.TimeProvider, CancellationToken.None);
            return "!";
        }),
        Run("its token fires", [Some.Task("t")], token: 2, end: Some.Task("t", TaskState.Canceled)),
        Run("its token has fired before", [Some.Task("t")], token: 0),
        Run("its deadline has passed before", [Some.Task("t")], options: new RunOptions { Deadline = Some.Noon.AddYears(-1) }),
        Run("its deadline comes", [Some.Task("t")], options: new RunOptions { Deadline = Testing.VirtualClock.DefaultStart.AddSeconds(3), Wait = Scripted.Exactly }, end: Some.Task("t", TaskState.Canceled)),
        Run("its submission fails", [], submit: (_, _) => throw new InvalidOperationException("It was not taken.")),
        Run("its submission is no task", [], submit: (_, _) => null!),
        Run("its submission fails after its time", [], after: 2, submit: async (client, _) =>
        {
            await Task.Delay(Some.Seconds(3), client.TimeProvider, CancellationToken.None);
            throw new InvalidOperationException("It was not taken.");
        }),
        Run("its submission comes after its time", [Some.Task("t")], after: 2, end: Some.Task("t", TaskState.Canceled), submit: async (client, _) =>
        {
            await Task.Delay(Some.Seconds(3), client.TimeProvider, CancellationToken.None);
            return "t";
        }),
        Run("its submission never comes", [], after: 2, submit: async (client, _) =>
        {
            await Task.Delay(TimeSpan.FromDays(2), client.TimeProvider, CancellationToken.None);
            return "t";
        }),
        Run("it cannot be read", [Some.Error(TaskErrorReason.Authorization)]),
        Run("it is not known", [null]),
    ];

    private static Scene Run(string name, object?[] reads, double? after = null, double? token = null, TaskSnapshot? end = null, TaskRequestException? refusal = null, CancelReply? reply = null, string? blocker = null, double answersAfter = 0, RunOptions? options = null, Func<ScriptedTaskClient, CancellationToken, Task<TaskId>>? submit = null) => new($"run: {name}", client =>
    {
        var isCanceled = false;
        client.ReadsGive(reads);
        var before = client.OnRead!;
        client.OnRead = (id, nth, cancellation) => isCanceled && end is not null ? Task.FromResult<TaskSnapshot?>(end) : before(id, nth, cancellation);
        client.OnBlocker = () => blocker;
        client.OnCancel = async (request, cancellation) =>
        {
            if (answersAfter > 0)
            {
                await Task.Delay(Some.Seconds(answersAfter), client.TimeProvider, cancellation);
            }

            isCanceled = true;
            return refusal is null ? (reply ?? new CancelReply()) with { Items = CancelReply.ForEach(request, CancelDisposition.Acknowledged).Items } : throw refusal;
        };
    }, async client =>
    {
        using var caller = new CancellationTokenSource();
        if (token is { } second)
        {
            if (second == 0)
            {
                caller.Cancel();
            }
            else
            {
                client.TimeProvider.CreateTimer(_ => caller.Cancel(), null, Some.Seconds(second), Timeout.InfiniteTimeSpan);
            }
        }

        var chosen = options ?? new RunOptions { Wait = Scripted.Exactly, Grace = Some.Seconds(20), CancelAfter = after is { } time ? Some.Seconds(time) : null };
        var told = new Told();
        chosen = chosen with { Wait = (chosen.Wait ?? Scripted.Exactly) with { Progress = told } };
        return new (string, object?)[] { ("says", await EndAsync()), ("tells", told) };

        async Task<object> EndAsync()
        {
            try
            {
                return await RunAsync();
            }
            catch (Exception thrown)
            {
                return thrown;
            }
        }

        Task<TaskSnapshot> RunAsync() => client.RunToCompletionAsync(cancellation => submit is null ? Task.FromResult<TaskId>("t") : submit(client, cancellation), chosen, caller.Token);
    });
}
