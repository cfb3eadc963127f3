namespace TaskCancellation.Core.Tests.Cancellation;

public sealed class CancellationOperationTests : WaitFixture
{
    [Test]
    public void The_state_of_another_service_is_refused()
    {
        var state = new CancellationOperationState { ServiceName = "Another", Accepted = Some.Report() };

        Assert.That(() => Client.Restore(state), Throws.ArgumentException.With.Message.Contains("Another").And.Message.Contains("Scripted"));
        Assert.That(() => Client.Restore((CancellationOperationState)null!), Throws.ArgumentNullException);
        Assert.That(() => Client.Restore(CancellationOperation.FromReport(Some.Report()).State), Throws.ArgumentException);
    }

    [TestCase("http://there/", "http://here/", true)]
    [TestCase("http://here", "http://here/", false)]
    [TestCase(null, "http://here/", true)]
    [TestCase("http://there/", null, false)]
    public void The_state_of_another_endpoint_is_refused(string? stored, string? here, bool isRefused)
    {
        Client.Address = here is null ? null : new Uri(here);
        var state = new CancellationOperationState { ServiceName = Scripted.ServiceName, Endpoint = stored is null ? null : new Uri(stored), Accepted = Some.Report() };

        Assert.That(() => Client.Restore(state), isRefused ? Throws.ArgumentException.With.Message.StartsWith($"The state is of {stored ?? "an address that it does not name"}; this client speaks to http://here/.") : Throws.Nothing);
    }

    [Test]
    public async Task A_restored_operation_waits_on_without_canceling_again()
    {
        Client.ReadsGive(Some.Task("t"), Some.Task("t", TaskState.Canceled));
        var state = (await Client.CancelAsync("t")).State;

        var restored = new ScriptedTaskClient(Clock) { OnRead = Client.OnRead }.Restore(state);
        var report = await OnClockAsync(() => restored.WaitForCompletionAsync(Scripted.Exactly));

        Assert.That(restored.State, Is.EqualTo(state));
        Assert.That(report.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_restored_operation_still_follows_its_service_task()
    {
        Client.Can = Scripted.ByFilter;
        Client.OnCancel = (_, _) => Task.FromResult(new CancelReply { ServiceTask = 100 });
        var state = (await Client.CancelAsync(Some.Kinds("k"))).State;
        Client.ReadsGive(Some.Task(100, TaskState.Succeeded));

        var report = await OnClockAsync(() => Client.Restore(state).WaitForCompletionAsync(Scripted.Exactly));

        Assert.That(Client.Reads.Single().Id, Is.EqualTo((TaskId)100));
        Assert.That(report.Outcomes, Is.Empty);
    }

    [Test]
    public async Task Waiting_makes_a_new_report_and_leaves_the_operation_as_it_was()
    {
        Client.ReadsGive(Some.Task("t"), Some.Task("t", TaskState.Canceled));
        var operation = await Client.CancelAsync("t");

        var first = await OnClockAsync(() => operation.WaitForCompletionAsync(Within(0)));
        var second = await OnClockAsync(() => operation.WaitForCompletionAsync(Within(0)));

        Assert.That(new[] { operation.Accepted, first, second }.Select(report => report.Outcomes.Single().Verdict), Is.EqualTo(new[] { CancellationVerdict.Accepted, CancellationVerdict.StillRunning, CancellationVerdict.Canceled }));
    }

    [Test]
    public async Task Several_requests_have_several_service_tasks_and_each_task_is_looked_at_by_one_list()
    {
        Client.Can = Client.Can with { IdsPerRequest = 2, ListsByIds = true };
        Client.Tasks.AddRange(Enumerable.Range(1, 3).Select(id => Some.Task(id, kind: "k")));
        Client.OnCancel = (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged) with { ServiceTask = "c" + request.Targets[0].Id.Value });
        var operation = await Client.CancelAsync(Some.Kinds("k"));
        Client.OnList = _ => [Some.Task(1, TaskState.Canceled), Some.Task(3, TaskState.Succeeded)];

        var report = await OnClockAsync(() => operation.WaitForCompletionAsync(Scripted.Exactly));

        Assert.That((operation.ServiceTask, operation.ServiceTasks.Select(id => id.Value)), Is.EqualTo((default(TaskId?), new[] { "c1", "c3" })));
        Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "1: Canceled", "2: Ended", "3: CompletedFirst" }));
        Assert.That((Client.Reads.Single().Id.Value, Client.Lists.Count), Is.EqualTo(("c1", 2)), "what became of the missing one, its service task may tell");
    }

    [Test]
    public async Task A_list_that_fails_leaves_every_task_it_was_to_show_open()
    {
        Client.Can = Client.Can with { ListsByIds = true };
        Client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, kind: "k")]);
        var operation = await Client.CancelAsync(Some.Kinds("k"));
        var failure = Some.Error();
        Client.OnList = _ => throw failure;

        var report = await OnClockAsync(() => operation.WaitForCompletionAsync(Within(3)));

        Assert.That(report.Outcomes.Select(outcome => outcome.Error), Is.All.SameAs(failure));
    }

    [Test]
    public async Task The_hints_of_several_tasks_are_answered_by_the_soonest_and_a_refusal_by_the_latest()
    {
        Client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, kind: "k")]);
        var operation = await Client.CancelAsync(Some.Kinds("k"));
        Client.OnRead = (id, nth, _) => (id.Value, nth) switch
        {
            ("1", 0) => Task.FromResult<TaskSnapshot?>(Some.Task(1) with { PollAfter = Some.Seconds(9) }),
            ("2", 0) => Task.FromResult<TaskSnapshot?>(Some.Task(2) with { PollAfter = Some.Seconds(5) }),
            ("1", 1) => Task.FromException<TaskSnapshot?>(Some.Error(TaskErrorReason.Throttled, retryAfter: 20)),
            ("2", 1) => Task.FromException<TaskSnapshot?>(Some.Error(TaskErrorReason.Throttled, retryAfter: 10)),
            _ => Task.FromResult<TaskSnapshot?>(Some.Task(id, TaskState.Canceled)),
        };

        await OnClockAsync(() => operation.WaitForCompletionAsync(Scripted.Exactly));

        Assert.That(Client.ReadSeconds.Distinct(), Is.EqualTo([1.0, 6, 26]));
    }

    [Test]
    public async Task An_operation_of_other_code_is_waited_for_as_that_code_says()
    {
        var (known, later) = (Some.Report(CancellationVerdict.Accepted), Some.Report(CancellationVerdict.Canceled));
        var given = new WaitOptions { Timeout = TimeSpan.FromSeconds(3) };
        using var source = new CancellationTokenSource();
        var operation = CancellationOperation.FromState(new CancellationOperationState { ServiceName = "other", Accepted = known }, (options, token) =>
            Task.FromResult(options == given && token == source.Token ? later : known));

        Assert.That(operation.Accepted, Is.SameAs(known));
        Assert.That(operation.State.ServiceName, Is.EqualTo("other"));
        Assert.That(await operation.WaitForCompletionAsync(given, source.Token), Is.SameAs(later));
    }

    [Test]
    public void A_made_up_operation_needs_a_report() =>
        Assert.That(() => CancellationOperation.FromReport(null!), Throws.ArgumentNullException);
}
