namespace TaskCancellation.Core.Tests.Waiting;

public sealed class ProgressTests : WaitFixture
{
    private readonly Told told = [];

    private WaitOptions Telling => Scripted.Exactly with { Progress = told };

    [Test]
    public async Task A_plain_wait_tells_the_first_sight_and_every_change_once()
    {
        Client.ReadsGive(
            Some.Task("t", TaskState.Pending), Some.Task("t", TaskState.Pending), Some.Error(), Some.Task("t"), Some.Task("t") with { PollAfter = Some.Seconds(1) },
            Some.Task("t") with { Progress = 0.5 }, Some.Task("t", TaskState.Succeeded));

        await WaitAsync(Telling);

        Assert.That(told, Is.EqualTo([Some.Task("t", TaskState.Pending), Some.Task("t"), Some.Task("t") with { Progress = 0.5 }, Some.Task("t", TaskState.Succeeded)]));
    }

    [Test]
    public async Task An_operation_wait_tells_each_of_its_tasks()
    {
        Client.Tasks.AddRange([Some.Task(1, kind: "k"), Some.Task(2, kind: "k")]);
        Client.OnRead = (id, nth, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, nth < (id == 1 ? 1 : 2) ? TaskState.Canceling : TaskState.Canceled));

        await OnClockAsync(() => Client.CancelAndWaitAsync(Some.Kinds("k"), waitOptions: Telling));

        Assert.That(told.Select(task => $"{task.Id} {task.State}"), Is.EquivalentTo(["1 Canceling", "2 Canceling", "1 Canceled", "2 Canceled"]));
    }

    [Test]
    public async Task A_task_that_is_another_is_not_told()
    {
        Client.Can = Client.Can with { ReusesIds = true };
        Client.ReadsGive(Some.Task("t", kind: "meant"), Some.Task("t", kind: "another"));

        await OnClockAsync(() => Client.CancelAndWaitAsync(new TaskTarget("t", "meant"), Telling));

        Assert.That(told, Is.Empty);
    }

    [Test]
    public void What_the_progress_throws_ends_the_wait()
    {
        Client.ReadsGive(Some.Task("t"));

        Assert.That(() => WaitAsync(Scripted.Exactly with { Progress = new Throwing() }), Throws.InvalidOperationException);
        Assert.That(Client.Reads, Has.Count.EqualTo(1));
    }

    private sealed class Throwing : IProgress<TaskSnapshot>
    {
        public void Report(TaskSnapshot value) => throw new InvalidOperationException();
    }
}
