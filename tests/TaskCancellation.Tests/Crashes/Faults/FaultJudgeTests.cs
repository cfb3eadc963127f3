namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>What is wrong on purpose is seen.</summary>
[Category("JournalFaults")]
internal sealed class FaultJudgeTests
{
    private const string Service = "CloudFoundry";

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_verdict_that_the_record_denies(bool isLossy)
    {
        await using var scene = new FaultScene(Service);
        var run = await scene.RunAsync();
        var at = run.Outcomes.FindIndex(outcome => outcome.Verdict == CancellationVerdict.CompletedFirst);
        run.Outcomes[at] = run.Outcomes[at] with { Verdict = CancellationVerdict.Canceled };
        await AssertSeenAsync(scene, run, [], isLossy, "position");
    }

    [Test]
    public async Task An_outcome_that_is_lost_and_one_that_is_anothers()
    {
        await using var scene = new FaultScene(Service);
        var run = await scene.RunAsync();
        (run.Outcomes[0], run.Outcomes[1]) = (run.Outcomes[1], run.Outcomes[0]);
        run.Outcomes.RemoveAt(run.Outcomes.Count - 1);
        await AssertSeenAsync(scene, run, [], isLossy: true, "position", "outcomes for");
    }

    [Test]
    public async Task An_error_that_is_not_the_journals_and_one_that_says_something_else()
    {
        await using var scene = new FaultScene(Service);
        var run = await scene.RunAsync();
        run.End = new InvalidOperationException();
        await AssertSeenAsync(scene, run, [], isLossy: true, "otherwise");
        run.End = new JournalException("", JournalErrorReason.Full);
        await AssertSeenAsync(scene, run, [], isLossy: true, "otherwise");
    }

    [Test]
    public async Task A_cancel_that_is_sent_again_and_one_that_nobody_asked_for()
    {
        await using var scene = new FaultScene(Service);
        await scene.RunAsync();
        var known = await scene.ReadAsync();
        await scene.Batch.StrikeAsync();
        var run = new FaultRun();
        run.Outcomes.AddRange((await scene.RunAsync()).Outcomes);
        await AssertSeenAsync(scene, run, known, isLossy: false, "sent again", "nobody asked for");
    }

    private static async Task AssertSeenAsync(FaultScene scene, FaultRun run, IReadOnlyList<JournalEntry> known, bool isLossy, params string[] seen)
    {
        var judge = await FaultJudge.OfAsync(Service);
        var problems = string.Join('\n', judge.Judge(scene.Batch, run, known, isLossy, JournalErrorReason.Damaged));
        Assert.That(seen.Where(word => !problems.Contains(word, StringComparison.Ordinal)), Is.Empty, problems);
    }
}
