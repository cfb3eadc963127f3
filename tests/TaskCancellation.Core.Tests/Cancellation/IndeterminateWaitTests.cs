namespace TaskCancellation.Core.Tests.Cancellation;

public sealed class IndeterminateWaitTests : WaitFixture
{
    private static readonly WaitOptions Forever = Scripted.Exactly with { Timeout = Timeout.InfiniteTimeSpan };

    [SetUp]
    public void The_reply_is_lost() => Client.CancelsFail(Some.LostReply());

    [TestCase(TaskState.Canceled, CancellationVerdict.Canceled)]
    [TestCase(TaskState.Succeeded, CancellationVerdict.CompletedFirst)]
    public async Task A_later_end_settles_it(TaskState end, CancellationVerdict verdict)
    {
        Client.ReadsGive(Some.Task("t"), Some.Task("t", end));

        var outcome = await CancelAndWaitAsync(Forever);

        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((verdict, (TaskErrorReason?)TaskErrorReason.Connection)));
    }

    [Test]
    public async Task At_the_deadline_it_stays_indeterminate_with_the_last_snapshot()
    {
        Client.ReadsGive(Some.Task("t"));

        var outcome = await CancelAndWaitAsync(Within(5));

        Assert.That((outcome.Verdict, outcome.Snapshot), Is.EqualTo((CancellationVerdict.Indeterminate, Some.Task("t"))));
    }

    [Test]
    public async Task The_first_look_heeds_the_Retry_After_of_the_lost_cancel()
    {
        Client.CancelsFail(Some.Error(retryAfter: 20));
        Client.ReadsGive(Some.Task("t", TaskState.Canceled));

        await CancelAndWaitAsync(Forever);

        Assert.That(Client.ReadSeconds, Is.EqualTo([20]));
    }

    [Test]
    public async Task The_first_look_heeds_the_Retry_After_of_the_read_that_was_to_settle_the_cancel()
    {
        Client.OnReconcile = _ => throw Some.Error(TaskErrorReason.Throttled, retryAfter: 30);
        Client.ReadsGive(Some.Task("t", TaskState.Canceled));

        await CancelAndWaitAsync(Forever);

        Assert.That(Client.ReadSeconds, Is.EqualTo([30]));
    }

    [Test]
    public async Task A_Retry_After_of_one_task_does_not_keep_the_others_from_being_looked_at()
    {
        Client.ReadsGive(Some.Task("t", TaskState.Canceled));
        CancellationOutcome[] outcomes =
        [
            new() { Target = "refused", Verdict = CancellationVerdict.Indeterminate, Error = Some.Error(retryAfter: 3600) },
            new() { Target = "t", Verdict = CancellationVerdict.Accepted },
        ];
        var operation = Client.Restore(new CancellationOperationState { ServiceName = Scripted.ServiceName, Accepted = new CancellationReport { Outcomes = outcomes } });

        var report = await OnClockAsync(() => operation.WaitForCompletionAsync(Within(5)));

        Assert.That(report.Outcomes[1].Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public async Task A_Retry_After_past_the_deadline_leaves_no_look_at_all()
    {
        Client.CancelsFail(Some.Error(retryAfter: 20));
        Client.ReadsGive(Some.Task("t", TaskState.Canceled));

        Assert.That((await CancelAndWaitAsync(Within(5))).Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
        Assert.That((Client.Reads.Count, Now), Is.EqualTo((0, 0.0)), "there was nothing to wait for");
    }

    [Test]
    public async Task A_task_that_was_seen_and_vanishes_has_ended_even_without_a_deadline()
    {
        Client.ReadsGive(Some.Task("t"), null);

        var outcome = await CancelAndWaitAsync(Forever);

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Ended));
        Assert.That(Client.Reads, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_task_that_was_never_seen_stays_indeterminate_and_is_not_asked_for_ever()
    {
        Client.ReadsGive([null]);

        var outcome = await CancelAndWaitAsync(Forever);

        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.Indeterminate, (TaskErrorReason?)TaskErrorReason.Connection)));
        Assert.That(Client.Reads, Has.Count.EqualTo(1));
    }
}
