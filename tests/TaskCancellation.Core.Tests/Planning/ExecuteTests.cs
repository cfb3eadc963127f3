namespace TaskCancellation.Core.Tests.Planning;

/// <summary>What becomes of each planned task under the default policy.</summary>
public sealed class ExecuteTests : PlanFixture
{
    [Test]
    public async Task What_was_planned_is_canceled_in_plan_order_and_what_came_since_is_not()
    {
        Have("1", "2", "3");
        var plan = await Client.PlanAsync(Planned);
        Client.Tasks.Reverse();
        Have("4");

        var report = await ExecuteAsync(plan);

        Assert.That(Verdicts(report), Is.EqualTo(new[] { "1: Accepted", "2: Accepted", "3: Accepted" }));
        Assert.That((report.Selection, report.IsComplete), Is.EqualTo((CancelSelection.ClientSide, true)));
        Assert.That(Sent, Is.EqualTo(new[] { "1", "2", "3" }));
        Assert.That(Client.Lists[^1].Filter.Filter.Ids, Is.EqualTo(new TaskId[] { "1", "2", "3" }), "the planned ids were asked for, and nothing else");
    }

    [Test]
    public async Task It_is_bound_to_its_endpoint_and_can_be_waited_for()
    {
        Client.Address = new Uri("http://here/");
        Have("1");
        var operation = await Client.ExecuteAsync(await Client.PlanAsync(Planned));
        Change("1", task => task with { State = TaskState.Canceled });

        var report = await OnClockAsync(() => operation.WaitForCompletionAsync(Scripted.Exactly));

        Assert.That(operation.State.Endpoint, Is.EqualTo(Client.Address));
        Assert.That(report.AllCanceled, Is.True);
    }

    [TestCase(TaskState.Succeeded, CancellationVerdict.CompletedFirst)]
    [TestCase(TaskState.Failed, CancellationVerdict.CompletedFirst)]
    [TestCase(TaskState.Canceled, CancellationVerdict.AlreadyCanceled)]
    public async Task What_has_ended_since_is_told_how_and_not_sent(TaskState end, CancellationVerdict verdict)
    {
        Have("1", "2");
        var plan = await Client.PlanAsync(Planned);
        Change("1", task => task with { State = end, RawState = end.ToString() });

        var report = await ExecuteAsync(plan);

        Assert.That(Verdicts(report), Is.EqualTo(new[] { $"1: {verdict}", "2: Accepted" }));
        Assert.That(report.Outcomes[0].Snapshot!.State, Is.EqualTo(end));
        Assert.That(Sent, Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public async Task What_ended_in_a_way_the_service_did_not_record_has_ended()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);
        Change("1", task => task with { State = TaskState.Failed, IsEndUnknown = true });

        Assert.That(Verdicts(await ExecuteAsync(plan)), Is.EqualTo(new[] { "1: Ended" }));
    }

    [Test]
    public async Task What_is_being_canceled_by_now_is_waited_for_like_an_accepted_one()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);
        Change("1", task => task with { State = TaskState.Canceling, RawState = "Canceling" });

        Assert.That(Verdicts(await ExecuteAsync(plan)), Is.EqualTo(new[] { "1: Accepted" }));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task What_is_gone_has_ended_and_is_shown_as_planned()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);
        Remove("1");

        var outcome = (await ExecuteAsync(plan)).Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Snapshot, outcome.Target), Is.EqualTo((CancellationVerdict.Ended, plan.Targets[0], plan.Targets[0].ToTarget())));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task What_no_longer_matches_is_not_attempted_and_says_so()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);
        Change("1", task => task with { Kind = "x" });

        var outcome = (await ExecuteAsync(plan)).Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Error!.Delivery, outcome.Error.ServiceName), Is.EqualTo((CancellationVerdict.NotAttempted, RequestDelivery.NotSent, Scripted.ServiceName)));
        Assert.That(outcome.Error.Message, Is.EqualTo("The task 1 has not ended (Running) and no longer matches the plan's filter. Nothing was sent for it."));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task A_state_that_is_unknown_by_now_is_not_addressed()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);
        Change("1", task => task with { State = TaskState.Unknown, RawState = "hibernating" });

        Assert.That(Verdicts(await ExecuteAsync(plan)), Is.EqualTo(new[] { "1: NotAttempted" }));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task What_is_protected_by_now_is_spared()
    {
        Have("1");
        var plan = await Client.PlanAsync(Some.Kinds("k*"));
        Client.Can = Client.Can with { ProtectedKinds = ["k"] };

        var outcome = (await ExecuteAsync(plan)).Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Error!.Message), Is.EqualTo((CancellationVerdict.NotAttempted, "The task 1 is of the protected kind 'k'. Nothing was sent for it.")));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task A_condition_is_asked_again()
    {
        Have("1", "2");
        var wanted = new HashSet<TaskId> { "1", "2" };
        var plan = await Client.PlanAsync(Planned with { Where = task => wanted.Contains(task.Id) });
        wanted.Remove("1");

        Assert.That(Verdicts(await ExecuteAsync(plan)), Is.EqualTo(new[] { "1: NotAttempted", "2: Accepted" }));
        Assert.That(Sent, Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public async Task A_condition_that_throws_fails_the_execution_before_any_cancel()
    {
        Have("1");
        var throws = false;
        var plan = await Client.PlanAsync(Planned with { Where = _ => throws ? throw new InvalidOperationException("mine") : true });
        throws = true;

        Assert.That(() => Client.ExecuteAsync(plan), Throws.InvalidOperationException);
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task Read_back_it_runs_without_its_condition_and_with_the_rest_of_its_filter()
    {
        Have("1", "2");
        var plan = await Client.PlanAsync(Planned with { Where = _ => true }) with { Filter = new StoredTaskFilter { Kinds = ["k"], HasPredicate = true } };
        Change("1", task => task with { Kind = "x" });

        Assert.That(Verdicts(await ExecuteAsync(plan)), Is.EqualTo(new[] { "1: NotAttempted", "2: Accepted" }));
    }

    [Test]
    public async Task Read_back_it_runs_even_if_the_condition_was_all_there_was()
    {
        Have("1", "2");
        var plan = await Client.PlanAsync(new TaskFilter { Where = task => task.Id == "1" }) with { Filter = new StoredTaskFilter { HasPredicate = true } };

        Assert.That(Verdicts(await ExecuteAsync(plan)), Is.EqualTo(new[] { "1: Accepted" }));
        Assert.That(Sent, Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task Another_task_under_the_id_is_never_canceled()
    {
        Client.Can = Client.Can with { ReusesIds = true };
        Have("1", "2");
        Change("1", task => task with { StartedAt = Some.Noon });
        var plan = await Client.PlanAsync(Planned);
        Change("1", task => task with { StartedAt = Some.Noon.AddSeconds(1) });
        Change("2", task => task with { Kind = "x" });

        var report = await ExecuteAsync(plan);

        Assert.That(Verdicts(report), Is.EqualTo(new[] { "1: NotFound", "2: NotFound" }));
        Assert.That(report.Outcomes.Select(outcome => (outcome.IdentityMismatch, outcome.Snapshot!.StartedAt, outcome.Snapshot.Kind)), Is.EqualTo(new[] { (true, Some.Noon.AddSeconds(1), "k"), (true, default(DateTimeOffset?), "x") }));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task Where_ids_are_not_reused_a_later_start_is_the_same_task()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);
        Change("1", task => task with { StartedAt = Some.Noon });

        Assert.That(Verdicts(await ExecuteAsync(plan)), Is.EqualTo(new[] { "1: Accepted" }));
    }

    [Test]
    public async Task A_list_that_fails_leaves_its_ids_alone_and_no_others()
    {
        Client.Can = Client.Can with { IdsPerListRequest = 2 };
        Have("1", "2", "3");
        var plan = await Client.PlanAsync(Planned);
        Client.OnList = filter => filter.Filter.Ids!.Contains("3") ? throw Some.Error(TaskErrorReason.Authorization) : Client.Tasks.Take(2);

        var report = await ExecuteAsync(plan);

        Assert.That(Verdicts(report), Is.EqualTo(new[] { "1: Accepted", "2: Accepted", "3: NotAttempted" }));
        Assert.That((report.Outcomes[2].Error!.Reason, report.Outcomes[2].Snapshot), Is.EqualTo((TaskErrorReason.Authorization, plan.Targets[2])));
        Assert.That(Sent, Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public async Task What_cannot_be_read_to_say_why_it_is_left_out_is_not_sent_blindly()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);
        Client.OnList = _ => [];
        Client.ReadsGive(Some.Error());

        var outcome = (await ExecuteAsync(plan)).Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Error!.Reason), Is.EqualTo((CancellationVerdict.NotAttempted, TaskErrorReason.ServerError)));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task What_the_list_showed_is_not_read_again()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);
        Client.Inexact = FilterFields.States;
        Change("1", task => task with { State = TaskState.Succeeded, RawState = "Succeeded" });

        Assert.That(Verdicts(await ExecuteAsync(plan)), Is.EqualTo(new[] { "1: CompletedFirst" }));
        Assert.That(Client.Reads, Is.Empty);
    }

    [Test]
    public async Task Where_ids_do_not_go_with_the_filter_everything_is_listed()
    {
        Have("1", "2");
        var plan = await Client.PlanAsync(Planned);
        Client.Can = Client.Can with { UnsupportedFields = FilterFields.Ids };
        Remove("2");
        Have("3");
        Client.ReadsGive([null]);

        Assert.That(Verdicts(await ExecuteAsync(plan)), Is.EqualTo(new[] { "1: Accepted", "2: Ended" }));
        Assert.That(Sent, Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task A_target_below_a_target_gets_no_request_and_still_an_outcome()
    {
        Client.Can = Client.Can with { CancelsDescendants = true };
        Have("child", "top");
        Change("child", task => task with { ParentId = "top" });

        Assert.That(Verdicts(await ExecuteAsync(await Client.PlanAsync(Planned))), Is.EqualTo(new[] { "child: Accepted", "top: Accepted" }));
        Assert.That(Sent, Is.EqualTo(new[] { "top" }));
    }

    [Test]
    public async Task What_it_disturbs_is_looked_up_anew()
    {
        Have("1");
        Client.OnCollateral = _ => [Some.Task("8")];
        var plan = await Client.PlanAsync(Planned);
        Client.OnCollateral = _ => [Some.Task("9")];

        Assert.That((await ExecuteAsync(plan)).Collateral.Single().Id.Value, Is.EqualTo("9"));
    }

    [Test]
    public async Task An_empty_plan_asks_and_sends_nothing()
    {
        var plan = await Client.PlanAsync(Planned);
        Have("1");
        var before = Client.RequestCount;

        var report = await ExecuteAsync(plan);

        Assert.That((report.Outcomes.Count, report.AllCanceled, report.IsComplete), Is.EqualTo((0, true, true)));
        Assert.That(Client.RequestCount, Is.EqualTo(before));
    }

    [Test]
    public async Task A_target_named_twice_is_canceled_once()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);

        Assert.That(Verdicts(await ExecuteAsync(plan with { Targets = [.. plan.Targets, .. plan.Targets] })), Is.EqualTo(new[] { "1: Accepted" }));
        Assert.That(Sent, Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task A_plan_may_be_made_by_hand()
    {
        Have("1");
        var plan = new CancellationPlan { ServiceName = Scripted.ServiceName, Filter = Planned, Targets = [Some.Task("1"), Some.Task("2")], CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() };

        Assert.That(Verdicts(await ExecuteAsync(plan)), Is.EqualTo(new[] { "1: Accepted", "2: Ended" }));
    }

    [Test]
    public async Task The_callers_token_ends_the_call()
    {
        Have("1");
        var plan = await Client.PlanAsync(Planned);

        Assert.That(() => Client.ExecuteAsync(plan, cancellationToken: new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => Client.PlanAsync(Planned, cancellationToken: new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Client.Cancels, Is.Empty);
    }
}
