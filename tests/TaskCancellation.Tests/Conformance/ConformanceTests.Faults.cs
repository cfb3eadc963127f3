using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Conformance;

public abstract partial class ConformanceTests
{
    private static IEnumerable<TestCaseData> LostReplies()
    {
        yield return new TestCaseData((FaultRule rule) => rule.ResetAfterActing()).SetArgDisplayNames("reset after acting");
        yield return new TestCaseData((FaultRule rule) => rule.ActThenRespond(EmulatedReply.Html(502))).SetArgDisplayNames("502 after acting");
        yield return new TestCaseData((FaultRule rule) => rule.ActThenRespond(EmulatedReply.Html(200))).SetArgDisplayNames("a page of HTML with 200");
        yield return new TestCaseData((FaultRule rule) => rule.CutBodyAt(5)).SetArgDisplayNames("body cut");
        yield return new TestCaseData((FaultRule rule) => rule.DelayReply(TimeSpan.FromMinutes(4))).SetArgDisplayNames("silence");
        yield return new TestCaseData((FaultRule rule) => rule.Duplicate()).SetArgDisplayNames("delivered twice");
        yield return new TestCaseData((FaultRule rule) => rule.ResetBeforeActing()).SetArgDisplayNames("reset before acting");
        yield return new TestCaseData((FaultRule rule) => rule.Respond(EmulatedReply.Html(503))).SetArgDisplayNames("503 without acting");
        yield return new TestCaseData((FaultRule rule) => rule.Respond(EmulatedReply.Text(200, "{\"taskUid\":", "application/json"))).SetArgDisplayNames("truncated JSON");
    }

    [TestCaseSource(nameof(LostReplies))]
    public async Task A_lost_reply_to_a_cancel_by_id_ends_in_the_truth_or_in_doubt(Func<FaultRule, FaultRule> fault)
    {
        var id = service.AddRunning();
        fault(service.Emulator.Faults.When(service.IsCancel).Times(1));

        var outcome = await CancelAndWait(id);

        Assert.That(outcome.Verdict, Is.AnyOf(CancellationVerdict.Canceled, CancellationVerdict.Indeterminate));
        AgreesWithTruth(outcome);
    }

    [TestCaseSource(nameof(LostReplies))]
    public async Task A_task_that_completed_first_is_never_called_canceled_however_the_replies_are_lost(Func<FaultRule, FaultRule> fault)
    {
        var id = service.AddRunning();
        service.BeforeCancel(() => service.Finish(id));
        fault(service.Emulator.Faults.When(service.IsCancel).Times(2));

        var outcome = await CancelAndWait(id);

        // A refusal whose words are lost is still a refusal.
        Assert.That(outcome.Verdict, Is.AnyOf(CancellationVerdict.CompletedFirst, CancellationVerdict.Indeterminate, CancellationVerdict.Rejected));
        AgreesWithTruth(outcome);
    }

    [Test]
    public async Task When_everything_is_silent_the_verdict_is_doubt_with_the_error_attached()
    {
        var id = service.AddRunning();
        service.Emulator.Faults.Always().ResetAfterActing();

        var operation = await Run(Client.CancelAsync(id));

        var outcome = operation.Accepted.Outcomes.Single();
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
        Assert.That(outcome.Error!.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));

        // Doubt is an answer, not an end: as soon as reading works again, a wait settles it.
        service.Emulator.Faults.Clear();
        var settled = (await Run(operation.WaitForCompletionAsync(Patient))).Outcomes.Single();
        Assert.That(settled.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        AgreesWithTruth(settled);
    }

    [Test]
    public async Task A_refused_connection_means_not_attempted()
    {
        var id = service.AddRunning();
        await service.RefuseConnectionsAsync();

        var outcome = await CancelAndWait(id);

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.NotAttempted));
        Assert.That(outcome.Error!.Delivery, Is.EqualTo(RequestDelivery.NotSent));
        Assert.That(service.Truth(id), Is.AnyOf(TaskState.Running, TaskState.Pending));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_request_to_slow_down_is_obeyed_in_both_forms(bool asDate)
    {
        var id = service.AddRunning();
        var wait = TimeSpan.FromSeconds(7);
        var reply = asDate ? service.Throttled.WithRetryAfter(service.Emulator.ServerNow + wait) : service.Throttled.WithRetryAfter(wait);
        service.Emulator.Faults.When(service.IsCancel).Times(1).Respond(reply);

        var outcome = await CancelAndWait(id);

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        var cancels = Cancels.ToList();
        Assert.That(cancels, Has.Count.EqualTo(2));
        Assert.That(cancels[1].At - cancels[0].At, Is.GreaterThanOrEqualTo(wait));
    }

    [Test]
    public async Task Asked_to_wait_too_long_the_call_fails_at_once_and_says_how_long()
    {
        var id = service.AddRunning();
        service.Emulator.Faults.When(service.IsCancel).Respond(service.Throttled.WithRetryAfter(TimeSpan.FromHours(1)));

        var outcome = await CancelAndWait(id);

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Rejected));
        Assert.That(outcome.Error!.RetryAfter, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(Cancels.Count(), Is.EqualTo(1));
        Assert.That(service.Truth(id), Is.AnyOf(TaskState.Running, TaskState.Pending));
    }

    [Test]
    public async Task Passing_failures_while_waiting_are_waited_out()
    {
        var id = service.AddRunning();
        var operation = await Run(Client.CancelAsync(id));
        service.Emulator.Faults.Always().Times(9).Respond(EmulatedReply.Html(503));

        var report = await Run(operation.WaitForCompletionAsync(Patient));

        Assert.That(report.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public async Task A_broken_reply_to_a_read_is_a_typed_error_at_every_byte()
    {
        var id = service.AddRunning();
        _ = await Run(Client.FindAsync(id));
        for (var cut = 0; cut < 60; cut += 3)
        {
            service.Emulator.Faults.Clear();
            service.Emulator.Faults.Always().CutBodyAt(cut);
            var error = Assert.ThrowsAsync<TaskRequestException>(() => Run(Client.FindAsync(id)));
            Assert.That(error!.StatusCode, Is.EqualTo(200), error.ToString());

            service.Emulator.Faults.Clear();
            service.Emulator.Faults.Always().Edit(reply => reply with { Body = reply.Body[..cut] });
            error = Assert.ThrowsAsync<TaskRequestException>(() => Run(Client.FindAsync(id)));
            Assert.That(error!.Reason, Is.EqualTo(TaskErrorReason.Protocol));
            Assert.That(error.StatusCode, Is.EqualTo(200));
        }
    }
}
