using TaskCancellation.Testing;

namespace TaskCancellation.Model.Tests.Histories;

/// <summary>Which verdicts a cancel may give, one call after another and at once.</summary>
internal sealed class VerdictHistoryTests : HistoryCase
{
    [Test]
    public void A_cancel_that_is_accepted_and_takes_effect_fits()
    {
        Observe(TaskState.Running);
        var cancel = Cancel();
        Say(cancel, CancellationVerdict.Accepted);
        Observe(TaskState.Canceling);
        Observe(TaskState.Canceled);
        Say(Wait(cancel), CancellationVerdict.Canceled, TaskState.Canceled);
        Fits();
    }

    [Test]
    public void Accepted_is_not_canceled()
    {
        Observe(TaskState.Running);
        Say(Cancel(), CancellationVerdict.Canceled, TaskState.Canceled);
        Observe(TaskState.Canceling);
        FailsAt(5, "could only be: Canceled, gone");
    }

    [Test]
    public void A_completion_is_no_cancel()
    {
        Observe(TaskState.Running);
        Observe(TaskState.Succeeded);
        Say(Cancel(), CancellationVerdict.Canceled, TaskState.Canceled);
        FailsAt(4, "could only be: Succeeded, gone");
    }

    [Test]
    public void A_task_may_end_by_itself_in_spite_of_a_cancel()
    {
        Observe(TaskState.Running);
        var cancel = Cancel();
        Say(cancel, CancellationVerdict.Accepted);
        Observe(TaskState.Canceling);
        Observe(TaskState.Succeeded);
        Say(Wait(cancel), CancellationVerdict.CompletedFirst, TaskState.Succeeded);
        Fits();
    }

    [Test]
    public void Completed_first_needs_an_end()
    {
        Observe(TaskState.Running);
        Say(Cancel(), CancellationVerdict.CompletedFirst, TaskState.Succeeded);
        Observe(TaskState.Running);
        FailsAt(5, "could only be: Succeeded, gone");
    }

    [Test]
    public void Nothing_is_canceled_that_nobody_asked_for()
    {
        Observe(TaskState.Running);
        Observe(TaskState.Canceled);
        FailsAt(2, "7 could only be: Pending, Running, Succeeded, Failed, ended in an unknown way, gone");
    }

    [Test]
    public void Somebody_else_may_cancel_when_it_is_said()
    {
        Observe(TaskState.Running);
        History.ObserveCancel(Id);
        Observe(TaskState.Canceled);
        Fits();
    }

    [Test]
    public void Somebody_else_may_cancel_unsaid_where_that_is_granted()
    {
        Take(othersCancel: true);
        Observe(TaskState.Running);
        Observe(TaskState.Canceled);
        Fits();
    }

    [Test]
    public void Of_two_overlapping_cancels_both_may_claim_it()
    {
        Observe(TaskState.Running);
        var (first, second) = (Cancel(), Cancel());
        Say(first, CancellationVerdict.Canceled, TaskState.Canceled);
        Say(second, CancellationVerdict.Canceled, TaskState.Canceled);
        Fits();
    }

    [Test]
    public void Of_two_overlapping_cancels_one_may_find_the_other_done()
    {
        Observe(TaskState.Running);
        var (first, second) = (Cancel(), Cancel());
        Say(first, CancellationVerdict.AlreadyCanceled, TaskState.Canceled);
        Say(second, CancellationVerdict.Canceled, TaskState.Canceled);
        Fits();
    }

    [Test]
    public void Of_two_overlapping_cancels_not_both_find_the_other_done()
    {
        Observe(TaskState.Running);
        var (first, second) = (Cancel(), Cancel());
        Say(first, CancellationVerdict.AlreadyCanceled, TaskState.Canceled);
        Say(second, CancellationVerdict.AlreadyCanceled, TaskState.Canceled);
        FailsAt(6, "this call canceled nothing here");
    }

    [Test]
    public void A_cancel_that_began_when_all_was_done_does_not_claim_it()
    {
        Observe(TaskState.Running);
        Say(Cancel(), CancellationVerdict.Canceled, TaskState.Canceled);
        Say(Cancel(), CancellationVerdict.Canceled, TaskState.Canceled);
        FailsAt(6, "was not canceled yet when this was asked for");
    }

    [Test]
    public void It_may_claim_it_after_a_reply_was_lost()
    {
        Observe(TaskState.Running);
        Say(Cancel(), CancellationVerdict.Canceled, TaskState.Canceled);
        var second = Cancel();
        second.Faults = HistoryFaults.LostReply;
        Say(second, CancellationVerdict.Canceled, TaskState.Canceled);
        Fits();
    }

    [Test]
    public void A_cancel_in_doubt_may_take_effect_late()
    {
        Observe(TaskState.Running);
        Say(Cancel(), CancellationVerdict.Indeterminate);
        Observe(TaskState.Running);
        Observe(TaskState.Canceled);
        Fits();
    }

    [Test]
    public void A_cancel_that_was_rejected_takes_no_effect()
    {
        Observe(TaskState.Running);
        Say(Cancel(), CancellationVerdict.Rejected);
        Observe(TaskState.Canceled);
        FailsAt(5, "7 could only be");
    }

    [Test]
    public void A_cancel_that_took_effect_was_not_rejected()
    {
        Observe(TaskState.Running);
        var cancel = Cancel();
        Observe(TaskState.Canceled);
        Say(cancel, CancellationVerdict.Rejected);
        FailsAt(4, "this call canceled nothing here");
    }

    [Test]
    public void One_that_was_rejected_leaves_it_to_the_other()
    {
        Observe(TaskState.Running);
        var (first, second) = (Cancel(), Cancel());
        Say(first, CancellationVerdict.Denied);
        Observe(TaskState.Canceled);
        Say(second, CancellationVerdict.Canceled, TaskState.Canceled);
        Fits();
    }

    [Test]
    public void A_cancel_whose_token_fired_may_take_effect_late()
    {
        Observe(TaskState.Running);
        var cancel = Cancel();
        cancel.TokenFires();
        cancel.Throws(new OperationCanceledException());
        Observe(TaskState.Running);
        Observe(TaskState.Canceled);
        Fits();
    }

    [Test]
    public void A_cancel_that_has_not_returned_may_have_taken_effect()
    {
        Observe(TaskState.Running);
        Cancel();
        Observe(TaskState.Canceled);
        Fits();
    }

    [Test]
    public void What_was_never_attempted_takes_no_effect()
    {
        Observe(TaskState.Running);
        Say(Cancel(), CancellationVerdict.NotAttempted);
        Observe(TaskState.Canceling);
        FailsAt(5, "7 could only be");
    }

    [Test]
    public void Not_found_is_not_said_of_what_is_there()
    {
        Observe(TaskState.Running);
        Say(Cancel(), CancellationVerdict.NotFound);
        Observe(TaskState.Running);
        FailsAt(5, "could only be: gone");
    }

    [Test]
    public void Ended_may_be_said_of_what_is_gone()
    {
        Observe(TaskState.Running);
        var cancel = Cancel();
        Say(cancel, CancellationVerdict.Accepted);
        History.ObserveNone(Id);
        Say(Wait(cancel), CancellationVerdict.Ended);
        Fits();
    }

    [Test]
    public void Accepted_needs_a_cancel_that_was_taken()
    {
        Take(lifecycle: CancelEndsAtOnce);
        Observe(TaskState.Running);
        Say(Cancel(), CancellationVerdict.Accepted);
        Observe(TaskState.Running);
        FailsAt(5, "could only be: Succeeded, gone");
    }

    [Test]
    public void Not_cancelable_needs_a_state_that_refuses()
    {
        Take(lifecycle: CancelEndsAtOnce);
        Observe(TaskState.Pending);
        Say(Cancel(), CancellationVerdict.NotCancelable, TaskState.Pending);
        Observe(TaskState.Pending);
        FailsAt(5, "could only be: Running, Succeeded, gone");
    }

    [Test]
    public void Still_running_is_said_of_what_runs()
    {
        Observe(TaskState.Running);
        var cancel = Cancel();
        Say(cancel, CancellationVerdict.Accepted);
        Observe(TaskState.Failed);
        Say(Wait(cancel), CancellationVerdict.StillRunning, TaskState.Running);
        FailsAt(7, "the task had not ended when the wait last read it");
    }
}
