namespace TaskCancellation.Core.Tests.Cancellation;

/// <summary>Replies that show more than was asked for, or not all of it.</summary>
public sealed class PartialReplyTests
{
    private static readonly TaskSnapshot[] Dragged = [Some.Task(7, TaskState.Canceling)];

    private readonly ScriptedTaskClient client = new() { Can = Scripted.ByFilter };

    [Test]
    public async Task What_a_reply_drags_along_is_collateral([Values] bool byFilter)
    {
        client.OnCancel = (_, _) => Task.FromResult(new CancelReply { Items = [new CancelReplyItem(1, CancelDisposition.Acknowledged)], ServiceTask = 9, Collateral = Dragged });

        var operation = byFilter ? await client.CancelAsync(Some.Kinds("k")) : await client.CancelAsync((TaskTarget)1);

        Assert.That(operation.Accepted.Collateral, Is.EqualTo(Dragged));
        Assert.That(operation.Accepted.Outcomes, Has.Count.EqualTo(1));
        Assert.That(operation.State.Replies.Single().Collateral, Is.Empty);
    }

    [Test]
    public async Task What_was_listed_and_is_dragged_along_is_collateral_once()
    {
        client.Tasks.AddRange([Some.Task(1), Some.Task(2)]);
        client.OnCollateral = _ => [Some.Task(7)];
        client.OnCancel = (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged) with { Collateral = [.. Dragged, Some.Task(8)] });

        var report = (await client.CancelAsync(TaskFilter.All, new CancelOptions { AllowAll = true, Selection = CancelSelection.ClientSide })).Accepted;

        Assert.That(report.Collateral, Is.EqualTo(new[] { Some.Task(7), Some.Task(8) }));
    }

    [Test]
    public async Task A_cancel_by_filter_that_a_part_of_the_service_failed_to_take_is_in_doubt()
    {
        var failure = Some.Error();
        client.OnCancel = (_, _) => Task.FromResult(new CancelReply { Items = [new CancelReplyItem(1, CancelDisposition.Acknowledged)], ServiceTask = 9, PartialFailure = failure });

        var operation = await client.CancelAsync(Some.Kinds("k"));

        var report = operation.Accepted;
        Assert.That((report.IsIndeterminate, report.IsComplete, report.AllCanceled, report.Error), Is.EqualTo((true, false, false, failure)));
        Assert.That(report.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(operation.State.Replies.Single().PartialFailure, Is.Null);
    }
}
