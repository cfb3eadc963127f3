namespace TaskCancellation.Core.Tests.Replies;

/// <summary>A reply to a cancel that leaves open what became of some tasks: the library reads them, and the service's client says what that means.</summary>
public sealed class ReadUpTests : WaitFixture
{
    private static readonly FollowUpRead Refused = new(
        task => task switch
        {
            null => CancelDisposition.NotFound,
            { State: TaskState.Canceling } => CancelDisposition.Acknowledged,
            { IsTerminal: true } => CancelDisposition.AlreadyEnded,
            _ => CancelDisposition.NotCancelable,
        },
        CancelDisposition.Rejected);

    public ReadUpTests()
    {
        Client.Can = Client.Can with { IdsPerRequest = 10, ListsByIds = true };
        Client.OnCancel = (request, _) => Task.FromResult(new CancelReply
        {
            Items = [.. request.Targets.Select(target => target.Id == "ok"
                ? new CancelReplyItem(target, CancelDisposition.Acknowledged)
                : new CancelReplyItem(target, CancelDisposition.Unknown, null, Some.Error(TaskErrorReason.InvalidRequest)) { FollowUpRead = Refused })],
        });
    }

    [Test]
    public async Task What_a_read_shows_is_given_its_meaning_by_one_list_for_all()
    {
        Client.Tasks.AddRange([Some.Task("running"), Some.Task("canceling", TaskState.Canceling), Some.Task("canceled", TaskState.Canceled), Some.Task("succeeded", TaskState.Succeeded)]);

        var outcomes = await CancelAsync("ok", "running", "canceling", "canceled", "succeeded", "gone");

        Assert.That(outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "ok: Accepted", "running: NotCancelable", "canceling: Accepted", "canceled: AlreadyCanceled", "succeeded: CompletedFirst", "gone: NotFound" }));
        Assert.That((Client.Lists.Count, Client.Reads.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task What_cannot_be_read_keeps_the_refusal_and_takes_nothing_from_the_others()
    {
        Client.OnList = _ => Enumerable.Range(0, 2).Select(at => at == 0 ? Some.Task("canceled", TaskState.Canceled) : throw Some.Error(TaskErrorReason.Throttled, retryAfter: 7));

        var outcomes = await CancelAsync("ok", "canceled", "unread");

        Assert.That(outcomes.Select(outcome => outcome.Verdict), Is.EqualTo(new[] { CancellationVerdict.Accepted, CancellationVerdict.AlreadyCanceled, CancellationVerdict.Rejected }));
        Assert.That(outcomes[2].Error, Has.Property("Reason").EqualTo(TaskErrorReason.InvalidRequest).And.Property("RetryAfter").EqualTo(Some.Seconds(7)).And.Message.Contain("scripted Throttled"));
    }

    private async Task<IReadOnlyList<CancellationOutcome>> CancelAsync(params string[] ids) => await Client.CancelManyAsync(ids.Select(id => (TaskId)id)).ToListAsync();
}
