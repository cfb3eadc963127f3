namespace TaskCancellation.Core.Tests.Batches;

/// <summary>A journal that fails in the middle of a batch: what was sent, and what became of it, is told before the failure.</summary>
public sealed class JournalFailureTests : JournalFixture
{
    private const int Writes = 6;

    [Test]
    public async Task Whichever_write_fails_everything_sent_is_told_and_the_run_can_be_resumed([Range(1, Writes)] int failing)
    {
        FailAt(failing);

        var (outcomes, failure) = await CancelUntilFailureAsync(Input(Mixed), Journaled);

        Assert.That(failure, Is.TypeOf<JournalException>().With.Property(nameof(JournalException.Reason)).EqualTo(JournalErrorReason.Full));
        Assert.Multiple(() =>
        {
            Assert.That(failure!.Message, Does.StartWith("The disk is full. The outcomes of the positions ").And.Contain(" of the run 'run' were yielded").And.Contain("Resume the run"));
            Assert.That(failure.InnerException, Is.TypeOf<JournalException>());
            Assert.That(outcomes.Select(outcome => outcome.Target), Is.EqualTo(Mixed.Take(outcomes.Count)), "in the order of the input, without a gap");
            Assert.That(outcomes.Where(outcome => Sent.Contains(outcome.Target.Id.Value) && outcome.Verdict is CancellationVerdict.NotAttempted or CancellationVerdict.Indeterminate), Is.Empty, "what was sent is not denied");
            Assert.That(Sent.Except(outcomes.Select(outcome => outcome.Target.Id.Value)), Is.Empty, "everything that was sent is told");
        });
        Journal.Before = _ => { };

        var resumed = await CancelAsync(Mixed, Journaled);

        Assert.That(Lines(resumed).Zip(MixedOutcomes), Is.All.Matches<(string First, string Second)>(pair => pair.First == pair.Second || pair.First.EndsWith(": AlreadyCanceled", StringComparison.Ordinal)));
        Assert.That(Sent.GroupBy(id => id).Where(same => same.Count() > 1), Is.Empty, "nothing is sent twice");
    }

    [Test]
    public async Task What_was_not_written_as_an_intent_was_not_sent()
    {
        FailAt(1);

        var (outcomes, _) = await CancelUntilFailureAsync(Input(["running", "done", "r1"]), Journaled);

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "running: NotAttempted", "done: CompletedFirst", "r1: NotAttempted" }));
        Assert.That(Sent, Is.Empty);
    }

    [Test]
    public async Task A_conflict_is_told_as_one()
    {
        Journal.Before = call =>
        {
            if (call.StartsWith("outcomes", StringComparison.Ordinal))
            {
                throw new JournalConflictException("The position is another's.", "run");
            }
        };

        var (outcomes, failure) = await CancelUntilFailureAsync(Input(["running"]), Journaled);

        Assert.That(failure, Is.TypeOf<JournalConflictException>());
        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "running: Accepted" }));
    }

    [Test]
    public async Task An_end_that_cannot_be_written_is_told_before_the_failure()
    {
        var all = await CancelAsync(["running", "r1"], Journaled);
        Becomes("running", TaskState.Canceled);
        Becomes("r1", TaskState.Succeeded);
        FailAt(1);
        var ends = new List<CancellationOutcome>();

        var failure = Assert.ThrowsAsync<JournalException>(async () =>
        {
            await foreach (var end in Client.WaitManyAsync(all.ToAsyncEnumerable(), new WaitOptions { Timeout = TimeSpan.Zero, FirstDelay = TimeSpan.Zero }))
            {
                ends.Add(end);
            }
        });

        Assert.That((failure!.Reason, Lines(ends)), Is.EqualTo((JournalErrorReason.Full, new[] { "running: Canceled", "r1: CompletedFirst" })));
    }

    [Test]
    public void A_wait_that_is_canceled_ends_at_once_and_its_source_is_disposed_of_when_its_pending_step_ends()
    {
        using var token = new CancellationTokenSource();
        var pending = new TaskCompletionSource();
        var isDisposed = false;

        var waiting = Client.WaitManyAsync(Stubborn(), cancellationToken: token.Token).ToListAsync(CancellationToken.None).AsTask();
        token.Cancel();

        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>().With.Property(nameof(OperationCanceledException.CancellationToken)).EqualTo(token.Token));
        Assert.That(isDisposed, Is.False, "its step is pending");
        pending.SetException(new TimeZoneNotFoundException());
        Assert.That(isDisposed, Is.True);

        async IAsyncEnumerable<CancellationOutcome> Stubborn()
        {
            try
            {
                yield return Some.Outcome(CancellationVerdict.Denied, "a");
                await pending.Task.ConfigureAwait(false);
            }
            finally
            {
                isDisposed = true;
            }
        }
    }

    private void FailAt(int write)
    {
        var written = 0;
        Journal.Before = call =>
        {
            if ((call.StartsWith("intents", StringComparison.Ordinal) || call.StartsWith("outcomes", StringComparison.Ordinal)) && ++written >= write)
            {
                throw new JournalException("The disk is full.", JournalErrorReason.Full);
            }
        };
    }
}
