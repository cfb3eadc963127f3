namespace TaskCancellation.Core.Tests;

/// <summary>The token of a call may fire at any of its requests: the call then ends with it, or with a true result, and begins no further request.</summary>
public sealed class TokenTests
{
    [Test]
    public async Task Find_ends_with_the_token() => await EndsWithItAsync(
        (client, token) => client.FindAsync(1, cancellationToken: token),
        (_, task) => Assert.That(task?.Id, Is.EqualTo((TaskId)1)));

    [Test]
    public async Task A_list_ends_with_the_token() => await EndsWithItAsync(
        async (client, token) => await client.ListAsync(Some.Kinds("k"), cancellationToken: token).ToListAsync(token),
        (_, tasks) => Assert.That(tasks, Has.Count.EqualTo(3)));

    [Test]
    public async Task A_list_of_many_ids_ends_with_the_token() => await EndsWithItAsync(
        async (client, token) => await client.ListAsync(new TaskFilter { Ids = [1, 2, 3] }, cancellationToken: token).ToListAsync(token),
        (client, tasks) => Assert.That((tasks.Count, client.Lists.Count), Is.EqualTo((3, 3))),
        client => client.Can = client.Can with { IdsPerListRequest = 1 },
        atLeast: 5);

    [Test]
    public async Task A_cancel_ends_with_the_token_and_is_sent_once_at_most() => await EndsWithItAsync(
        async (client, token) => (await client.CancelAsync(1, cancellationToken: token)).Accepted.Outcomes[0],
        Gives(CancellationVerdict.Accepted));

    [Test]
    public async Task A_cancel_that_is_read_before_and_reconciled_after_ends_with_the_token() => await EndsWithItAsync(
        async (client, token) => (await client.CancelAsync(new TaskTarget(1, "k"), cancellationToken: token)).Accepted.Outcomes[0],
        Gives(CancellationVerdict.Indeterminate),
        client =>
        {
            client.Can = client.Can with { ReusesIds = true };
            client.CancelsFail(Some.LostReply());
        },
        atLeast: 5);

    [Test]
    public async Task A_cancel_by_filter_at_the_server_ends_with_the_token() => await EndsWithItAsync(
        async (client, token) => (await client.CancelAsync(Some.Kinds("k"), cancellationToken: token)).Accepted.Selection,
        (client, selection) => Assert.That((selection, client.Cancels.Count), Is.EqualTo((CancelSelection.ServerSide, 1))),
        client => client.Can = Scripted.ByFilter);

    [Test]
    public async Task A_frozen_cancel_ends_with_the_token_and_sends_no_further_chunk() => await EndsWithItAsync(
        async (client, token) => (await client.CancelAsync(Some.Kinds("k"), new CancelOptions { MaxConcurrency = 1 }, token)).Accepted,
        (client, report) => Assert.That((report.Count(CancellationVerdict.Accepted), client.Cancels.Count), Is.EqualTo((3, 3))),
        atLeast: 6);

    [Test]
    public async Task A_wait_ends_with_the_token() => await EndsWithItAsync(
        (client, token) => client.WaitForCompletionAsync(1, Scripted.Exactly, token),
        (_, task) => Assert.That(task.State, Is.EqualTo(TaskState.Canceled)),
        EndsAtTheThirdRead,
        atLeast: 7);

    [Test]
    public async Task A_wait_for_a_cancel_ends_with_the_token() => await EndsWithItAsync(
        (client, token) => client.CancelAndWaitAsync(1, Scripted.Exactly, token),
        Gives(CancellationVerdict.Canceled),
        EndsAtTheThirdRead,
        atLeast: 9);

    [Test]
    public async Task A_watch_ends_with_the_token() => await EndsWithItAsync(
        async (client, token) => await client.WatchAsync(Some.Kinds("k"), Scripted.Exactly, token).ToListAsync(token),
        (_, seen) => Assert.That(seen.Select(task => task.State), Is.EqualTo([TaskState.Running, TaskState.Canceled])),
        client =>
        {
            EndsAtTheThirdRead(client);
            client.OnList = _ => client.Lists.Count == 1 ? [Some.Task(1, kind: "k")] : [];
        },
        atLeast: 9);

    [Test]
    public async Task A_run_cancels_once_whenever_its_token_fires()
    {
        var canceled = await new TokenAtEveryCall<TaskSnapshot>(
            (client, token) => client.RunToCompletionAsync(_ => Task.FromResult<TaskId>(1), new RunOptions { Wait = Scripted.Exactly, Grace = TimeSpan.FromHours(1) }, token),
            client =>
            {
                EndsAtTheThirdRead(client);
                client.OnRead = (id, nth, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, client.Cancels.Count > 0 ? TaskState.Canceled : nth < 2 ? TaskState.Running : TaskState.Succeeded));
            })
        {
            GoesOn = true,
            Check = (client, task) => Assert.That((task.State, client.Cancels.Count), Is.EqualTo((TaskState.Succeeded, 0))),
            CheckCanceled = (client, error) =>
            {
                Assert.That(((RunCanceledException)error).Outcome!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
                Assert.That(client.Cancels, Has.Count.EqualTo(1));
            },
        }.RunAsync();

        Assert.That(canceled, Is.GreaterThanOrEqualTo(5));
    }

    private static void EndsAtTheThirdRead(ScriptedTaskClient client) =>
        client.OnRead = (id, nth, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, nth < 2 ? TaskState.Running : TaskState.Canceled, "k"));

    private static Action<ScriptedTaskClient, CancellationOutcome> Gives(CancellationVerdict verdict) => (client, outcome) =>
        Assert.That((outcome.Verdict, client.Cancels.Count), Is.EqualTo((verdict, 1)));

    private static async Task EndsWithItAsync<T>(
        Func<ScriptedTaskClient, CancellationToken, Task<T>> call, Action<ScriptedTaskClient, T> check, Action<ScriptedTaskClient>? arrange = null, int atLeast = 1)
    {
        var driver = new TokenAtEveryCall<T>(call, client =>
        {
            client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, kind: "k"), Some.Task(3, kind: "k")]);
            arrange?.Invoke(client);
        })
        {
            Check = check,
        };
        Assert.That(await driver.RunAsync(), Is.GreaterThanOrEqualTo(atLeast));
    }
}
