namespace TaskCancellation.Core.Tests.Cancellation;

public sealed class CancelWaitTests : WaitFixture
{
    [Test]
    public async Task An_accepted_cancel_is_followed_until_the_service_says_canceled()
    {
        Client.ReadsGive(Some.Task("t"), Some.Task("t", TaskState.Canceling), Some.Task("t", TaskState.Canceled));

        var outcome = await CancelAndWaitAsync();

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(outcome.Snapshot, Is.EqualTo(Some.Task("t", TaskState.Canceled)));
        Assert.That(Client.ReadSeconds, Is.EqualTo([1, 2.5, 4.75]));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    [TestCase(TaskState.Succeeded)]
    [TestCase(TaskState.Failed)]
    public async Task A_task_that_ends_by_itself_in_spite_of_it_completed_first(TaskState end)
    {
        Client.ReadsGive(Some.Task("t", TaskState.Canceling), Some.Task("t", end));

        var outcome = await CancelAndWaitAsync();

        Assert.That((outcome.Verdict, outcome.Snapshot?.State), Is.EqualTo((CancellationVerdict.CompletedFirst, end)));
    }

    [Test]
    public async Task An_end_that_the_service_lost_track_of_is_only_ended()
    {
        Client.ReadsGive(Some.Task("t", TaskState.Failed) with { IsEndUnknown = true });

        Assert.That((await CancelAndWaitAsync()).Verdict, Is.EqualTo(CancellationVerdict.Ended));
    }

    [Test]
    public async Task At_the_deadline_the_task_is_still_running_and_its_last_snapshot_is_attached()
    {
        Client.ReadsGive(Some.Task("t"), Some.Task("t", TaskState.Canceling));

        var outcome = await CancelAndWaitAsync(Within(5));

        Assert.That((outcome.Verdict, outcome.Snapshot?.State, outcome.Error), Is.EqualTo((CancellationVerdict.StillRunning, TaskState.Canceling, default(TaskRequestException))));
        Assert.That(Client.ReadSeconds, Is.EqualTo([1, 2.5, 4.75, 5]));
    }

    [Test]
    public async Task A_time_out_of_zero_looks_once()
    {
        Client.ReadsGive(Some.Task("t", TaskState.Canceled));

        Assert.That((await CancelAndWaitAsync(Within(0))).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Client.ReadSeconds, Is.EqualTo([0.0]));
    }

    [Test]
    public async Task A_first_delay_past_the_deadline_still_looks_once_at_the_deadline()
    {
        Client.ReadsGive(Some.Task("t"));

        await CancelAndWaitAsync(Within(2) with { FirstDelay = Some.Seconds(30) });

        Assert.That(Client.ReadSeconds, Is.EqualTo([2.0]));
    }

    [Test]
    public async Task A_task_that_was_seen_and_vanishes_has_ended()
    {
        Client.ReadsGive(Some.Task("t", TaskState.Canceling), null);

        var outcome = await CancelAndWaitAsync();

        Assert.That((outcome.Verdict, outcome.Snapshot?.State), Is.EqualTo((CancellationVerdict.Ended, TaskState.Canceling)));
    }

    [TestCase(true, CancellationVerdict.NotFound)]
    [TestCase(false, CancellationVerdict.Ended)]
    public async Task A_task_that_was_never_seen_was_there_only_if_the_acknowledgement_says_so(bool acknowledgesUnknownIds, CancellationVerdict expected)
    {
        Client.Can = Client.Can with { AcknowledgesUnknownIds = acknowledgesUnknownIds };
        Client.ReadsGive([null]);

        Assert.That((await CancelAndWaitAsync()).Verdict, Is.EqualTo(expected));
    }

    [Test]
    public async Task Passing_read_errors_are_waited_out_and_forgotten()
    {
        Client.ReadsGive(Some.Error(), Some.Error(TaskErrorReason.Throttled, retryAfter: 9), Some.Task("t", TaskState.Canceled));

        var outcome = await CancelAndWaitAsync();

        Assert.That((outcome.Verdict, outcome.Error), Is.EqualTo((CancellationVerdict.Canceled, default(TaskRequestException))));
        Assert.That(Client.ReadSeconds, Is.EqualTo([1, 2.5, 11.5]));
    }

    [Test]
    public async Task A_passing_read_error_at_the_deadline_is_attached_and_the_verdict_is_kept()
    {
        var failure = Some.Error(TaskErrorReason.Connection);
        Client.ReadsGive(failure);

        var outcome = await CancelAndWaitAsync(Within(3));

        Assert.That((outcome.Verdict, outcome.Error), Is.EqualTo((CancellationVerdict.Accepted, failure)));
    }

    [Test]
    public async Task A_passing_error_after_a_look_leaves_still_running_with_that_look()
    {
        var failure = Some.Error();
        Client.ReadsGive(Some.Task("t"), failure);

        var outcome = await CancelAndWaitAsync(Within(3));

        Assert.That((outcome.Verdict, outcome.Snapshot, outcome.Error), Is.EqualTo((CancellationVerdict.StillRunning, Some.Task("t"), failure)));
    }

    [Test]
    public async Task A_read_error_that_repeating_does_not_mend_ends_the_wait_with_the_verdict_kept()
    {
        var failure = Some.Error(TaskErrorReason.Authorization);
        Client.ReadsGive(Some.Task("t"), failure);

        var outcome = await CancelAndWaitAsync();

        Assert.That((outcome.Verdict, outcome.Snapshot, outcome.Error), Is.EqualTo((CancellationVerdict.Accepted, Some.Task("t"), failure)));
        Assert.That(Client.Reads, Has.Count.EqualTo(2));
        Assert.That(Now, Is.LessThan(3));
    }

    [Test]
    public async Task An_unknown_state_is_polled_on_and_a_move_backwards_is_waited_through()
    {
        Client.ReadsGive(Some.Task("t", TaskState.Unknown), Some.Task("t", TaskState.Canceling), Some.Task("t", TaskState.Pending), Some.Task("t", TaskState.Canceled));

        Assert.That((await CancelAndWaitAsync()).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Client.Reads, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Hints_are_respected_and_none_is_asked_past_the_deadline()
    {
        Client.ReadsGive(Some.Task("t") with { PollAfter = Some.Seconds(6) }, Some.Task("t") with { PollAfter = Some.Seconds(50) });

        var outcome = await CancelAndWaitAsync(Within(20));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.StillRunning));
        Assert.That(Client.ReadSeconds, Is.EqualTo([1.0, 7]));
    }

    [Test]
    public async Task A_hint_shorter_than_a_timer_counts_makes_no_loop_without_pauses()
    {
        Client.OnRead = (id, nth, _) => nth < 1000
            ? Task.FromResult<TaskSnapshot?>(Some.Task(id) with { PollAfter = TimeSpan.FromTicks(1) })
            : throw new InvalidOperationException("Asked without a pause.");

        Assert.That((await CancelAndWaitAsync(Within(2))).Verdict, Is.EqualTo(CancellationVerdict.StillRunning));
    }

    [Test]
    public async Task A_hint_in_the_reply_to_the_cancel_is_respected_too()
    {
        Client.OnCancel = (request, _) => Task.FromResult(new CancelReply { Items = [new CancelReplyItem("t", CancelDisposition.Acknowledged, Some.Task("t", TaskState.Canceling) with { PollAfter = Some.Seconds(7) })] });
        Client.ReadsGive(Some.Task("t", TaskState.Canceled));

        await CancelAndWaitAsync();

        Assert.That(Client.ReadSeconds, Is.EqualTo([7.0]));
    }

    [Test]
    public async Task Looks_keep_the_interval_that_the_service_allows()
    {
        PaceIs(minInterval: 10);
        Client.ReadsGive(Some.Task("t"));

        await CancelAndWaitAsync(Within(25));

        Assert.That(Client.ReadSeconds, Is.EqualTo([1.0, 11, 21]));
    }

    [Test]
    public async Task A_read_that_hangs_is_given_up_five_seconds_after_the_deadline()
    {
        Client.ReadsHang();

        var outcome = await CancelAndWaitAsync(Within(3));

        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.Accepted, (TaskErrorReason?)TaskErrorReason.Timeout)));
        Assert.That(Now, Is.InRange(8, 8.2));
        Assert.That(Client.Reads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_read_that_hangs_takes_nothing_from_those_that_did_not()
    {
        Client.Tasks.AddRange([Some.Task("a"), Some.Task("b")]);
        Client.OnRead = async (id, _, token) =>
        {
            await Task.Delay(id == "a" ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, Clock, token);
            return Some.Task(id, TaskState.Canceled);
        };

        var report = await OnClockAsync(() => Client.CancelAndWaitAsync(new TaskFilter { Ids = ["a", "b"] }, waitOptions: Within(5)));

        Assert.That(report.Outcomes.Select(outcome => outcome.Verdict), Is.EqualTo([CancellationVerdict.Accepted, CancellationVerdict.Canceled]));
    }

    [Test]
    public async Task A_definite_verdict_needs_no_look()
    {
        Client.OnCancel = (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Denied));

        Assert.That((await CancelAndWaitAsync()).Verdict, Is.EqualTo(CancellationVerdict.Denied));
        Assert.That(Client.Reads, Is.Empty);
    }

    [Test]
    public async Task What_was_never_sent_is_not_waited_for()
    {
        Client.CancelsFail(Some.Error(TaskErrorReason.Connection, RequestDelivery.NotSent));

        Assert.That((await CancelAndWaitAsync()).Verdict, Is.EqualTo(CancellationVerdict.NotAttempted));
        Assert.That(Client.Reads, Is.Empty);
    }

    [Test]
    public void The_token_ends_the_wait_and_the_cancel_goes_on()
    {
        using var source = new CancellationTokenSource(Some.Seconds(2), Clock);
        Client.ReadsGive(Some.Task("t"));

        Assert.That(() => CancelAndWaitAsync(token: source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Canceled_by_another_before_ours_was_taken_is_already_canceled([Values] bool isOurs, [Values(-1, 0, 1)] int finishedAfter)
    {
        Client.OnCancel = (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged) with { ServiceTask = 100, AcceptedAt = Some.Noon });
        Client.ReadsGive(Some.Task("t", TaskState.Canceled) with { CanceledBy = isOurs ? 100 : 99, FinishedAt = Some.Noon.AddSeconds(finishedAfter) });

        var outcome = await CancelAndWaitAsync();

        Assert.That(outcome.Verdict, Is.EqualTo(!isOurs && finishedAfter <= 0 ? CancellationVerdict.AlreadyCanceled : CancellationVerdict.Canceled));
    }
}
