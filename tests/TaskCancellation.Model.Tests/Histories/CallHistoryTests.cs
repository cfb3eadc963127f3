using TaskCancellation.Testing;

namespace TaskCancellation.Model.Tests.Histories;

/// <summary>What a call promises whatever happens to the tasks.</summary>
internal sealed class CallHistoryTests : HistoryCase
{
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };

    [Test]
    public void Every_task_that_was_asked_for_has_an_outcome()
    {
        var cancel = Cancel();
        cancel.Returns();
        FailsAt(2, "7 was asked for and has no outcome.");
    }

    [Test]
    public void No_task_has_two_outcomes()
    {
        var cancel = Cancel();
        cancel.Answers(Id, CancellationVerdict.Accepted);
        cancel.Answers(Id, CancellationVerdict.Accepted);
        FailsAt(3, "7 has an outcome already.");
    }

    [Test]
    public void No_task_that_was_not_asked_for_has_an_outcome()
    {
        Say(Cancel(), CancellationVerdict.Accepted, id: "8");
        FailsAt(2, "the next was to be that of 7");
    }

    [Test]
    public void A_batch_answers_in_the_order_of_its_input()
    {
        var batch = History.Begin(HistoryVerb.CancelMany);
        batch.Asks("7");
        batch.Asks("8");
        batch.Answers("8", CancellationVerdict.Accepted);
        batch.Answers("7", CancellationVerdict.Accepted);
        FailsAt(4, "Outcomes come in the order of the question");
    }

    [Test]
    public void A_batch_answers_for_a_task_as_often_as_it_was_given()
    {
        var batch = History.Begin(HistoryVerb.CancelMany);
        batch.Asks("7");
        batch.Asks("7");
        batch.Answers("7", CancellationVerdict.Accepted);
        batch.Returns();
        FailsAt(5, "7 was asked for and has no outcome.");
    }

    [Test]
    public void A_batch_of_what_was_given_twice_fits()
    {
        Observe(TaskState.Running);
        var batch = History.Begin(HistoryVerb.CancelMany);
        batch.Asks("7");
        batch.Asks("7");
        batch.Answers("7", CancellationVerdict.Canceled);
        batch.Answers("7", CancellationVerdict.Canceled);
        batch.Returns();
        Fits();
    }

    [Test]
    public void What_a_filter_cancels_matches_it()
    {
        History.Observe(new TaskSnapshot { Id = Id, State = TaskState.Running, Scope = "books" });
        var cancel = History.Begin(HistoryVerb.Cancel);
        cancel.Filter = Movies;
        Say(cancel, CancellationVerdict.Accepted);
        FailsAt(3, "7 is not of the filter");
    }

    [Test]
    public void What_a_filter_does_not_match_is_not_canceled_by_it()
    {
        History.Observe(new TaskSnapshot { Id = Id, State = TaskState.Running, Scope = "books" });
        History.Begin(HistoryVerb.Cancel).Filter = Movies;
        Observe(TaskState.Canceled);
        FailsAt(3, "7 could only be");
    }

    [Test]
    public void What_a_filter_matches_may_be_canceled_by_it()
    {
        History.Observe(new TaskSnapshot { Id = Id, State = TaskState.Running, Scope = "movies" });
        History.Begin(HistoryVerb.Cancel).Filter = Movies;
        Observe(TaskState.Canceled);
        Fits();
    }

    [Test]
    public void A_list_shows_all_that_matches()
    {
        History.Observe(new TaskSnapshot { Id = Id, State = TaskState.Running, Scope = "movies" });
        var list = History.Begin(HistoryVerb.List);
        list.Filter = Movies;
        list.Returns();
        Observe(TaskState.Running);
        FailsAt(4, "could only be: Succeeded, Failed, ended in an unknown way, gone");
    }

    [Test]
    public void A_list_need_not_show_what_has_ended_meanwhile()
    {
        History.Observe(new TaskSnapshot { Id = Id, State = TaskState.Running, Scope = "movies" });
        var list = History.Begin(HistoryVerb.List);
        list.Filter = Movies;
        Observe(TaskState.Succeeded);
        list.Returns();
        Fits();
    }

    [Test]
    public void A_watch_ends_when_all_has_ended()
    {
        History.Observe(new TaskSnapshot { Id = Id, State = TaskState.Running, Scope = "movies" });
        var watch = History.Begin(HistoryVerb.Watch);
        watch.Filter = Movies;
        watch.Shows(Id, TaskState.Running);
        watch.Returns();
        Observe(TaskState.Running);
        FailsAt(5, "could only be: Succeeded, Failed, ended in an unknown way, gone");
    }

    [Test]
    public void A_wait_ends_at_its_deadline()
    {
        var wait = Wait(Cancel(), TimeSpan.FromSeconds(10));
        Clock.Advance(TimeSpan.FromSeconds(16));
        Say(wait, CancellationVerdict.StillRunning, TaskState.Running);
        FailsAt(4, "The deadline was 00:00:10 after line 2");
    }

    [Test]
    public void A_read_at_the_deadline_may_take_a_few_seconds()
    {
        var wait = Wait(Cancel(), TimeSpan.FromSeconds(10));
        Clock.Advance(TimeSpan.FromSeconds(14));
        Say(wait, CancellationVerdict.StillRunning, TaskState.Running);
        Fits();
    }

    [Test]
    public void A_wait_does_not_give_up_before_its_deadline()
    {
        var wait = Wait(Cancel(), TimeSpan.FromSeconds(10));
        Clock.Advance(TimeSpan.FromSeconds(5));
        Say(wait, CancellationVerdict.StillRunning, TaskState.Running);
        FailsAt(4, "gives up 00:00:05 before its deadline");
    }

    [Test]
    public void A_wait_may_end_early_when_the_service_asks_for_a_longer_pause()
    {
        var wait = Wait(Cancel(), TimeSpan.FromSeconds(10));
        Clock.Advance(TimeSpan.FromSeconds(5));
        wait.Answers(new CancellationOutcome
        {
            Target = Id,
            Verdict = CancellationVerdict.StillRunning,
            Snapshot = new TaskSnapshot { Id = Id, State = TaskState.Running, PollAfter = TimeSpan.FromSeconds(30) },
        });
        wait.Returns();
        Fits();
    }

    [Test]
    public void A_token_that_fired_ends_the_call()
    {
        var cancel = Cancel();
        cancel.TokenFires();
        Clock.Advance(TimeSpan.FromSeconds(6));
        Say(cancel, CancellationVerdict.Accepted);
        FailsAt(4, "The token of the caller fired in line 2");
    }

    [Test]
    public void Only_a_token_that_fired_makes_a_call_canceled()
    {
        Cancel().Throws(new OperationCanceledException());
        FailsAt(2, "The token of the caller has not fired");
    }

    [Test]
    public void What_is_not_documented_is_not_thrown()
    {
        Find().Throws(new InvalidOperationException("Oops."));
        FailsAt(2, "Find is not documented to throw that.");
    }

    [Test]
    public void A_cancel_of_one_task_reports_its_failures()
    {
        Cancel().Throws(new TaskRequestException("Refused."));
        FailsAt(2, "Cancel is not documented to throw that.");
    }

    [Test]
    public void A_verdict_goes_with_its_snapshot()
    {
        Say(Cancel(), CancellationVerdict.Canceled, TaskState.Succeeded);
        FailsAt(2, "Canceled does not go with a task that is Succeeded.");
    }

    [Test]
    public void Only_a_wait_says_that_a_task_is_still_running()
    {
        Say(Cancel(), CancellationVerdict.StillRunning, TaskState.Running);
        FailsAt(2, "Only a wait can say so.");
    }

    [Test]
    public void The_first_line_that_fails_is_named()
    {
        Observe(TaskState.Succeeded);
        Observe(TaskState.Running);
        Cancel("8").Returns();
        FailsAt(2, "7 is Running");
    }

    [Test]
    public void What_a_person_needs_is_in_the_message()
    {
        Observe(TaskState.Running);
        Observe(TaskState.Running, "8");
        var cancel = Cancel();
        Clock.Advance(TimeSpan.FromSeconds(2));
        Say(cancel, CancellationVerdict.Canceled, TaskState.Canceled);
        Observe(TaskState.Running);
        Assert.That(History.Check().ToString().ReplaceLineEndings("\n"), Is.EqualTo("""
            Line 6 cannot be: 7 is Running
              No start, end or cancel that the history allows leads there.
              Just before it, 7 could only be: Canceled, gone
              What is known of it:
                  1       0.000 s  7 is Running
                  3       0.000 s  call 1, Cancel(7): begins
                  4       2.000 s  call 1, Cancel(7): answers 7: Canceled (Canceled)
                  5       2.000 s  call 1, Cancel(7): returns
             >    6       2.000 s  7 is Running

            """.ReplaceLineEndings("\n")));
    }
}
