namespace TaskCancellation.Core.Tests.Replies;

/// <summary>A service whose ids are GUIDs answers in lower case, however it was asked.</summary>
[Category("Finding A6")]
public sealed class IdEqualityTests : WaitFixture
{
    private const string First = "AAAAAAAA-0000-4000-8000-000000000001";
    private const string Second = "AAAAAAAA-0000-4000-8000-000000000002";

    public IdEqualityTests()
    {
        Client.Can = Client.Can with { HasCaseInsensitiveIds = true, ListsByIds = true };
        Client.OnRead = (id, _, _) => Task.FromResult(Client.Tasks.Find(task => task.Id.Value.Equals(id.Value, StringComparison.OrdinalIgnoreCase)));
        Client.OnList = filter => Client.Tasks.Where(task => filter.Filter.Ids?.Any(id => task.Id.Value.Equals(id.Value, StringComparison.OrdinalIgnoreCase)) != false);
        Client.OnCancel = (request, _) =>
        {
            Show(TaskState.Canceled);
            return Task.FromResult(new CancelReply { Items = [.. request.Targets.Select(target => new CancelReplyItem(target.Id.Value.ToLowerInvariant(), CancelDisposition.Acknowledged))] });
        };
        Show(TaskState.Running);
    }

    [Test]
    public async Task A_batch_with_a_journal_finds_its_tasks()
    {
        var outcomes = await Client.CancelManyAsync([First, Second], new BatchOptions { Journal = new MemoryJournal(), RunId = "run" }).ToListAsync();

        Assert.That(outcomes.Select(outcome => (outcome.Target.Id.Value, outcome.Verdict)), Is.EqualTo(new[] { (First, CancellationVerdict.Accepted), (Second, CancellationVerdict.Accepted) }));
    }

    [Test]
    public async Task A_wait_for_many_sees_their_ends()
    {
        var outcomes = Client.CancelManyAsync([First, Second]);

        var ended = await OnClockAsync(async () => await Client.WaitManyAsync(outcomes, Scripted.Exactly).ToListAsync());

        Assert.That(ended.Select(outcome => outcome.Verdict), Is.EqualTo(new[] { CancellationVerdict.Canceled, CancellationVerdict.Canceled }));
    }

    [Test]
    public async Task A_plan_that_was_made_by_other_letters_is_carried_out()
    {
        var plan = await Client.PlanAsync(new TaskFilter { Ids = [First, Second] });
        Show(TaskState.Running, upper: true);

        var operation = await Client.ExecuteAsync(plan);

        Assert.That(operation.Accepted.Outcomes.Select(outcome => outcome.Verdict), Is.EqualTo(new[] { CancellationVerdict.Accepted, CancellationVerdict.Accepted }));
    }

    [Test]
    public async Task One_task_in_two_spellings_is_one_task()
    {
        var outcomes = await Client.CancelManyAsync([First, First.ToLowerInvariant()]).ToListAsync();

        Assert.That(Client.Cancels.Sum(request => request.Targets.Count), Is.EqualTo(1));
        Assert.That(outcomes.Select(outcome => (outcome.Target.Id.Value, outcome.Verdict)), Is.EqualTo(new[] { (First, CancellationVerdict.Accepted), (First.ToLowerInvariant(), CancellationVerdict.Accepted) }));
    }

    [Test]
    public async Task A_read_by_other_letters_finds_the_task() => Assert.That((await Client.FindAsync(First))!.Id.Value, Is.EqualTo(First.ToLowerInvariant()));

    [Test]
    public void Where_ids_are_texts_other_letters_are_another_task()
    {
        Client.Can = Client.Can with { HasCaseInsensitiveIds = false };

        Assert.That(() => Client.FindAsync(First), Throws.InstanceOf<TaskRequestException>().With.Property("Reason").EqualTo(TaskErrorReason.Protocol));
    }

    private void Show(TaskState state, bool upper = false)
    {
        Client.Tasks.Clear();
        Client.Tasks.AddRange(new[] { First, Second }.Select(id => Some.Task(upper ? id : id.ToLowerInvariant(), state)));
    }
}
