namespace TaskCancellation.Core.Tests.Runs;

public sealed class RunToCompletionTests : RunFixture
{
    [TestCase(TaskState.Succeeded)]
    [TestCase(TaskState.Failed)]
    [TestCase(TaskState.Canceled)]
    public async Task A_task_that_ends_without_our_doing_is_returned_however_it_ended(TaskState state)
    {
        EndsAt(20, state);

        var task = await RunAsync();

        Assert.That(task.State, Is.EqualTo(state));
        Assert.That(Client.Cancels, Is.Empty);
        StaysQuiet();
    }

    [TestCase(false)]
    [TestCase(true)]
    [Category("Finding C8")]
    public async Task A_run_lasts_as_long_as_the_task_unless_told_otherwise(bool hasPace)
    {
        EndsAt(7200, TaskState.Succeeded);

        Assert.That((await RunAsync(hasPace ? Exactly : RunOptions.Default)).State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(Now, Is.GreaterThanOrEqualTo(7200));
        StaysQuiet();
    }

    [Test]
    public async Task The_progress_is_asked_for_where_somebody_is_told([Values] bool isTold)
    {
        EndsAt(0, TaskState.Succeeded);

        await RunAsync(Exactly with { Wait = Scripted.Exactly with { Progress = isTold ? new Told() : null } });

        Assert.That(Client.Progress, Is.EqualTo(new[] { isTold }));
    }

    [Test]
    [Category("Finding C8")]
    public void After_hours_the_token_still_cancels()
    {
        EndsAt(7202, TaskState.Canceled);
        FiresAt(7200);

        Assert.That(IsCanceled(() => RunAsync()).Outcome!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(CancelSeconds, Is.EqualTo([7200.0]));
    }

    [Test]
    public void The_token_cancels_the_task_once_and_waits_for_its_end()
    {
        EndsAt(9, TaskState.Canceled);
        FiresAt(5);

        var canceled = IsCanceled(() => RunAsync());

        Assert.That(canceled.Outcome!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(canceled.Outcome.Target.Id, Is.EqualTo(new TaskId("t")));
        Assert.That(CancelSeconds, Is.EqualTo([5.0]).Within(0.2));
        Assert.That(Now, Is.InRange(9, 13));
        StaysQuiet();
    }

    [Test]
    public async Task A_task_that_ends_by_itself_before_the_cancel_takes_effect_is_returned()
    {
        EndsAt(7, TaskState.Succeeded);
        FiresAt(5);

        var task = await RunAsync();

        Assert.That(task.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
        StaysQuiet();
    }

    [Test]
    public void A_task_that_somebody_else_canceled_after_our_token_is_a_canceled_run()
    {
        Client.CancelsFail(Some.Error(TaskErrorReason.Conflict, code: "ended"));
        Client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, Client.Cancels.Count > 0 ? TaskState.Canceled : TaskState.Running));
        FiresAt(5);

        Assert.That(IsCanceled(() => RunAsync()).Outcome!.Verdict, Is.EqualTo(CancellationVerdict.AlreadyCanceled));
    }

    [Test]
    public void What_does_not_end_within_the_grace_is_still_running()
    {
        Client.ReadsGive(Some.Task("t"));
        FiresAt(5);

        var canceled = IsCanceled(() => RunAsync(Exactly with { Grace = Some.Seconds(20) }));

        Assert.That(canceled.Outcome!.Verdict, Is.EqualTo(CancellationVerdict.StillRunning));
        Assert.That(canceled.Outcome.Snapshot, Is.EqualTo(Some.Task("t")));
        Assert.That(Now, Is.InRange(25, 25.3));
        Assert.That(Client.ReadSeconds.Last(), Is.LessThanOrEqualTo(25.2));
        StaysQuiet();
    }

    [Test]
    public void A_cancel_that_is_not_answered_within_the_grace_is_indeterminate()
    {
        EndsAt(1000, TaskState.Succeeded);
        Answers(CancelDisposition.Acknowledged, after: 100);
        FiresAt(5);

        var canceled = IsCanceled(() => RunAsync(Exactly with { Grace = Some.Seconds(20) }));

        Assert.That(canceled.Outcome!.Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
        Assert.That(canceled.Outcome.Error!.Reason, Is.EqualTo(TaskErrorReason.Timeout));
        Assert.That(canceled.InnerException, Is.SameAs(canceled.Outcome.Error));
        Assert.That(Now, Is.InRange(25, 25.3));
        Assert.That(Client.Reads.Count(read => read.At > Some.Seconds(5.2)), Is.Zero);
        StaysQuiet();
    }

    [TestCase(TaskErrorReason.Authorization, CancellationVerdict.Denied)]
    [TestCase(TaskErrorReason.InvalidRequest, CancellationVerdict.Rejected)]
    public void A_refusal_is_the_outcome_and_the_inner_exception(TaskErrorReason kind, CancellationVerdict expected)
    {
        EndsAt(1000, TaskState.Succeeded);
        var refusal = Some.Error(kind);
        Client.CancelsFail(refusal);
        FiresAt(5);

        var canceled = IsCanceled(() => RunAsync());

        Assert.That((canceled.Outcome!.Verdict, canceled.InnerException), Is.EqualTo((expected, (Exception)refusal)));
        Assert.That(Now, Is.LessThan(6));
    }

    [Test]
    public void A_token_that_has_fired_submits_nothing()
    {
        Caller.Cancel();
        var submissions = 0;

        var canceled = IsCanceled(() => RunAsync(submit: _ => Task.FromResult<TaskId>($"{++submissions}")));

        Assert.That((canceled.Outcome, canceled.Submission, submissions), Is.EqualTo((default(CancellationOutcome), default(Task<TaskId>), 0)));
        Assert.That(Client.RequestCount, Is.Zero);
        StaysQuiet();
    }

    [Test]
    public void The_tokens_that_inner_calls_get_are_not_the_callers()
    {
        var seen = new List<CancellationToken>();
        Client.OnRead = (id, _, token) =>
        {
            seen.Add(token);
            return Task.FromResult<TaskSnapshot?>(Some.Task(id, Client.Cancels.Count > 0 ? TaskState.Canceled : TaskState.Running));
        };
        Client.OnCancel = (request, token) =>
        {
            seen.Add(token);
            Assert.That(token.IsCancellationRequested, Is.False);
            return Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged));
        };
        FiresAt(5);

        var canceled = IsCanceled(() => RunAsync(submit: token =>
        {
            seen.Add(token);
            return Task.FromResult<TaskId>("t");
        }));

        Assert.That(canceled.Outcome!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(seen, Has.None.EqualTo(Caller.Token).And.Count.GreaterThan(3));
    }

    [Test]
    public void A_wait_that_fails_comes_through_and_cancels_nothing()
    {
        Client.ReadsGive(Some.Task("t"), Some.Error(TaskErrorReason.Authorization));

        Assert.That(() => RunAsync(), Throws.InstanceOf<TaskRequestException>());
        Assert.That(() => RunAsync(Exactly with { Wait = Within(3) }, _ => Task.FromResult<TaskId>("u")), Throws.InstanceOf<TaskRequestException>());
        Assert.That(Client.Cancels, Is.Empty);
        StaysQuiet();
    }

    [Test]
    public void The_deadline_of_the_wait_cancels_nothing()
    {
        Client.ReadsGive(Some.Task("t"));

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => RunAsync(Exactly with { Wait = Within(3) }));

        Assert.That(Client.Cancels, Is.Empty);
        StaysQuiet();
    }

    [Test]
    public void A_wait_that_fails_when_the_token_fires_does_not_keep_the_cancel_from_being_sent()
    {
        Client.OnRead = (id, nth, _) =>
        {
            if (nth == 1)
            {
                Caller.Cancel();
                throw Some.Error(TaskErrorReason.Authorization);
            }

            return Task.FromResult<TaskSnapshot?>(Some.Task(id, nth > 1 ? TaskState.Canceled : TaskState.Running));
        };

        Assert.That(IsCanceled(() => RunAsync()).Outcome!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_malformed_id_is_refused_with_or_without_the_token()
    {
        Assert.That(() => RunAsync(submit: _ => Task.FromResult<TaskId>("!")), Throws.ArgumentException);

        var canceled = IsCanceled(() => RunAsync(submit: _ =>
        {
            Caller.Cancel();
            return Task.FromResult<TaskId>("!");
        }));

        Assert.That(canceled.Outcome!.Verdict, Is.EqualTo(CancellationVerdict.Rejected));
        Assert.That(canceled.Outcome.Error!.InnerException, Is.InstanceOf<ArgumentException>());
        Assert.That(Client.RequestCount, Is.Zero);
    }

    [Test]
    public void Bad_arguments_are_refused_at_once()
    {
        Assert.That(() => { TaskClientExtensions.RunToCompletionAsync(null!, _ => Task.FromResult<TaskId>("t")); }, Throws.ArgumentNullException);
        Assert.That(() => { Client.RunToCompletionAsync((Func<CancellationToken, Task<TaskId>>)null!); }, Throws.ArgumentNullException);
        Assert.That(() => Client.RunToCompletionAsync(_ => (Task<TaskId>)null!), Throws.InvalidOperationException);
        Assert.That(Timers.Left, Is.Zero);
    }
}
