using static TaskCancellation.Providers.CancelDisposition;

namespace TaskCancellation.Core.Tests.Cancellation;

/// <summary>What one item of a reply amounts to.</summary>
public sealed class ReplyVerdictTests
{
    private readonly ScriptedTaskClient client = new();

    [TestCase(Acknowledged, null, false, CancellationVerdict.Accepted)]
    [TestCase(Acknowledged, TaskState.Running, false, CancellationVerdict.Accepted)]
    [TestCase(Acknowledged, TaskState.Canceling, false, CancellationVerdict.Accepted)]
    [TestCase(Acknowledged, TaskState.Unknown, false, CancellationVerdict.Accepted)]
    [TestCase(Acknowledged, TaskState.Canceled, false, CancellationVerdict.Canceled)]
    [TestCase(Acknowledged, TaskState.Succeeded, false, CancellationVerdict.CompletedFirst)]
    [TestCase(Acknowledged, TaskState.Failed, true, CancellationVerdict.CompletedFirst)]
    [TestCase(AlreadyEnded, TaskState.Canceled, false, CancellationVerdict.AlreadyCanceled)]
    [TestCase(AlreadyEnded, TaskState.Canceled, true, CancellationVerdict.Canceled)]
    [TestCase(AlreadyEnded, TaskState.Succeeded, true, CancellationVerdict.CompletedFirst)]
    [TestCase(AlreadyEnded, null, false, CancellationVerdict.Ended)]
    [TestCase(Unknown, null, false, CancellationVerdict.Indeterminate)]
    [TestCase(Unknown, TaskState.Running, false, CancellationVerdict.Indeterminate)]
    [TestCase(Unknown, TaskState.Canceled, false, CancellationVerdict.Canceled)]
    [TestCase(NotFound, null, false, CancellationVerdict.NotFound)]
    [TestCase(NotCancelable, null, false, CancellationVerdict.NotCancelable)]
    [TestCase(Denied, null, false, CancellationVerdict.Denied)]
    [TestCase(Rejected, null, false, CancellationVerdict.Rejected)]
    [TestCase(NotFound, null, true, CancellationVerdict.Indeterminate)]
    [TestCase(NotCancelable, null, true, CancellationVerdict.Indeterminate)]
    [TestCase(Denied, null, true, CancellationVerdict.Indeterminate)]
    [TestCase(Rejected, null, true, CancellationVerdict.Indeterminate)]
    public async Task An_item_amounts_to(CancelDisposition disposition, TaskState? state, bool isAmbiguous, CancellationVerdict verdict)
    {
        client.OnCancel = (request, _) => Task.FromResult(new CancelReply
        {
            FollowsAmbiguousAttempt = isAmbiguous,
            Items = [new CancelReplyItem(request.Targets[0], disposition, state is { } known ? Some.Task("t", known) : null)],
        });

        var outcome = (await client.CancelAsync("t")).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Snapshot?.State), Is.EqualTo((verdict, state)));
    }

    [Test]
    public async Task An_end_that_was_not_recorded_is_an_end_and_no_more([Values] bool isAmbiguous)
    {
        client.OnCancel = (request, _) => Task.FromResult(new CancelReply
        {
            FollowsAmbiguousAttempt = isAmbiguous,
            Items = [new CancelReplyItem(request.Targets[0], AlreadyEnded, Some.Task("t", TaskState.Canceled) with { IsEndUnknown = true })],
        });

        Assert.That((await client.CancelAsync("t")).Accepted.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Ended));
    }

    [Test]
    public async Task An_acknowledgement_alone_never_yields_canceled()
    {
        foreach (var state in Enum.GetValues<TaskState>().Where(state => state != TaskState.Canceled).Select(state => (TaskState?)state).Append(null))
        {
            client.OnCancel = (request, _) => Task.FromResult(new CancelReply { Items = [new CancelReplyItem(request.Targets[0], Acknowledged, state is { } known ? Some.Task("t", known) : null)] });

            Assert.That((await client.CancelAsync("t")).Accepted.Outcomes.Single().IsCanceled, Is.False, $"{state}");
        }
    }
}
