using TaskCancellation.Testing;

namespace TaskCancellation.Model.Tests.Histories;

/// <summary>What may be read of a task, one call after another and at once.</summary>
internal sealed class StateHistoryTests : HistoryCase
{
    [Test]
    public void An_empty_history_fits() => Fits();

    [Test]
    public void A_task_that_runs_and_ends_fits()
    {
        Observe(TaskState.Pending);
        Show(Find(), TaskState.Running);
        Observe(TaskState.Succeeded);
        Show(Find(), TaskState.Succeeded);
        Fits();
    }

    [Test]
    public void What_has_ended_does_not_run_again()
    {
        Observe(TaskState.Succeeded);
        Show(Find(), TaskState.Running);
        FailsAt(3, "Just before it, 7 could only be: Succeeded, gone");
    }

    [Test]
    public void What_has_succeeded_has_not_failed()
    {
        Observe(TaskState.Succeeded);
        Observe(TaskState.Failed);
        FailsAt(2, "No start, end or cancel");
    }

    [Test]
    public void A_stale_read_does_not_fit()
    {
        Observe(TaskState.Running);
        Observe(TaskState.Succeeded);
        Show(Find(), TaskState.Running);
        FailsAt(4, "the task was Running, at some moment between line 3 and this one");
    }

    [Test]
    public void A_stale_read_fits_where_the_service_has_such()
    {
        Take(HistoryFaults.StaleRead);
        Observe(TaskState.Running);
        Observe(TaskState.Succeeded);
        Show(Find(), TaskState.Running);
        Fits();
    }

    [Test]
    public void Even_a_stale_read_shows_nothing_that_never_was()
    {
        Take(HistoryFaults.StaleRead);
        Observe(TaskState.Running);
        Observe(TaskState.Succeeded);
        Show(Find(), TaskState.Failed);
        FailsAt(4, "the task was Failed");
    }

    [Test]
    public void A_read_may_show_what_changed_while_it_ran()
    {
        Observe(TaskState.Running);
        var find = Find();
        Observe(TaskState.Succeeded);
        Show(find, TaskState.Running);
        Fits();
    }

    [Test]
    public void Two_reads_at_once_may_show_two_states()
    {
        Observe(TaskState.Running);
        var (first, second) = (Find(), Find());
        Show(second, TaskState.Succeeded);
        Show(first, TaskState.Running);
        Fits();
    }

    [Test]
    public void Of_two_reads_one_after_the_other_the_second_is_not_the_older()
    {
        Observe(TaskState.Running);
        Show(Find(), TaskState.Succeeded);
        Show(Find(), TaskState.Running);
        FailsAt(6, "could only be: Succeeded, gone");
    }

    [Test]
    public void Not_found_fits_before_a_task_is_there_and_after()
    {
        Show(Find(), null);
        Observe(TaskState.Running);
        Observe(TaskState.Succeeded);
        History.ObserveNone(Id);
        Show(Find(), null);
        Fits();
    }

    [Test]
    public void What_is_there_is_found()
    {
        Observe(TaskState.Running);
        Show(Find(), null);
        Observe(TaskState.Running);
        FailsAt(5, "could only be: gone");
    }

    [Test]
    public void What_is_hidden_is_not_found_where_the_service_hides()
    {
        Take(HistoryFaults.HiddenTask);
        Observe(TaskState.Running);
        Show(Find(), null);
        Observe(TaskState.Running);
        Fits();
    }

    [Test]
    public void What_is_gone_does_not_come_back()
    {
        Observe(TaskState.Succeeded);
        History.ObserveNone(Id);
        Observe(TaskState.Running);
        FailsAt(3, "could only be: gone");
    }

    [Test]
    public void An_id_may_be_given_again_where_the_service_does_so()
    {
        Take(reusesIds: true);
        Observe(TaskState.Succeeded);
        History.ObserveNone(Id);
        Observe(TaskState.Running);
        Fits();
    }

    [Test]
    public void Tasks_are_apart_from_each_other()
    {
        Observe(TaskState.Succeeded);
        Observe(TaskState.Running, "8");
        Show(Find("8"), TaskState.Running, "8");
        Fits();
    }

    [Test]
    public void The_state_of_another_task_does_not_fit()
    {
        Observe(TaskState.Succeeded);
        Observe(TaskState.Running, "8");
        var find = Find();
        find.Shows("8", TaskState.Running);
        find.Returns();
        FailsAt(4, "7 was asked for.");
    }

    [Test]
    public void The_steps_are_those_of_the_service()
    {
        Take(lifecycle: CancelEndsAtOnce);
        Observe(TaskState.Running);
        Observe(TaskState.Pending);
        FailsAt(2, "could only be: Running, Succeeded, gone");
    }

    [Test]
    public void A_state_that_nobody_knows_fits_before_any_end()
    {
        Observe(TaskState.Running);
        Observe(TaskState.Unknown);
        Observe(TaskState.Failed);
        Fits();
    }

    [Test]
    public void A_watch_shows_a_task_in_the_order_of_its_states()
    {
        Take(lifecycle: CancelEndsAtOnce);
        var watch = History.Begin(HistoryVerb.Watch);
        Observe(TaskState.Pending);
        Observe(TaskState.Running);
        watch.Shows(Id, TaskState.Running);
        watch.Shows(Id, TaskState.Pending);
        FailsAt(5, "after what the call showed of it before");
    }

    [Test]
    public void A_wait_returns_what_has_ended()
    {
        var wait = History.Begin(HistoryVerb.Wait, Id);
        Show(wait, TaskState.Running);
        FailsAt(2, "A wait returns a task that has ended.");
    }

    [Test]
    public void A_wait_may_find_that_there_is_no_such_task()
    {
        History.ObserveNone(Id);
        History.Begin(HistoryVerb.Wait, Id).Throws(new TaskNotFoundException("No task 7.", Id));
        Fits();
    }

    [Test]
    public void A_wait_does_not_lose_a_task_that_is_there()
    {
        Observe(TaskState.Running);
        History.Begin(HistoryVerb.Wait, Id).Throws(new TaskNotFoundException("No task 7.", Id));
        Observe(TaskState.Running);
        FailsAt(4, "could only be: gone");
    }
}
