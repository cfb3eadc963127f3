namespace TaskCancellation.Core.Tests.Lifecycle;

public sealed class TaskLifecycleTests
{
    private static readonly TaskLifecycle Machine = Scripted.Lifecycle;

    [Test]
    public void A_state_is_found_by_its_name()
    {
        Assert.That(Machine.Find("Canceling"), Has.Property("State").EqualTo(TaskState.Canceling));
        Assert.That(Machine.Find("hibernating"), Is.Null);
    }

    [Test]
    public void A_snapshot_is_found_in_the_row_of_its_kind_before_that_of_all_kinds()
    {
        Assert.That(Machine.Find(Some.Task(1))?.Name, Is.EqualTo("Running"));
        Assert.That(Machine.Find(Some.Task(1, kind: "stubborn"))?.Name, Is.EqualTo("Running (stubborn)"));
        Assert.That(Machine.Find(Some.Task(1, kind: "other"))?.Name, Is.EqualTo("Running"));
    }

    [Test]
    public void A_snapshot_in_a_state_that_is_not_known_is_not_found()
    {
        Assert.That(Machine.Find(Some.Task(1, TaskState.Unknown)), Is.Null);
        Assert.That(Machine.Find(Some.Task(1) with { RawState = "hibernating" }), Is.Null);
        Assert.That(() => Machine.Find((TaskSnapshot)null!), Throws.ArgumentNullException);
    }

    [Test]
    public void All_states_shown_by_one_word_are_found() =>
        Assert.That(Machine.FindRaw("Running").Select(row => row.Name), Is.EqualTo(new[] { "Running", "Running (stubborn)" }));

    [TestCase(TaskState.Pending, null, ExpectedResult = true)]
    [TestCase(TaskState.Running, null, ExpectedResult = true)]
    [TestCase(TaskState.Running, "stubborn", ExpectedResult = false)]
    [TestCase(TaskState.Canceling, null, ExpectedResult = false)]
    [TestCase(TaskState.Succeeded, null, ExpectedResult = false)]
    [TestCase(TaskState.Unknown, null, ExpectedResult = true)]
    public bool A_cancel_can_change_what_the_table_says_and_what_it_does_not_know(TaskState state, string? kind) => Machine.CanCancel(Some.Task(1, state, kind));

    [Test]
    public void A_cancel_cannot_change_an_end_that_the_table_does_not_know() =>
        Assert.That(Machine.CanCancel(Some.Task(1, TaskState.Failed) with { RawState = "exploded" }), Is.False);

    [TestCase("Running", LifecycleEvent.RequestCancel, ExpectedResult = "Canceling")]
    [TestCase("Running", LifecycleEvent.Requeue, ExpectedResult = "Pending")]
    [TestCase("Succeeded", LifecycleEvent.Remove, ExpectedResult = LifecycleTransition.Gone)]
    [TestCase("Succeeded", LifecycleEvent.Start, ExpectedResult = null)]
    public string? An_event_leads_where_the_table_says(string from, LifecycleEvent on) => Machine.Next(from, on);

    [TestCase("ended", ExpectedResult = CancelDisposition.AlreadyEnded)]
    [TestCase("ENDED", ExpectedResult = null)]
    [TestCase(null, ExpectedResult = null)]
    public CancelDisposition? A_refusal_is_known_by_its_code(string? code) => Machine.FindRefusal(code)?.Meaning;

    [Test]
    public void Unfinished_states_are_named_once_each() =>
        Assert.That(Machine.UnfinishedStates, Is.EqualTo(new[] { TaskState.Pending, TaskState.Running, TaskState.Canceling }));

    [Test]
    public void The_machine_draws_itself() =>
        Assert.That(Machine.ToMermaid(), Is.EqualTo("""
            stateDiagram-v2
                state "Pending" as Pending
                state "Running" as Running
                state "Running (stubborn)" as Runningstubborn
                state "Canceling" as Canceling
                state "Succeeded" as Succeeded
                state "Failed" as Failed
                state "Canceled" as Canceled
                [*] --> Pending
                Pending --> Running : start
                Pending --> Canceled : request cancel
                Running --> Canceling : request cancel
                Running --> Succeeded : succeed
                Running --> Failed : fail
                Running --> Pending : requeue
                Canceling --> Canceled : complete cancel
                Canceling --> Failed : lose track, fail
                Succeeded --> [*] : remove

            """));

    [Test]
    public void Machines_of_the_same_rows_are_equal() =>
        Assert.That(Machine with { States = [.. Machine.States], Transitions = [.. Machine.Transitions] }, Is.EqualTo(Machine));
}
