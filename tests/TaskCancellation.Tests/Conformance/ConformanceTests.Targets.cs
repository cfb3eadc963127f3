namespace TaskCancellation.Tests.Conformance;

public abstract partial class ConformanceTests
{
    [Test]
    public async Task A_running_task_is_accepted_first_and_canceled_only_when_the_service_says_so()
    {
        var id = service.AddRunning();

        var operation = await Run(Client.CancelAsync(id));
        var first = service.CancelsAtOnce ? CancellationVerdict.Canceled : CancellationVerdict.Accepted;
        Assert.That(operation.Accepted.Outcomes.Single().Verdict, Is.EqualTo(first));
        Assert.That(service.Truth(id) == TaskState.Canceled, Is.EqualTo(service.CancelsAtOnce));

        var report = await Run(operation.WaitForCompletionAsync(Patient));
        var outcome = report.EnsureCanceled().Outcomes.Single();
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
            Assert.That(outcome.Snapshot!.State, Is.EqualTo(TaskState.Canceled));
            Assert.That(operation.Accepted.Outcomes.Single().Verdict, Is.EqualTo(first), "an operation never changes");
        });
        AgreesWithTruth(outcome);
    }

    [Test]
    public async Task A_pending_task_is_canceled()
    {
        var outcome = await CancelAndWait(service.AddPending());
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        AgreesWithTruth(outcome);
    }

    [Test]
    public async Task A_task_that_finishes_just_before_the_cancel_lands_completed_first()
    {
        var id = service.AddRunning();
        service.BeforeCancel(() => service.Finish(id));

        var outcome = await CancelAndWait(id);

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.CompletedFirst));
        Assert.That(outcome.Snapshot!.State, Is.EqualTo(TaskState.Succeeded));
        AgreesWithTruth(outcome);
    }

    [TestCase(TaskState.Succeeded, CancellationVerdict.CompletedFirst)]
    [TestCase(TaskState.Failed, CancellationVerdict.CompletedFirst)]
    [TestCase(TaskState.Canceled, CancellationVerdict.AlreadyCanceled)]
    public async Task A_task_that_had_ended_is_told_with_how_it_ended(TaskState ended, CancellationVerdict expected)
    {
        var outcome = await CancelAndWait(service.AddEnded(ended));
        Assert.That(outcome.Verdict, Is.EqualTo(expected));
        Assert.That(outcome.Snapshot!.State, Is.EqualTo(ended));
        AgreesWithTruth(outcome);
    }

    [Test]
    public async Task An_unknown_task_is_not_found()
    {
        var outcome = await CancelAndWait(service.UnknownId);
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.NotFound));
        Assert.That(await Run(Client.FindAsync(service.UnknownId)), Is.Null);
    }

    [Test]
    public async Task A_task_that_does_not_stop_is_still_running_at_the_deadline()
    {
        var id = service.AddStuck();
        var start = service.Clock.GetUtcNow();

        var outcome = await CancelAndWait(id, new WaitOptions { Timeout = TimeSpan.FromSeconds(90), Jitter = 0 });

        Assert.That(outcome.Verdict, Is.EqualTo(service.CancelsAtOnce ? CancellationVerdict.NotCancelable : CancellationVerdict.StillRunning));
        Assert.That(outcome.Snapshot!.IsTerminal, Is.False);
        Assert.That(service.Clock.GetUtcNow() - start, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(91)));
        AgreesWithTruth(outcome);
    }

    [Test]
    public async Task A_task_in_a_state_nobody_knows_is_polled_on_and_never_guessed()
    {
        if (service.AddInUnknownState() is not { } id)
        {
            return;
        }

        var task = await Run(Client.FindAsync(id));
        Assert.That(task!.State, Is.EqualTo(TaskState.Unknown));
        Assert.That(task.RawState, Is.Not.Empty);
        Assert.That(task.IsTerminal, Is.False);

        var waiting = Client.WaitForCompletionAsync(id, new WaitOptions { Timeout = TimeSpan.FromSeconds(30) });
        var late = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => Run(waiting));
        Assert.That(late!.LastSnapshot!.RawState, Is.EqualTo(task.RawState));
    }

    [Test]
    public async Task A_task_that_vanishes_while_its_cancel_is_awaited_has_ended()
    {
        var id = service.AddStuck();
        var operation = await Run(Client.CancelAsync(id));
        var waiting = operation.WaitForCompletionAsync(Patient);
        if (!service.CancelsAtOnce)
        {
            await service.PassAsync(TimeSpan.FromSeconds(15));
        }

        service.Finish(id);
        service.Remove(id);

        var outcome = (await Run(waiting)).Outcomes.Single();

        Assert.That(outcome.Verdict, Is.EqualTo(service.CancelsAtOnce ? CancellationVerdict.NotCancelable : Client.Capabilities.HidesTasks ? CancellationVerdict.Accepted : CancellationVerdict.Ended));
        Assert.That(outcome.Snapshot, Is.Not.Null, "the last that was seen stays attached");
    }

    [Test]
    public async Task A_credential_that_is_not_accepted_is_denied_and_changes_nothing()
    {
        var id = service.AddRunning();
        var client = service.CreateUnauthorizedClient();

        var outcome = await Run(client.CancelAndWaitAsync(id));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Denied));
        Assert.That(outcome.Error!.StatusCode, Is.AnyOf(200, 401, 403), "Vault says it with 200");
        Assert.That(outcome.Error.Reason, Is.AnyOf(TaskErrorReason.Authentication, TaskErrorReason.Authorization));
        Assert.That(outcome.Error.ErrorCode, Is.Not.Null);
        Assert.That(service.Truth(id), Is.AnyOf(TaskState.Running, TaskState.Pending));
        Assert.ThrowsAsync<TaskRequestException>(() => Run(client.FindAsync(id)));
    }

    [Test]
    public void A_malformed_id_is_refused_at_once_and_nothing_is_sent()
    {
        foreach (var text in service.MalformedIds)
        {
            Assert.That(() => { _ = Client.CancelAsync(new TaskId(text)); }, Throws.InstanceOf<ArgumentException>(), $"cancel '{text}'");
            Assert.That(() => { _ = Client.FindAsync(new TaskId(text)); }, Throws.InstanceOf<ArgumentException>(), $"find '{text}'");
            Assert.That(() => { _ = Client.WaitForCompletionAsync(new TaskId(text)); }, Throws.InstanceOf<ArgumentException>(), $"wait '{text}'");
        }

        Assert.That(() => { _ = Client.CancelAsync(default(TaskTarget)); }, Throws.InstanceOf<ArgumentException>());
        Assert.That(service.Emulator.Requests, Is.Empty);
    }

    [Test]
    public void An_id_can_be_checked_before_a_call()
    {
        using var all = Assert.EnterMultipleScope();
        foreach (var text in service.MalformedIds)
        {
            Assert.That(Client.IsValidId(text, out var problem), Is.False, text);
            Assert.That(problem, Does.EndWith(".").And.Not.Contain("(Parameter"), "a sentence, without the name of a parameter");
        }

        Assert.That(Client.IsValidId(service.UnknownId, out var none), Is.True);
        Assert.That((none, service.Emulator.Requests.Count), Is.EqualTo((default(string), 0)));
    }

    [Test]
    public async Task A_plain_wait_ends_with_the_task_and_cancels_nothing()
    {
        var id = service.AddRunningFor(TimeSpan.FromSeconds(30));

        var task = await Run(Client.WaitForCompletionAsync(id, Patient));

        Assert.That(task.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(Cancels, Is.Empty);
        Assert.ThrowsAsync<TaskNotFoundException>(() => Run(Client.WaitForCompletionAsync(service.UnknownId)));
    }

    [Test]
    public async Task The_token_ends_the_wait_and_touches_no_task()
    {
        var id = service.AddRunning();
        using var source = new CancellationTokenSource();
        var waiting = Client.WaitForCompletionAsync(id, Patient, source.Token);
        await source.CancelAsync();

        var ended = Assert.CatchAsync<OperationCanceledException>(() => waiting);
        Assert.That(ended!.CancellationToken, Is.EqualTo(source.Token));
        Assert.That(service.Truth(id), Is.AnyOf(TaskState.Running, TaskState.Pending));
        Assert.That(Cancels, Is.Empty);
    }

    [Test]
    public async Task A_cancel_goes_on_when_its_wait_is_ended_and_can_be_waited_for_again()
    {
        var id = service.AddRunning();
        using var source = new CancellationTokenSource();
        var operation = await Run(Client.CancelAsync(id));
        var waiting = operation.WaitForCompletionAsync(Patient, source.Token);
        await source.CancelAsync();
        Assert.That(() => waiting, service.CancelsAtOnce ? Throws.Nothing : Throws.InstanceOf<OperationCanceledException>());

        var report = await Run(Client.Restore(operation.State).WaitForCompletionAsync(Patient));
        Assert.That(report.AllCanceled, Is.True);
    }

    [Test]
    public async Task The_service_says_what_it_is()
    {
        var info = await Run(Client.GetServiceInfoAsync());
        Assert.Multiple(() =>
        {
            Assert.That(info.Product, Is.Not.Empty);
            Assert.That(info.Version, service.HasVersion ? Is.Not.Null : Is.Null);
            Assert.That(info.CanList, Is.True);
            Assert.That(info.Endpoint.Host, Is.EqualTo(service.Emulator.BaseAddress.Host));
        });
        Assert.That(Cancels, Is.Empty, "asking what it is must not cancel");
    }
}
