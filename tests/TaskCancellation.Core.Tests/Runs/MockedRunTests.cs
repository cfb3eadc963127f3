using Moq;

namespace TaskCancellation.Core.Tests.Runs;

/// <summary>What a user's test of their own code looks like: only the verbs are mocked.</summary>
public sealed class MockedRunTests
{
    private readonly Mock<TaskClient> mock = new(MockBehavior.Strict);
    private readonly CancellationTokenSource caller = new();

    [TearDown]
    public void TearDown() => caller.Dispose();

    [Test]
    public async Task A_mocked_wait_is_all_that_a_run_needs()
    {
        mock.Setup(client => client.WaitForCompletionAsync(7, It.Is<WaitOptions>(wait => wait.Timeout == Timeout.InfiniteTimeSpan), It.IsAny<CancellationToken>())).ReturnsAsync(Some.Task(7, TaskState.Succeeded));

        var task = await mock.Object.RunToCompletionAsync(_ => Task.FromResult<TaskId>(7));

        Assert.That(task.State, Is.EqualTo(TaskState.Succeeded));
    }

    [TestCase(CancellationVerdict.Canceled)]
    [TestCase(CancellationVerdict.NotCancelable)]
    [TestCase(CancellationVerdict.CompletedFirst, Description = "without a snapshot there is nothing to return")]
    public void A_mocked_cancel_is_what_the_token_comes_to(CancellationVerdict verdict)
    {
        WaitNeverEnds();
        CancelGives(Some.Outcome(verdict, 7));

        var run = mock.Object.RunToCompletionAsync(_ => Task.FromResult<TaskId>(7), null, caller.Token);
        caller.Cancel();

        var canceled = Assert.ThrowsAsync<RunCanceledException>(() => run);
        Assert.That(canceled.Outcome!.Verdict, Is.EqualTo(verdict));
        mock.Verify(client => client.CancelAsync(It.IsAny<TaskTarget>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task A_mocked_end_is_returned()
    {
        WaitNeverEnds();
        CancelGives(Some.Outcome(CancellationVerdict.CompletedFirst, 7) with { Snapshot = Some.Task(7, TaskState.Failed) });

        var run = mock.Object.RunToCompletionAsync(_ => Task.FromResult<TaskId>(7), null, caller.Token);
        await caller.CancelAsync();

        Assert.That((await run).State, Is.EqualTo(TaskState.Failed));
    }

    [Test]
    public async Task A_mocked_cancel_runs_through_a_binding()
    {
        CancelGives(Some.Outcome(CancellationVerdict.Canceled, 7));
        await using var binding = mock.Object.CancelWhen(caller.Token, 7);
        await caller.CancelAsync();

        Assert.That((await binding.Outcome)!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public async Task A_mocked_failure_is_seen_in_the_outcome_of_a_binding_and_not_in_its_disposal()
    {
        var failure = new InvalidOperationException("mocked");
        mock.Setup(client => client.CancelAsync(It.IsAny<TaskTarget>(), It.IsAny<CancellationToken>())).ThrowsAsync(failure);
        var binding = mock.Object.CancelWhen(caller.Token, 7);
        await caller.CancelAsync();

        await binding.DisposeAsync();

        Assert.That(() => binding.Outcome, Throws.Exception.SameAs(failure));
    }

    [Test]
    public void What_a_user_catches_can_be_made_by_them()
    {
        var outcome = Some.Outcome(CancellationVerdict.StillRunning);
        var submission = Task.FromResult<TaskId>(7);

        var canceled = new RunCanceledException("m", outcome, submission, cancellationToken: caller.Token);
        var late = new RunTimeoutException("m", outcome, submission, new TimeoutException());

        Assert.That((canceled.Outcome, canceled.Submission, canceled.CancellationToken), Is.EqualTo((outcome, submission, caller.Token)));
        Assert.That((late.Outcome, late.Submission), Is.EqualTo((outcome, submission)));
    }

    private void WaitNeverEnds() => mock.Setup(client => client.WaitForCompletionAsync(7, It.Is<WaitOptions>(wait => wait.Timeout == Timeout.InfiniteTimeSpan), It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource<TaskSnapshot>().Task);

    private void CancelGives(CancellationOutcome outcome) => mock.Setup(client => client.CancelAsync(7, It.IsAny<CancellationToken>()))
        .ReturnsAsync(CancellationOperation.FromReport(new CancellationReport { Outcomes = [outcome], IsComplete = true }));
}
