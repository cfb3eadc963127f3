namespace TaskCancellation.Tests.Conformance;

public abstract partial class ConformanceTests
{
    [Test]
    public async Task A_batch_of_all_sorts_has_one_outcome_for_each_in_order_and_waiting_refines_them_to_the_truth()
    {
        TaskTarget running = service.AddRunning();
        TaskTarget pending = service.AddPending();
        TaskTarget succeeded = service.AddEnded(TaskState.Succeeded);
        TaskTarget failed = service.AddEnded(TaskState.Failed);
        TaskTarget canceled = service.AddEnded(TaskState.Canceled);
        TaskTarget unknown = service.UnknownId;
        TaskTarget malformed = service.MalformedIds.Last();
        TaskTarget[] targets = [running, malformed, pending, succeeded, running, failed, unknown, canceled, default, pending];

        var accepted = await Run(Client.CancelManyAsync(targets.ToAsyncEnumerable()).ToListAsync().AsTask());
        Assert.That(accepted.Select(outcome => outcome.Target), Is.EqualTo(targets));
        Assert.That(accepted.Select(outcome => outcome.Verdict == CancellationVerdict.Rejected), Is.EqualTo(targets.Select(target => target == malformed || target == default)));
        Assert.That(accepted[1].Error!.Delivery, Is.EqualTo(RequestDelivery.NotSent));
        var first = service.CancelsAtOnce ? CancellationVerdict.Canceled : CancellationVerdict.Accepted;
        Assert.That(new[] { accepted[0], accepted[2], accepted[4], accepted[9] }.Select(outcome => outcome.Verdict), Is.All.EqualTo(first));

        var settled = await Run(Client.WaitManyAsync(accepted.ToAsyncEnumerable(), Patient).ToListAsync().AsTask());
        Assert.That(settled.Select(outcome => outcome.Verdict), Is.EqualTo(new[]
        {
            CancellationVerdict.Canceled, CancellationVerdict.Rejected, CancellationVerdict.Canceled, CancellationVerdict.CompletedFirst, CancellationVerdict.Canceled,
            CancellationVerdict.CompletedFirst, CancellationVerdict.NotFound, CancellationVerdict.AlreadyCanceled, CancellationVerdict.Rejected, CancellationVerdict.Canceled,
        }), string.Join("\n", settled.Select(outcome => $"{outcome.Target.Id}: {outcome.Error}")));
        foreach (var outcome in settled.Where(outcome => outcome.Verdict != CancellationVerdict.Rejected))
        {
            AgreesWithTruth(outcome);
        }
    }

    [Test]
    public async Task In_a_storm_of_refusals_a_batch_slows_down_and_gets_through()
    {
        TaskId[] ids = [.. Enumerable.Range(0, 6).Select(_ => service.AddPending())];
        service.Emulator.Faults.When(service.IsCancel).Times(5).Respond(service.Throttled.WithRetryAfter(TimeSpan.FromSeconds(40)));

        var outcomes = await Run(Client.WaitManyAsync(Client.CancelManyAsync(ids), Patient).ToListAsync().AsTask());

        Assert.That(outcomes.Select(outcome => outcome.Verdict), Is.All.EqualTo(CancellationVerdict.Canceled));
        Assert.That(outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(ids));

        // The pipeline leaves so long a pause to the batch.
        var cancels = Cancels.ToList();
        Assert.That(cancels[5..].Select(line => line.At - cancels[0].At), Is.All.GreaterThanOrEqualTo(TimeSpan.FromSeconds(40)));
    }

    [Test]
    public async Task A_batch_that_is_always_refused_says_so_for_each_and_has_done_nothing()
    {
        TaskId[] ids = [service.AddRunning(), service.AddRunning()];
        service.Emulator.Faults.When(service.IsCancel).Respond(service.Throttled.WithRetryAfter(TimeSpan.FromSeconds(40)));

        var outcomes = await Run(Client.CancelManyAsync(ids).ToListAsync().AsTask());

        Assert.That(outcomes.Select(outcome => (outcome.Verdict, outcome.Error!.Reason)), Is.All.EqualTo((CancellationVerdict.Rejected, TaskErrorReason.Throttled)));
        Assert.That(ids.Select(service.Truth), Is.All.AnyOf(TaskState.Running, TaskState.Pending));
    }

    [Test]
    public async Task An_empty_batch_sends_nothing()
    {
        Assert.That(await Run(Client.CancelManyAsync(Array.Empty<TaskId>()).ToListAsync().AsTask()), Is.Empty);
        Assert.That(service.Emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task Lost_replies_in_a_batch_end_in_the_truth_or_in_doubt()
    {
        TaskId[] ids = [.. Enumerable.Range(0, 5).Select(_ => service.AddPending())];
        service.Emulator.Faults.When(service.IsCancel).Times(2).ResetAfterActing();

        var outcomes = await Run(Client.WaitManyAsync(Client.CancelManyAsync(ids), Patient).ToListAsync().AsTask());

        Assert.That(outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(ids));
        Assert.That(outcomes.Select(outcome => outcome.Verdict), Is.All.AnyOf(CancellationVerdict.Canceled, CancellationVerdict.Indeterminate));
        outcomes.ForEach(AgreesWithTruth);
    }
}
