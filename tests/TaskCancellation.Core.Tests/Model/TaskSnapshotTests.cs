namespace TaskCancellation.Core.Tests.Model;

public sealed class TaskSnapshotTests
{
    private static readonly TaskSnapshot Full = new()
    {
        Id = 1, State = TaskState.Failed, RawState = "broken", Kind = "k", Scope = "s", Name = "n", ParentId = 2, CanceledBy = 3,
        EnqueuedAt = Some.Noon, StartedAt = Some.Noon.AddSeconds(1), FinishedAt = Some.Noon.AddSeconds(2),
        Progress = 0.5, Failure = new TaskFailure("it broke", "E1"), IsEndUnknown = true,
    };

    [Test]
    public void What_belongs_to_the_read_is_not_part_of_equality()
    {
        var another = Full with { PollAfter = TimeSpan.FromSeconds(3), Raw = new byte[] { 1, 2 } };

        Assert.That(another, Is.EqualTo(Full));
        Assert.That(another.GetHashCode(), Is.EqualTo(Full.GetHashCode()));
        Assert.That((another.PollAfter, another.Raw.Length), Is.EqualTo(((TimeSpan?)TimeSpan.FromSeconds(3), 2)));
    }

    [Test]
    public void Instants_keep_their_offsets_and_are_equal_without_them()
    {
        var east = Some.Noon.AddTicks(7).ToOffset(TimeSpan.FromHours(5.5));

        var task = Full with { EnqueuedAt = east, StartedAt = DateTimeOffset.MinValue, FinishedAt = DateTimeOffset.MaxValue };

        Assert.That((task.EnqueuedAt!.Value.EqualsExact(east), task.StartedAt, task.FinishedAt), Is.EqualTo((true, (DateTimeOffset?)DateTimeOffset.MinValue, (DateTimeOffset?)DateTimeOffset.MaxValue)));
        Assert.That(Full with { EnqueuedAt = east }, Is.EqualTo(Full with { EnqueuedAt = east.ToUniversalTime() }));
    }

    [Test]
    public void A_task_reads_in_one_line()
    {
        Assert.That(Full.ToString(), Is.EqualTo("1 Failed (broken) k 'n' in s: it broke"));
        Assert.That((Some.Task(7, kind: "k") with { Progress = 0.25 }).ToString(), Does.Match("^7 Running k, 25 ?%$"));
        Assert.That((Some.Task(7) with { RawState = "running" }).ToString(), Is.EqualTo("7 Running"));
    }

    [Test]
    public void Progress_that_is_known_is_told_also_when_it_is_none()
    {
        Assert.That((Full.Progress, (Full with { Progress = 0 }).Progress, (Full with { Progress = null }).Progress), Is.EqualTo(((double?)0.5, (double?)0, (double?)null)));
    }

    [Test]
    public void Everything_else_is()
    {
        TaskSnapshot[] others =
        [
            Full with { Id = 9 }, Full with { State = TaskState.Canceled }, Full with { RawState = "x" }, Full with { Kind = "x" }, Full with { Scope = "x" }, Full with { Name = "x" },
            Full with { ParentId = null }, Full with { CanceledBy = null }, Full with { EnqueuedAt = null }, Full with { StartedAt = null }, Full with { FinishedAt = null },
            Full with { Progress = null }, Full with { Failure = new TaskFailure("it broke") }, Full with { IsEndUnknown = false }, Full with { Details = new PlainDetails() },
        ];

        Assert.That(others, Has.None.EqualTo(Full));
    }

    [TestCase(TaskState.Unknown, ExpectedResult = false)]
    [TestCase(TaskState.Pending, ExpectedResult = false)]
    [TestCase(TaskState.Running, ExpectedResult = false)]
    [TestCase(TaskState.Canceling, ExpectedResult = false)]
    [TestCase(TaskState.Succeeded, ExpectedResult = true)]
    [TestCase(TaskState.Failed, ExpectedResult = true)]
    [TestCase(TaskState.Canceled, ExpectedResult = true)]
    public bool Only_known_ends_are_terminal(TaskState state) => Some.Task(1, state).IsTerminal;

    [Test]
    public void A_target_made_of_it_keeps_its_identity() =>
        Assert.That(Full.ToTarget(), Is.EqualTo(new TaskTarget(1, "k", Some.Noon.AddSeconds(1), Full.EnqueuedAt)));

    [Test]
    public void Details_count_nothing_unless_they_say_so() =>
        Assert.That(new PlainDetails().CancellationCounts, Is.Null);

    [Test]
    public void A_page_holds_at_least_one_task()
    {
        Assert.That(() => new ReadOptions { PageSize = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(new ReadOptions { PageSize = 1 }.PageSize, Is.EqualTo(1));
        Assert.That(ReadOptions.Default.PageSize, Is.Null);
    }

    private sealed record PlainDetails : TaskDetails;
}
