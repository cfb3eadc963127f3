namespace TaskCancellation.Core.Tests.Runs;

public sealed class CancelWhenTests : RunFixture
{
    [Test]
    public async Task The_token_cancels_the_task_once_and_its_end_is_the_outcome()
    {
        EndsAt(9, TaskState.Canceled);
        FiresAt(5);
        await using var binding = Bind();

        var outcome = await OnClockAsync(() => binding.Outcome);

        Assert.That((outcome!.Target.Id, outcome.Verdict), Is.EqualTo((new TaskId("t"), CancellationVerdict.Canceled)));
        Assert.That(CancelSeconds, Is.EqualTo([5.0]).Within(0.2));
        await binding.DisposeAsync();
        StaysQuiet();
    }

    [Test]
    public async Task A_binding_that_is_disposed_of_first_sends_nothing_ever()
    {
        var binding = Bind(Exactly with { CancelAfter = Some.Seconds(50) });
        Clock.Advance(Some.Seconds(40));
        Assert.That(binding.Outcome.IsCompleted, Is.False);

        await binding.DisposeAsync();
        await binding.DisposeAsync();

        Assert.That(await binding.Outcome, Is.Null);
        Assert.That(Client.RequestCount, Is.Zero);
        StaysQuiet();
    }

    [Test]
    public async Task Disposal_after_the_token_waits_for_the_cancel_and_does_not_throw()
    {
        EndsAt(8, TaskState.Canceled);
        var binding = Bind();
        await Caller.CancelAsync();

        await OnClockAsync(async () =>
        {
            await binding.DisposeAsync();
            return true;
        });

        Assert.That((await binding.Outcome)?.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Now, Is.InRange(8, 13));
        StaysQuiet();
    }

    [Test]
    public async Task Disposal_waits_no_longer_than_the_grace()
    {
        EndsAt(1000, TaskState.Canceled);
        var binding = Bind(Exactly with { Grace = Some.Seconds(7) });
        await Caller.CancelAsync();

        await OnClockAsync(async () =>
        {
            await binding.DisposeAsync();
            return true;
        });

        Assert.That((await binding.Outcome)?.Verdict, Is.EqualTo(CancellationVerdict.StillRunning));
        Assert.That(Now, Is.InRange(7, 7.4));
        StaysQuiet();
    }

    [Test]
    public async Task A_token_that_has_fired_already_cancels_at_once()
    {
        EndsAt(0, TaskState.Canceled);
        await Caller.CancelAsync();

        var outcome = await OnClockAsync(() => Bind().Outcome);

        Assert.That(outcome!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(CancelSeconds, Is.EqualTo([0.0]));
        StaysQuiet();
    }

    [Test]
    public async Task Disposal_by_another_callback_of_the_token_that_comes_first_does_not_lose_the_cancel()
    {
        EndsAt(0, TaskState.Canceled);
        var binding = Bind();
        var disposing = Task.CompletedTask;

        // The last to register is the first to be called, and what awaits it runs inside: an await using unwinds before the binding has heard of the token.
        await using var later = Caller.Token.Register(() => disposing = binding.DisposeAsync().AsTask());
        await Caller.CancelAsync();
        await OnClockAsync(async () =>
        {
            await disposing;
            return true;
        });

        Assert.That((await binding.Outcome)?.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_time_in_the_options_cancels_like_the_token()
    {
        EndsAt(12, TaskState.Succeeded);

        var outcome = await OnClockAsync(() => Bind(Exactly with { CancelAfter = Some.Seconds(10) }).Outcome);

        Assert.That(outcome!.Verdict, Is.EqualTo(CancellationVerdict.CompletedFirst));
        Assert.That(CancelSeconds, Is.EqualTo([10.0]).Within(0.2));
        StaysQuiet();
    }

    [Test]
    public async Task The_identity_of_the_target_is_heeded()
    {
        Client.Can = Client.Can with { ReusesIds = true };
        Client.ReadsGive(Some.Task("t", kind: "another"));
        await Caller.CancelAsync();

        var outcome = await OnClockAsync(() => Client.CancelWhen(Caller.Token, new TaskTarget("t", "meant"), Exactly).Outcome);

        Assert.That((outcome!.Verdict, outcome.IdentityMismatch), Is.EqualTo((CancellationVerdict.NotFound, true)));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task A_malformed_id_is_rejected_and_a_missing_client_refused()
    {
        await Caller.CancelAsync();

        Assert.That((await Client.CancelWhen(Caller.Token, "!").Outcome)!.Verdict, Is.EqualTo(CancellationVerdict.Rejected));
        Assert.That(() => TaskClientExtensions.CancelWhen(null!, Caller.Token, "t"), Throws.ArgumentNullException);
    }

    private TokenBinding Bind(RunOptions? options = null) => Client.CancelWhen(Caller.Token, "t", options ?? Exactly);
}
