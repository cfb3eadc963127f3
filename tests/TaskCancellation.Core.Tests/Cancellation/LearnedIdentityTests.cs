using TaskCancellation.Core.Tests.Runs;

namespace TaskCancellation.Core.Tests.Cancellation;

/// <summary>What was seen of a task is part of what is meant by its id from then on.</summary>
public sealed class LearnedIdentityTests : RunFixture
{
    private static readonly TaskSnapshot Ours = Some.Task("t", kind: "reindex") with { StartedAt = Some.Noon };
    private static readonly TaskSnapshot Foreign = Ours with { StartedAt = Some.Noon.AddMinutes(1), State = TaskState.Canceled };

    [SetUp]
    public void IdsAreReused() => Client.Can = Client.Can with { ReusesIds = true };

    [Test]
    [Category("Finding E3")]
    public async Task What_the_acknowledgement_showed_is_compared_with_every_later_look()
    {
        Client.OnCancel = (request, _) => Task.FromResult(new CancelReply { Items = [new CancelReplyItem(request.Targets[0], CancelDisposition.Acknowledged, Ours)] });
        Client.ReadsGive(Foreign);

        var outcome = await CancelAndWaitAsync();

        Assert.That((outcome.Verdict, outcome.IdentityMismatch, outcome.Snapshot), Is.EqualTo((CancellationVerdict.Ended, true, Ours)));
    }

    [Test]
    [Category("Finding M2")]
    public async Task A_task_that_was_accepted_after_the_cancel_was_not_ours()
    {
        Client.OnCancel = (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged) with { AcceptedAt = Some.Noon });
        Client.ReadsGive(Some.Task("t", TaskState.Canceled) with { EnqueuedAt = Some.Noon.AddTicks(1) });

        var outcome = await CancelAndWaitAsync();

        Assert.That((outcome.Verdict, outcome.IdentityMismatch), Is.EqualTo((CancellationVerdict.NotFound, true)));
    }

    [Test]
    public async Task A_task_that_is_known_stays_ours_when_the_services_clock_is_put_back()
    {
        var ours = Some.Task("t", TaskState.Canceled) with { EnqueuedAt = Some.Noon.AddMinutes(30) };
        Client.OnCancel = (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged) with { AcceptedAt = Some.Noon });
        Client.ReadsGive(ours);

        var outcome = (await OnClockAsync(async () => await (await Client.CancelAsync(ours.ToTarget())).WaitForCompletionAsync(Scripted.Exactly))).Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.IdentityMismatch), Is.EqualTo((CancellationVerdict.Canceled, false)));
    }

    [Test]
    [Category("Finding E1")]
    public void A_run_cancels_what_its_wait_has_seen_and_no_other()
    {
        Client.OnRead = (_, _, _) => Task.FromResult<TaskSnapshot?>(Now < 2 ? Ours : Foreign with { State = TaskState.Running });
        FiresAt(5);

        var canceled = IsCanceled(() => RunAsync(Exactly with { Wait = Scripted.Exactly with { FirstDelay = Some.Seconds(30), MaxDelay = Some.Seconds(30) } }));

        Assert.That((canceled.Outcome?.Verdict, canceled.Outcome?.IdentityMismatch, Client.Cancels.Count), Is.EqualTo(((CancellationVerdict?)CancellationVerdict.NotFound, (bool?)true, 0)));
    }

    [Test]
    [Category("Finding E1")]
    public async Task A_token_is_bound_to_the_task_that_was_there()
    {
        using var caller = new CancellationTokenSource(Some.Seconds(5), Clock);
        Client.OnRead = (_, _, _) => Task.FromResult<TaskSnapshot?>(Now < 2 ? Ours : Foreign with { State = TaskState.Running });

        var outcome = await OnClockAsync(() => Client.CancelWhen(caller.Token, "t", new RunOptions { Wait = Scripted.Exactly }).Outcome);

        Assert.That((outcome?.HasEnded, Client.Cancels.Count), Is.EqualTo(((bool?)false, 0)));
    }

    [Test]
    [Category("Finding E6")]
    public async Task When_the_look_fails_in_passing_a_list_is_asked([Values] bool isOurs)
    {
        Client.Tasks.Add(isOurs ? Ours : Foreign with { State = TaskState.Running });
        Client.ReadsGive(Some.Error(TaskErrorReason.Throttled));

        var outcome = (await Client.CancelAsync(Ours.ToTarget())).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, Client.Cancels.Count), Is.EqualTo(isOurs ? (CancellationVerdict.Accepted, 1) : (CancellationVerdict.NotFound, 0)));
        Assert.That(Client.Lists.Single().Filter.Filter.Kinds, Is.EqualTo(new[] { "reindex" }));
    }

    [TestCase(true, TaskErrorReason.Throttled, CancellationVerdict.Accepted)]
    [TestCase(false, TaskErrorReason.Throttled, CancellationVerdict.NotAttempted)]
    [TestCase(true, TaskErrorReason.Authorization, CancellationVerdict.NotAttempted)]
    [Category("Finding E6")]
    public async Task When_that_fails_too_the_cancel_goes_only_where_the_service_checks_the_kind(bool checksKind, TaskErrorReason failure, CancellationVerdict verdict)
    {
        Client.Can = Client.Can with { ChecksKindOnCancel = checksKind };
        Client.ReadsGive(Some.Error(failure));
        Client.OnList = _ => throw Some.Error(failure);

        var outcome = (await Client.CancelAsync(Ours.ToTarget())).Accepted.Outcomes.Single();

        Assert.That(outcome.Verdict, Is.EqualTo(verdict));
    }

    [Test]
    [Category("Finding P10")]
    public async Task A_target_with_only_a_kind_needs_no_look_where_the_service_checks_it([Values] bool checksKind)
    {
        Client.Can = Client.Can with { ChecksKindOnCancel = checksKind };
        Client.Tasks.Add(Ours);

        await Client.CancelAsync(new TaskTarget("t", "reindex"));

        Assert.That((Client.Reads.Count, Client.Cancels.Count), Is.EqualTo((checksKind ? 0 : 1, 1)));
    }

    [Test]
    [Category("Finding K6")]
    public async Task What_is_no_longer_shown_has_ended_only_where_nothing_is_hidden([Values] bool hides)
    {
        Client.Can = Client.Can with { HidesTasks = hides };
        Client.OnCancel = (request, _) => Task.FromResult(new CancelReply { Items = [new CancelReplyItem(request.Targets[0], CancelDisposition.Acknowledged, Ours)] });
        Client.ReadsGive([null]);

        var outcome = await CancelAndWaitAsync();

        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo(hides ? (CancellationVerdict.Accepted, (TaskErrorReason?)TaskErrorReason.NotFound) : (CancellationVerdict.Ended, null)));
    }

    [Test]
    [Category("Finding K5")]
    public async Task What_the_cancel_met_with_stays_through_the_wait_and_a_read_that_failed_does_not()
    {
        var lost = Some.Error();
        Client.CancelsFail(lost);
        Client.OnReconcile = request => new CancelReply { Items = [new CancelReplyItem(request.Targets[0], CancelDisposition.Acknowledged, Ours with { State = TaskState.Canceling })] };
        Client.ReadsGive(Some.Error(TaskErrorReason.Timeout), Ours with { State = TaskState.Canceled });

        var outcome = await CancelAndWaitAsync();

        Assert.That((outcome.Verdict, outcome.Error), Is.EqualTo((CancellationVerdict.Canceled, lost)));
    }
}
