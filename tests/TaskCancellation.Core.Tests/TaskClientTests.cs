using Moq;

namespace TaskCancellation.Core.Tests;

public sealed class TaskClientTests
{
    private readonly ScriptedTaskClient client = new();

    [Test]
    public async Task A_task_is_found_or_is_not()
    {
        client.Tasks.Add(Some.Task("t"));

        Assert.That(await client.FindAsync("t"), Is.EqualTo(Some.Task("t")));
        Assert.That(await client.FindAsync("u"), Is.Null);
    }

    [TestCase("")]
    [TestCase("!")]
    public void A_malformed_id_is_an_argument_error_at_once_and_nothing_is_asked(string id)
    {
        Assert.That(() => { client.FindAsync(id); }, Throws.ArgumentException);
        Assert.That(() => { client.WaitForCompletionAsync(id); }, Throws.ArgumentException);
        Assert.That(() => { client.CancelAsync((TaskTarget)id); }, Throws.ArgumentException);
        Assert.That(() => { client.CancelAsync(default(TaskTarget)); }, Throws.ArgumentException);
        Assert.That(client.RequestCount, Is.Zero);
    }

    [Test]
    [Category("Finding C17")]
    public async Task A_mock_needs_no_arguments()
    {
        var mock = new Mock<TaskClient>();
        mock.Setup(one => one.FindAsync("t", null, CancellationToken.None)).ReturnsAsync(Some.Task("t"));

        Assert.That(await mock.Object.FindAsync("t"), Is.EqualTo(Some.Task("t")));
        Assert.That(mock.Object.TimeProvider, Is.SameAs(TimeProvider.System));
    }

    [Test]
    public void The_clock_is_the_systems_unless_told_otherwise() =>
        Assert.That(client.TimeProvider, Is.SameAs(TimeProvider.System));

    [Test]
    public void A_token_that_fired_ends_the_call_and_is_no_verdict()
    {
        var fired = new CancellationToken(canceled: true);

        Assert.That(() => client.CancelAsync("t", cancellationToken: fired), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => client.CancelAsync(Some.Kinds("k"), cancellationToken: fired), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await client.ListAsync(TaskFilter.All, cancellationToken: fired).ToListAsync(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => client.FindAsync("t", cancellationToken: fired), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_list_is_read_only_as_it_is_consumed()
    {
        client.Tasks.AddRange([Some.Task(1), Some.Task(2)]);

        var list = client.ListAsync(TaskFilter.All);
        Assert.That(client.Lists, Is.Empty);
        Assert.That((await list.FirstAsync()).Id, Is.EqualTo((TaskId)1));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(100)]
    public async Task A_list_ends_with_the_number_of_tasks_that_was_asked_for(int most)
    {
        client.Tasks.AddRange(Enumerable.Range(1, 5).Select(number => Some.Task(number, kind: number == 2 ? "other" : "k")));

        var listed = await client.ListAsync(Some.Kinds("k"), new ReadOptions { MaxTasks = most }).Select(task => task.Id).ToListAsync();

        Assert.That(listed, Is.EqualTo(new TaskId[] { 1, 3, 4, 5 }.Take(most)), "what does not match is not counted");
    }

    [Test]
    public void A_list_of_no_tasks_cannot_be_asked_for() =>
        Assert.That(() => new ReadOptions { MaxTasks = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void What_could_not_be_cleared_up_by_reading_needs_a_request_to_be_named()
    {
        Assert.That(() => client.ReconcileByReading(null!), Throws.ArgumentNullException);
        Assert.That(() => CancelReply.ForEach(null!, CancelDisposition.Unknown), Throws.ArgumentNullException);
    }
}
