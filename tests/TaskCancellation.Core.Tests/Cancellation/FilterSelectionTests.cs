namespace TaskCancellation.Core.Tests.Cancellation;

public sealed class FilterSelectionTests
{
    private static readonly CancelOptions AtServer = new() { Selection = CancelSelection.ServerSide };
    private static readonly CancelOptions Frozen = new() { Selection = CancelSelection.ClientSide };

    private readonly ScriptedTaskClient client = new() { Can = Scripted.ByFilter };

    [Test]
    [Category("M1")]
    public async Task A_cancel_at_the_server_that_matched_nothing_of_what_was_just_listed_is_no_success()
    {
        client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, kind: "k"), Some.Task(3, kind: "k")]);
        client.OnCancel = (_, _) => Task.FromResult(new CancelReply { MatchedCount = 0 });

        var report = (await client.CancelAsync(Some.Kinds("k"))).Accepted;

        Assert.That((report.MatchedCount, report.PreviewedCount, report.AllCanceled), Is.EqualTo(((long?)0, (int?)3, false)));
        Assert.That(report.ToString(), Does.Contain("none matched, although 3 were listed just before"));
        Assert.That(() => report.EnsureCanceled(), Throws.TypeOf<TasksNotCanceledException>());
    }

    [Test]
    public async Task A_filter_that_the_service_evaluates_exactly_is_one_request_after_a_glance()
    {
        client.OnCancel = (_, _) => Task.FromResult(new CancelReply { MatchedCount = 5, Items = [new CancelReplyItem(1, CancelDisposition.Acknowledged)] });

        var report = (await client.CancelAsync(Some.Kinds("k"))).Accepted;

        Assert.That((client.Cancels.Count, client.Lists.Count), Is.EqualTo((1, 1)));
        Assert.That(client.Cancels[0].Targets, Is.Empty);
        Assert.That(client.Cancels[0].Filter!.Filter.Kinds, Is.EqualTo(new[] { "k" }));
        Assert.That((report.Selection, report.MatchedCount, report.UnlistedCount, report.IsComplete), Is.EqualTo((CancelSelection.ServerSide, (long?)5, (long?)4, true)));
        Assert.That(report.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Accepted));
    }

    [Test]
    public async Task Only_unfinished_states_are_addressed_unless_the_filter_names_states([Values] bool names)
    {
        await client.CancelAsync(new TaskFilter { Kinds = ["k"], States = names ? [TaskState.Canceled] : null });

        Assert.That(
            client.Cancels.Single().Filter!.Filter.States,
            Is.EqualTo(names ? new[] { TaskState.Canceled } : [TaskState.Pending, TaskState.Running, TaskState.Canceling]));
    }

    [Test]
    public async Task A_field_that_the_service_does_not_evaluate_freezes_the_selection()
    {
        client.Tasks.AddRange([Some.Task(1) with { Name = "a" }, Some.Task(2) with { Name = "b" }]);

        var report = (await client.CancelAsync(new TaskFilter { Names = ["b"] })).Accepted;

        Assert.That(client.Cancels.Single().Targets.Single().Id, Is.EqualTo((TaskId)2));
        Assert.That((report.Selection, report.IsComplete, report.MatchedCount, report.UnlistedCount), Is.EqualTo((CancelSelection.ClientSide, true, default(long?), default(long?))));
    }

    [Test]
    public async Task A_condition_in_code_freezes_the_selection()
    {
        client.Tasks.AddRange([Some.Task(1), Some.Task(2)]);

        await client.CancelAsync(new TaskFilter { Where = task => task.Id == 1 });

        Assert.That(client.Cancels.Single().Targets.Single().Id, Is.EqualTo((TaskId)1));
    }

    [Test]
    public void A_condition_that_throws_ends_the_call_before_any_cancel()
    {
        client.Tasks.AddRange([Some.Task(1), Some.Task(2)]);

        Assert.That(() => client.CancelAsync(new TaskFilter { Where = task => task.Id == 1 ? true : throw new FormatException() }), Throws.InstanceOf<FormatException>());
        Assert.That(client.Cancels, Is.Empty);
    }

    [Test]
    public async Task Named_ids_get_an_outcome_each_and_ended_ones_among_them_need_no_request()
    {
        client.Tasks.AddRange([Some.Task(1), Some.Task(2, TaskState.Canceled), Some.Task(3, TaskState.Failed), Some.Task(4, TaskState.Succeeded), Some.Task(5, TaskState.Failed) with { IsEndUnknown = true }]);

        var report = (await client.CancelAsync(new TaskFilter { Ids = [1, 2, 3, 4, 5, 6, 1] })).Accepted;

        Assert.That(client.Cancels.Single().Targets.Single().Id, Is.EqualTo((TaskId)1));
        Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "1: Accepted", "2: AlreadyCanceled", "3: CompletedFirst", "4: CompletedFirst", "5: Ended" }));
        Assert.That(report.Outcomes.Select(outcome => outcome.Snapshot), Is.EqualTo(client.Tasks));
    }

    [Test]
    public async Task Ended_tasks_are_left_alone_unless_named()
    {
        client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, TaskState.Succeeded, "k"), Some.Task(3, TaskState.Canceled, "k")]);

        var open = (await client.CancelAsync(Some.Kinds("k"), Frozen)).Accepted;
        var named = (await client.CancelAsync(new TaskFilter { Kinds = ["k"], States = [TaskState.Succeeded] }, Frozen)).Accepted;

        Assert.That(open.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "1: Accepted" }));
        Assert.That(named.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "2: CompletedFirst" }));
    }

    [Test]
    public async Task A_listed_task_that_no_cancel_can_change_gets_no_request_and_an_outcome()
    {
        client.Tasks.AddRange([Some.Task(1, kind: "stubborn"), Some.Task(2, kind: "k")]);

        var report = (await client.CancelAsync(Some.Kinds("stubborn", "k"), Frozen)).Accepted;

        Assert.That(client.Cancels.Single().Targets.Single().Id, Is.EqualTo((TaskId)2));
        Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "1: NotCancelable", "2: Accepted" }));
    }

    [Test]
    public async Task A_listed_task_that_is_being_canceled_already_is_accepted_and_waited_for()
    {
        client.Tasks.Add(Some.Task(1, TaskState.Canceling, "k"));

        var report = (await client.CancelAsync(Some.Kinds("k"), Frozen)).Accepted;

        Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "1: Accepted" }));
    }

    [Test]
    public async Task Targets_keep_the_identity_they_were_listed_with()
    {
        client.Tasks.Add(Some.Task(1, kind: "k") with { StartedAt = Some.Noon });

        await client.CancelAsync(Some.Kinds("k"), Frozen);

        Assert.That(client.Cancels.Single().Targets.Single(), Is.EqualTo(new TaskTarget(1, "k", Some.Noon)));
    }

    [Test]
    public void More_targets_than_allowed_are_refused_before_any_cancel([Values] CancelSelection selection)
    {
        client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, kind: "k"), Some.Task(3, kind: "k")]);
        if (selection == CancelSelection.ServerSide)
        {
            Assert.That(() => client.CancelAsync(Some.Kinds("k"), AtServer with { MaxTargets = 2 }), Throws.InstanceOf<UnsupportedFilterException>().With.Property("Field").EqualTo("MaxTargets"));
            return;
        }

        var error = Assert.ThrowsAsync<UnsafeFilterException>(() => client.CancelAsync(Some.Kinds("k"), new CancelOptions { MaxTargets = 2, Selection = selection }));

        Assert.That((error.TargetCount, error.Field), Is.EqualTo(((long?)3, "MaxTargets")));
        Assert.That(client.Cancels, Is.Empty);
    }

    [Test]
    public async Task As_many_targets_as_allowed_are_canceled_by_id()
    {
        client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, kind: "k")]);

        await client.CancelAsync(Some.Kinds("k"), new CancelOptions { MaxTargets = 2 });

        Assert.That(client.Cancels, Has.Count.EqualTo(2));
    }

    [Test]
    public void At_the_server_is_refused_where_the_service_takes_no_filter()
    {
        client.Can = Scripted.Capabilities;

        Assert.That(() => { client.CancelAsync(Some.Kinds("k"), AtServer); }, Throws.InstanceOf<UnsupportedFilterException>().With.Property("Field").EqualTo("Selection"));
        Assert.That(client.RequestCount, Is.Zero);
    }

    [Test]
    public void At_the_server_is_refused_where_the_service_evaluates_a_field_otherwise()
    {
        client.Inexact = FilterFields.Kinds;

        Assert.That(() => { client.CancelAsync(Some.Kinds("k"), AtServer); }, Throws.InstanceOf<UnsupportedFilterException>().With.Message.Contains("Kinds"));
        Assert.That(() => { client.CancelAsync(new TaskFilter { Where = _ => true }, AtServer); }, Throws.InstanceOf<UnsupportedFilterException>());
        Assert.That(client.RequestCount, Is.Zero);
    }

    [Test]
    public void At_the_server_is_refused_where_the_service_cannot_leave_out_ended_tasks()
    {
        client.Inexact = FilterFields.States;

        Assert.That(() => { client.CancelAsync(Some.Kinds("k"), AtServer); }, Throws.InstanceOf<UnsupportedFilterException>().With.Message.Contains("States"));
        Assert.That(client.RequestCount, Is.Zero);
    }

    [Test]
    public void At_the_server_is_refused_for_more_ids_than_one_request_takes()
    {
        client.Can = client.Can with { IdsPerListRequest = 2 };

        Assert.That(() => { client.CancelAsync(new TaskFilter { Ids = [1, 2, 3] }, AtServer); }, Throws.InstanceOf<UnsupportedFilterException>().With.Message.Contains("too many ids"));
        Assert.That(client.RequestCount, Is.Zero);
    }

    [Test]
    public async Task At_the_server_takes_ids_that_fit_one_request()
    {
        await client.CancelAsync(new TaskFilter { Ids = [1, 2] }, AtServer);

        Assert.That(client.Cancels.Single().Filter!.Filter.Ids, Has.Count.EqualTo(2));
        Assert.That(client.Cancels.Single().Filter!.Filter.States, Is.Null);
    }

    [Test]
    public async Task A_filter_that_can_match_nothing_sends_nothing([Values] CancelSelection selection)
    {
        var operation = await client.CancelAsync(new TaskFilter { Scopes = ["nowhere"] }, new CancelOptions { Selection = selection });
        var report = await operation.WaitForCompletionAsync();

        Assert.That(client.RequestCount, Is.Zero);
        Assert.That((report.Outcomes.Count, report.IsComplete, report.AllCanceled), Is.EqualTo((0, true, true)));
    }

    [Test]
    public async Task What_the_service_drags_along_is_listed_and_not_counted()
    {
        client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, TaskState.Canceled, "k")]);
        IReadOnlyList<TaskSnapshot>? asked = null;
        client.OnCollateral = targets =>
        {
            asked = targets;
            return [Some.Task(9)];
        };

        var report = (await client.CancelAsync(new TaskFilter { Ids = [1, 2] })).Accepted;

        Assert.That(asked!.Select(task => task.Id), Is.EqualTo(new TaskId[] { 1 }));
        Assert.That(report.Collateral, Is.EqualTo(new[] { Some.Task(9) }));
        Assert.That(report.Outcomes, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_list_that_fails_ends_the_call_before_any_cancel()
    {
        var failure = Some.Error();
        client.OnList = _ => throw failure;

        Assert.That(() => client.CancelAsync(Some.Kinds("k"), Frozen), Throws.Exception.SameAs(failure));
        Assert.That(client.Cancels, Is.Empty);
    }
}
