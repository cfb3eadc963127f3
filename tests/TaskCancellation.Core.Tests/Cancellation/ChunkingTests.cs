namespace TaskCancellation.Core.Tests.Cancellation;

public sealed class ChunkingTests
{
    private readonly ScriptedTaskClient client = new();

    [TestCase(1, 5, 5)]
    [TestCase(2, 5, 3)]
    [TestCase(5, 5, 1)]
    [TestCase(500, 1201, 3)]
    public async Task Ids_go_out_in_chunks_of_what_the_service_takes_and_keep_their_order(int idsPerRequest, int count, int requests)
    {
        client.Can = client.Can with { IdsPerRequest = idsPerRequest };
        client.Tasks.AddRange(Enumerable.Range(0, count).Select(at => Some.Task(at)));

        var operation = await client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true });

        Assert.That(client.Cancels, Has.Count.EqualTo(requests));
        Assert.That(client.Cancels.SelectMany(request => request.Targets).Select(target => target.Id), Is.EqualTo(client.Tasks.Select(task => task.Id)));
        Assert.That(client.Cancels.Max(request => request.Targets.Count), Is.AtMost(idsPerRequest));
        Assert.That(operation.Accepted.Outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(client.Tasks.Select(task => task.Id)));
        Assert.That(operation.Accepted.Count(CancellationVerdict.Accepted), Is.EqualTo(count));
    }

    [Test]
    public async Task Ids_go_out_in_chunks_that_fit_the_address()
    {
        client.Can = client.Can with { IdsPerRequest = 100, IdCharactersPerRequest = 9 };
        client.Tasks.AddRange(new[] { "aa", "bb", "cc", "dddddddddddddd", "ee", "ffff" }.Select(id => Some.Task(id)));

        await client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true });

        Assert.That(
            client.Cancels.Select(request => string.Join(',', request.Targets)),
            Is.EqualTo(new[] { "aa,bb,cc", "dddddddddddddd", "ee,ffff" }));
    }

    [Test]
    public async Task Replies_that_name_their_targets_in_another_order_are_put_in_order()
    {
        client.Can = client.Can with { IdsPerRequest = 3 };
        client.Tasks.AddRange([Some.Task(1), Some.Task(2), Some.Task(3)]);
        client.OnCancel = (request, _) => Task.FromResult(new CancelReply { Items = [.. request.Targets.Reverse().Select(target => new CancelReplyItem(target, CancelDisposition.Acknowledged))] });

        var operation = await client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true });

        Assert.That(operation.Accepted.Outcomes.Select(outcome => outcome.Target.Id.Value), Is.EqualTo(new[] { "1", "2", "3" }));
    }

    [Test]
    public async Task A_target_that_a_reply_does_not_name_is_indeterminate_and_never_lost()
    {
        client.OnCancel = (_, _) => Task.FromResult(new CancelReply());

        var operation = await client.CancelAsync("t");

        Assert.That(operation.Accepted.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "t: Indeterminate" }));
    }

    [Test]
    public async Task A_target_that_a_reply_does_not_name_gets_no_task_of_another_id()
    {
        client.OnCancel = (_, _) => Task.FromResult(new CancelReply { Items = [new CancelReplyItem("other", CancelDisposition.Acknowledged)] });

        var operation = await client.CancelAsync("t");

        Assert.That(operation.Accepted.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "t: Indeterminate" }));
    }

    [Test]
    public async Task A_task_that_is_listed_twice_is_canceled_once()
    {
        client.OnList = _ => [Some.Task(1), Some.Task(2), Some.Task(1)];

        var operation = await client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true });

        Assert.That(client.Cancels, Has.Count.EqualTo(2));
        Assert.That(operation.Accepted.Outcomes, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Each_request_has_a_nonce_below_a_billion()
    {
        client.Tasks.AddRange(Enumerable.Range(0, 50).Select(at => Some.Task(at)));

        await client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true });

        Assert.That(client.Cancels.Select(request => request.Nonce), Is.All.InRange(1, 999_999_999));
        Assert.That(client.Cancels.Select(request => request.Nonce).Distinct().Count(), Is.GreaterThan(40));
    }
}
