namespace TaskCancellation.Core.Tests.Cancellation;

public sealed class LostReplyTests
{
    private readonly ScriptedTaskClient client = new();
    private readonly TaskRequestException lost = Some.LostReply();

    [SetUp]
    public void The_reply_is_lost()
    {
        client.Can = Scripted.ByFilter with { IdsPerRequest = 10 };
        client.CancelsFail(lost);
    }

    [TestCase(TaskState.Canceled, CancellationVerdict.Canceled)]
    [TestCase(TaskState.Canceling, CancellationVerdict.Accepted)]
    [TestCase(TaskState.Succeeded, CancellationVerdict.CompletedFirst)]
    [TestCase(TaskState.Failed, CancellationVerdict.CompletedFirst)]
    [TestCase(TaskState.Running, CancellationVerdict.Indeterminate)]
    [TestCase(TaskState.Unknown, CancellationVerdict.Indeterminate)]
    [TestCase(null, CancellationVerdict.Indeterminate)]
    [Category("Finding K5")]
    public async Task Reading_each_target_settles_what_it_can(TaskState? state, CancellationVerdict verdict)
    {
        if (state is { } known)
        {
            client.Tasks.Add(Some.Task("t", known));
        }

        var reply = await client.ReconcileByReading(new CancelRequest { Targets = ["t"] });
        client.OnReconcile = _ => reply;

        var outcome = (await client.CancelAsync("t")).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Snapshot?.State), Is.EqualTo((verdict, state)));
        Assert.That(outcome.Error, Is.SameAs(lost), "what the cancel met with stays, whatever reading shows");
    }

    [TestCase(TaskErrorReason.Connection, RequestDelivery.MaybeSent, false, ExpectedResult = true)]
    [TestCase(TaskErrorReason.Conflict, RequestDelivery.Answered, true, ExpectedResult = true)]
    [TestCase(TaskErrorReason.Authorization, RequestDelivery.Answered, false, ExpectedResult = false)]
    [TestCase(TaskErrorReason.Connection, RequestDelivery.NotSent, false, ExpectedResult = false)]
    public async Task<bool> Whom_else_a_lost_cancel_has_disturbed_is_not_known_and_a_refused_one_disturbed_nobody(TaskErrorReason reason, RequestDelivery delivery, bool isAmbiguous)
    {
        client.Can = client.Can with { CancelAffectsOthers = true };
        client.Tasks.Add(Some.Task("t", TaskState.Canceled));
        client.CancelsFail(Some.Error(reason, delivery, isAmbiguous));

        return (await client.CancelAsync("t")).Accepted.IsCollateralUnknown;
    }

    [Test]
    public async Task What_is_reconciled_is_the_request_that_was_lost()
    {
        await client.CancelAsync("t");

        Assert.That(client.Reconciles, Is.EqualTo(client.Cancels));
    }

    [Test]
    public async Task A_failed_read_leaves_it_indeterminate_with_both_errors()
    {
        var reading = Some.Error(TaskErrorReason.Authorization);
        client.OnReconcile = _ => throw reading;

        var outcome = (await client.CancelAsync("t")).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Error!.Reason), Is.EqualTo((CancellationVerdict.Indeterminate, TaskErrorReason.Connection)));
        Assert.That(outcome.Error.Message, Does.Contain("scripted Connection").And.Contain("scripted Authorization"));
        Assert.That(((AggregateException)outcome.Error.InnerException!).InnerExceptions, Is.EqualTo(new[] { lost, reading }));
    }

    [Test]
    public void Reading_each_target_fails_with_the_first_read_that_fails()
    {
        var reading = Some.Error();
        client.ReadsGive(reading);

        Assert.That(() => client.ReconcileByReading(new CancelRequest { Targets = ["t", "u"] }), Throws.Exception.SameAs(reading));
    }

    [Test]
    public async Task Reading_each_target_tells_nothing_of_a_cancel_by_filter()
    {
        Assert.That(await client.ReconcileByReading(new CancelRequest { Filter = client.Translate(Some.Kinds("k")) }), Is.Null);
        Assert.That(client.RequestCount, Is.Zero);
    }

    [Test]
    public async Task A_target_that_the_reconciled_reply_leaves_out_is_indeterminate()
    {
        client.Tasks.AddRange([Some.Task(1), Some.Task(2)]);
        client.OnReconcile = request => new CancelReply { Items = [new CancelReplyItem(request.Targets[1], CancelDisposition.Acknowledged)] };

        var report = (await client.CancelAsync(new TaskFilter { Ids = [1, 2] })).Accepted;

        Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "1: Indeterminate", "2: Accepted" }));
        Assert.That(report.Outcomes[0].Error, Is.SameAs(lost));
    }

    [Test]
    public async Task A_refusal_found_by_reading_does_not_say_that_nothing_was_done()
    {
        client.OnReconcile = request => CancelReply.ForEach(request, CancelDisposition.NotFound);

        Assert.That((await client.CancelAsync("t")).Accepted.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
    }

    [Test]
    public async Task A_lost_filter_cancel_that_reading_cannot_settle_is_indeterminate_as_a_whole()
    {
        var operation = await client.CancelAsync(Some.Kinds("k"));

        Assert.That((operation.Accepted.IsIndeterminate, operation.Accepted.IsComplete, operation.Accepted.AllCanceled), Is.EqualTo((true, false, false)));
        Assert.That(operation.Accepted.Error, Is.SameAs(lost));
        Assert.That((await operation.WaitForCompletionAsync()).IsIndeterminate, Is.True);
        Assert.That(client.Reads, Is.Empty);
    }

    [Test]
    public async Task A_lost_filter_cancel_whose_read_back_fails_keeps_both_errors()
    {
        client.OnReconcile = _ => throw Some.Error(TaskErrorReason.Authorization);

        var report = (await client.CancelAsync(Some.Kinds("k"))).Accepted;

        Assert.That(report.Error?.Message, Does.Contain("scripted Connection").And.Contain("scripted Authorization"));
    }

    [Test]
    public async Task A_lost_filter_cancel_that_is_found_again_goes_on_as_if_answered()
    {
        client.OnReconcile = _ => new CancelReply { ServiceTask = 7, MatchedCount = 3, FollowsAmbiguousAttempt = true };

        var operation = await client.CancelAsync(Some.Kinds("k"));

        Assert.That((operation.ServiceTask, operation.Accepted.MatchedCount, operation.Accepted.IsIndeterminate, operation.Accepted.Error), Is.EqualTo(((TaskId?)7, (long?)3, false, default(TaskRequestException))));
    }

    [Test]
    public async Task What_reading_back_a_filter_cancel_finds_is_never_already_canceled()
    {
        client.OnReconcile = _ => new CancelReply { Items = [new CancelReplyItem("t", CancelDisposition.AlreadyEnded, Some.Task("t", TaskState.Canceled))] };

        Assert.That((await client.CancelAsync(Some.Kinds("k"))).Accepted.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [TestCase(TaskErrorReason.InvalidRequest, RequestDelivery.Answered)]
    [TestCase(TaskErrorReason.Authorization, RequestDelivery.Answered)]
    [TestCase(TaskErrorReason.Throttled, RequestDelivery.Answered)]
    [TestCase(TaskErrorReason.Connection, RequestDelivery.NotSent)]
    public void A_definite_refusal_of_a_filter_cancel_is_thrown(TaskErrorReason kind, RequestDelivery delivery)
    {
        var refusal = Some.Error(kind, delivery);
        client.CancelsFail(refusal);

        Assert.That(() => client.CancelAsync(Some.Kinds("k")), Throws.Exception.SameAs(refusal));
        Assert.That(client.Reconciles, Is.Empty);
    }
}
