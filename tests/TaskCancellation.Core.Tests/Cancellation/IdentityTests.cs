using static TaskCancellation.Providers.CancelDisposition;

namespace TaskCancellation.Core.Tests.Cancellation;

/// <summary>A service that may give an id to another task later.</summary>
public sealed class IdentityTests : WaitFixture
{
    private static readonly TaskSnapshot Meant = Some.Task("t", kind: "reindex") with { StartedAt = Some.Noon };
    private static readonly TaskSnapshot Younger = Meant with { StartedAt = Some.Noon.AddMilliseconds(1) };
    private static readonly TaskSnapshot OfAnotherKind = Meant with { Kind = "search" };

    [SetUp]
    public void IdsAreReused() => Client.Can = Client.Can with { ReusesIds = true };

    [Test]
    public async Task A_remembered_task_is_read_before_it_is_canceled()
    {
        Client.ReadsGive(Meant);

        var outcome = await CancelAsync(Meant.ToTarget());

        Assert.That((outcome.Verdict, outcome.IdentityMismatch), Is.EqualTo((CancellationVerdict.Accepted, false)));
        Assert.That((Client.Reads.Count, Client.Cancels.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Another_task_under_the_id_is_never_canceled([Values] bool differsInKind)
    {
        var other = differsInKind ? OfAnotherKind : Younger;
        Client.ReadsGive(other);

        var outcome = await CancelAsync(Meant.ToTarget());

        Assert.That((outcome.Verdict, outcome.IdentityMismatch, outcome.Snapshot), Is.EqualTo((CancellationVerdict.NotFound, true, other)));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task Without_the_read_nothing_is_sent()
    {
        Client.ReadsGive(Some.Error(TaskErrorReason.Authorization));

        var outcome = await CancelAsync(Meant.ToTarget());

        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.NotAttempted, (TaskErrorReason?)TaskErrorReason.Authorization)));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task A_remembered_task_that_is_not_there_is_asked_for_all_the_same()
    {
        Client.ReadsGive([null]);

        Assert.That((await CancelAsync(Meant.ToTarget())).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
    }

    [Test]
    public async Task An_id_alone_is_not_read_first()
    {
        await CancelAsync("t");

        Assert.That(Client.Reads, Is.Empty);
    }

    [Test]
    public async Task Where_ids_are_not_reused_nothing_is_compared()
    {
        Client.Can = Client.Can with { ReusesIds = false };
        Client.OnCancel = Answer(Acknowledged, Younger);

        var outcome = await CancelAsync(Meant.ToTarget());

        Assert.That((outcome.Verdict, outcome.IdentityMismatch, Client.Reads.Count), Is.EqualTo((CancellationVerdict.Accepted, false, 0)));
    }

    [TestCase(Acknowledged, false, CancellationVerdict.Indeterminate)]
    [TestCase(Unknown, false, CancellationVerdict.Indeterminate)]
    [TestCase(AlreadyEnded, false, CancellationVerdict.NotFound)]
    [TestCase(CancelDisposition.NotFound, false, CancellationVerdict.NotFound)]
    [TestCase(NotCancelable, false, CancellationVerdict.NotFound)]
    [TestCase(Rejected, false, CancellationVerdict.NotFound)]
    [TestCase(Rejected, true, CancellationVerdict.Indeterminate)]
    public async Task A_mismatch_that_only_the_reply_shows(CancelDisposition disposition, bool isAmbiguous, CancellationVerdict verdict)
    {
        Client.ReadsGive(Meant);
        Client.OnCancel = Answer(disposition, Younger, isAmbiguous);

        var outcome = await CancelAsync(Meant.ToTarget());

        Assert.That((outcome.Verdict, outcome.IdentityMismatch, outcome.Snapshot), Is.EqualTo((verdict, true, Younger)));
    }

    [Test]
    public async Task A_mismatch_in_the_reply_is_not_waited_for()
    {
        Client.ReadsGive(Meant);
        Client.OnCancel = Answer(Acknowledged, Younger);

        var outcome = await OnClockAsync(() => Client.CancelAndWaitAsync(Meant.ToTarget(), Scripted.Exactly));

        Assert.That((outcome.Verdict, outcome.IdentityMismatch, Client.Reads.Count), Is.EqualTo((CancellationVerdict.Indeterminate, true, 1)));
    }

    [TestCase(true, CancellationVerdict.Ended)]
    [TestCase(false, CancellationVerdict.NotFound)]
    public async Task While_waiting_another_task_under_the_id_means_that_the_one_meant_is_gone(bool wasSeen, CancellationVerdict verdict)
    {
        Client.ReadsGive(Meant, OfAnotherKind);
        Client.OnCancel = Answer(Acknowledged, wasSeen ? Meant : null);

        var outcome = await OnClockAsync(() => Client.CancelAndWaitAsync(Meant.ToTarget(), Scripted.Exactly));

        Assert.That((outcome.Verdict, outcome.IdentityMismatch, outcome.Snapshot), Is.EqualTo((verdict, true, wasSeen ? Meant : null)));
        Assert.That(Client.Reads, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task In_doubt_it_stays_in_doubt_when_the_id_is_anothers()
    {
        Client.ReadsGive(Meant, Younger);
        Client.OnCancel = Answer(Unknown, null);

        var outcome = await OnClockAsync(() => Client.CancelAndWaitAsync(Meant.ToTarget(), Scripted.Exactly));

        Assert.That((outcome.Verdict, outcome.IdentityMismatch), Is.EqualTo((CancellationVerdict.Indeterminate, true)));
    }

    [Test]
    public void A_plain_wait_does_not_wait_for_another_task()
    {
        Client.ReadsGive(Meant, Younger with { State = TaskState.Succeeded });

        var gone = Assert.ThrowsAsync<TaskNotFoundException>(() => OnClockAsync(() => Client.WaitForCompletionAsync(Meant.ToTarget(), Scripted.Exactly)));

        Assert.That((gone!.LastSnapshot, gone.Message.Contains("another task", StringComparison.Ordinal)), Is.EqualTo((Meant, true)));
    }

    [Test]
    public async Task What_a_read_does_not_show_is_no_mismatch()
    {
        Client.ReadsGive(Meant with { Kind = null, StartedAt = null });

        Assert.That((await CancelAsync(Meant.ToTarget())).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
    }

    private static Func<CancelRequest, CancellationToken, Task<CancelReply>> Answer(CancelDisposition disposition, TaskSnapshot? shown, bool isAmbiguous = false) =>
        (request, _) => Task.FromResult(new CancelReply { Items = [new CancelReplyItem(request.Targets[0], disposition, shown)], FollowsAmbiguousAttempt = isAmbiguous });

    private async Task<CancellationOutcome> CancelAsync(TaskTarget target) => (await Client.CancelAsync(target)).Accepted.Outcomes.Single();
}
