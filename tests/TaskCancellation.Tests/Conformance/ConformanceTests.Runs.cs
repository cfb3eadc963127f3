namespace TaskCancellation.Tests.Conformance;

public abstract partial class ConformanceTests
{
    // Long enough that the clock of the test, which runs on while a thread of the pool takes over, does not reach it.
    private static RunOptions Unhurried { get; } = new() { Grace = TimeSpan.FromHours(1), Wait = Patient with { Timeout = TimeSpan.FromHours(3) } };

    [Test]
    public async Task A_run_that_nobody_cancels_returns_the_ended_task()
    {
        using var source = new CancellationTokenSource();

        var task = await Run(Client.RunToCompletionAsync(_ => Task.FromResult(service.AddRunningFor(TimeSpan.FromSeconds(30))), Unhurried, source.Token));

        Assert.That(task.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(Cancels, Is.Empty);
    }

    [Test]
    public async Task The_token_of_a_run_cancels_the_task_once()
    {
        using var source = new CancellationTokenSource();
        var id = service.AddRunning();
        var run = Client.RunToCompletionAsync(_ => Task.FromResult(id), Unhurried, source.Token);
        Fire(source, run);

        var canceled = Assert.ThrowsAsync<RunCanceledException>(() => Run(run))!;

        Assert.That(canceled.CancellationToken, Is.EqualTo(source.Token));
        Assert.That(canceled.Outcome!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Cancels.Count(), Is.EqualTo(1));
        AgreesWithTruth(canceled.Outcome);
        await service.PassAsync(TimeSpan.FromMinutes(1));
        Assert.That(Cancels.Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_run_whose_task_finishes_just_before_the_cancel_lands_returns_it()
    {
        using var source = new CancellationTokenSource();
        var id = service.AddRunning();
        service.BeforeCancel(() => service.Finish(id));
        var run = Client.RunToCompletionAsync(_ => Task.FromResult(id), Unhurried, source.Token);
        Fire(source, run);

        var task = await Run(run);

        Assert.That((task.Id, task.State), Is.EqualTo((id, TaskState.Succeeded)));
        Assert.That(Cancels.Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_run_whose_task_does_not_stop_ends_with_the_grace()
    {
        using var source = new CancellationTokenSource();
        var id = service.AddStuck();
        var run = Client.RunToCompletionAsync(_ => Task.FromResult(id), Unhurried with { Grace = TimeSpan.FromMinutes(10) }, source.Token);
        Fire(source, run);

        var canceled = Assert.ThrowsAsync<RunCanceledException>(() => Run(run))!;

        Assert.That(canceled.Outcome!.Verdict, Is.EqualTo(service.CancelsAtOnce ? CancellationVerdict.NotCancelable : CancellationVerdict.StillRunning));
        AgreesWithTruth(canceled.Outcome);
    }

    [Test]
    public async Task A_run_whose_task_somebody_else_cancels_returns_it_and_throws_nothing()
    {
        using var source = new CancellationTokenSource();
        var id = service.AddRunning();
        var run = Client.RunToCompletionAsync(_ => Task.FromResult(id), Unhurried, source.Token);

        await CancelAndWait(id);

        Assert.That((await Run(run)).State, Is.EqualTo(TaskState.Canceled));
        Assert.That(Cancels.Count(), Is.EqualTo(1), "the somebody's");
    }

    [Test]
    public async Task A_linked_token_cancels_the_task_once_and_an_unlinked_one_never()
    {
        using var source = new CancellationTokenSource();
        var id = service.AddRunning();
        var spared = service.AddRunning();
        await Client.CancelWhen(spared, Unhurried, source.Token).DisposeAsync();
        await using var binding = Client.CancelWhen(id, Unhurried, source.Token);
        Fire(source, binding.Outcome);

        var outcome = await Run(binding.Outcome);

        Assert.That(outcome!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        AgreesWithTruth(outcome);
        Assert.That(Cancels.Count(), Is.EqualTo(1));
        Assert.That(service.Truth(spared), Is.AnyOf(TaskState.Running, TaskState.Pending));
    }

    // The clock stands still until the cancel, which another thread sends, has arrived.
    private void Fire(CancellationTokenSource source, Task run)
    {
        source.Cancel();
        Assert.That(SpinWait.SpinUntil(() => run.IsCompleted || Cancels.Any(), TimeSpan.FromSeconds(30)), Is.True, "no cancel was sent");
    }
}
