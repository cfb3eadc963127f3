namespace TaskCancellation.Core.Tests.Batches;

/// <summary>What a journal keeps of a task beside its outcome, and what a run that is taken up makes of it.</summary>
public sealed class JournalIdentityTests : JournalFixture
{
    [Test]
    [Category("Finding M9"), Category("Finding P2")]
    public async Task What_is_in_doubt_or_was_not_allowed_is_tried_again_when_the_run_is_taken_up([Values] bool isDenied)
    {
        var answer = Client.OnCancel;
        var reconcile = Client.OnReconcile;
        Client.CancelsFail(isDenied ? Some.Error(TaskErrorReason.Authorization) : Some.LostReply());
        Client.OnReconcile = _ => null;
        var before = (await CancelAsync(["r1"], Journaled)).Single();
        Client.OnCancel = answer;
        Client.OnReconcile = reconcile;

        Assert.That(before.Verdict, Is.EqualTo(isDenied ? CancellationVerdict.Denied : CancellationVerdict.Indeterminate));
        Assert.That(Lines(await CancelAsync(["r1"], Journaled)), Is.EqualTo(new[] { "r1: Accepted" }));
        Assert.That(Lines(await CancelAsync(["r1"], Journaled)), Is.EqualTo(new[] { "r1: Accepted" }));
        Assert.That(Sent, Is.EqualTo(new[] { "r1" }), "what was accepted is final");
    }

    [Test]
    [Category("Finding E2")]
    public async Task What_the_first_look_saw_is_written_with_the_intent_and_compared_when_the_run_is_taken_up()
    {
        Client.Can = Client.Can with { ReusesIds = true };
        var ours = Some.Task("x", kind: "reindex") with { StartedAt = Some.Noon };
        Client.Tasks.Add(ours);
        await InterruptAsync(["x"]);
        Assert.That(Journal.Entries("run").Single().Target, Is.EqualTo(ours.ToTarget()));

        Client.Tasks[^1] = ours with { StartedAt = Some.Noon.AddMinutes(1) };
        var outcome = (await CancelAsync(["x"], Journaled)).Single();

        Assert.That((outcome.Verdict, outcome.IdentityMismatch, Sent.Count()), Is.EqualTo((CancellationVerdict.NotFound, true, 0)));
    }

    [Test]
    public async Task Inputs_that_turn_out_to_be_one_task_share_a_request()
    {
        Client.Can = Client.Can with { ReusesIds = true };
        var ours = Some.Task("x", kind: "reindex") with { StartedAt = Some.Noon };
        Client.Tasks.Add(ours);

        var outcomes = await CancelAsync(["x", ours.ToTarget()], Journaled);

        Assert.That(outcomes.Select(outcome => (outcome.Target, outcome.Verdict)), Is.EqualTo(new[] { (new TaskTarget("x"), CancellationVerdict.Accepted), (ours.ToTarget(), CancellationVerdict.Accepted) }));
        Assert.That(Sent.Count(), Is.EqualTo(1));
    }

    // The process died after the intents were written and before anything was sent.
    private async Task InterruptAsync(TaskTarget[] targets)
    {
        Journal.After = call =>
        {
            if (call.StartsWith("intents", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("killed");
            }
        };
        await CancelUntilFailureAsync(Input(targets), Journaled);
        Journal.After = _ => { };
    }
}
