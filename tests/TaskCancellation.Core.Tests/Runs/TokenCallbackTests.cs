using System.Runtime.CompilerServices;

namespace TaskCancellation.Core.Tests.Runs;

/// <summary>Canceling the caller's token returns at once, whatever the service does; and nothing stays behind on it.</summary>
public sealed class TokenCallbackTests : RunFixture
{
    [Test]
    public async Task Cancel_returns_before_anything_is_sent_even_if_the_service_takes_ten_seconds_to_answer([Values] bool asRun)
    {
        Client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, Client.Cancels.Count > 0 ? TaskState.Canceled : TaskState.Running));
        Answers(CancelDisposition.Acknowledged, after: 10);
        using var inside = new ThreadLocal<bool>();
        var sentInside = false;
        var answer = Client.OnCancel;
        Client.OnCancel = (request, token) =>
        {
            sentInside |= inside.Value;
            return answer(request, token);
        };
        Task run = null!;
        await Task.Run(() => { run = asRun ? Client.RunToCompletionAsync(_ => Task.FromResult<TaskId>("t"), Exactly, Caller.Token) : Client.CancelWhen(Caller.Token, "t", Exactly).Outcome; });
        Clock.Advance(Some.Seconds(5));
        var before = Clock.GetUtcNow();

        await FireAsync(inside);

        Assert.That(Clock.GetUtcNow(), Is.EqualTo(before));
        Assert.That(SpinWait.SpinUntil(() => CancelSeconds.Count > 0, TimeSpan.FromSeconds(30)), Is.True, "no cancel was sent");
        Assert.That(sentInside, Is.False);
        Assert.That(CancelSeconds, Is.EqualTo([5.0]));
        Assert.That(run.IsCompleted, Is.False);
        await OnClockAsync(async () => await Task.WhenAny(run));
        Assert.That(Now, Is.InRange(15, 17));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
        StaysQuiet();
    }

    [Test]
    public async Task What_awaits_the_trigger_does_not_run_inside_a_callback()
    {
        using var trigger = new RunTrigger(Clock, RunOptions.Default, Caller.Token);
        using var inside = new ThreadLocal<bool>();
        var ranInside = false;
        var awaiting = AwaitAsync();

        await FireAsync(inside);

        await awaiting;
        Assert.That(ranInside, Is.False);
        Assert.That((trigger.HasFired, trigger.Reason), Is.EqualTo((true, RunTriggerReason.Token)));

        async Task AwaitAsync()
        {
            await Task.WhenAny(new TaskCompletionSource().Task, trigger.Fired).ConfigureAwait(false);
            ranInside = inside.Value;
        }
    }

    [Test]
    public async Task No_registration_stays_on_the_callers_token([Values] bool asRun)
    {
        EndsAt(3, TaskState.Succeeded);

        var options = await RunAndLeaveAsync(asRun);
        for (var turn = 0; turn < 10 && options.IsAlive; turn++)
        {
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(options.IsAlive, Is.False, "the token still holds the run");
        GC.KeepAlive(Caller);
    }

    // On a thread of the pool, where nothing but the flag itself would keep a continuation from running at once.
    private Task FireAsync(ThreadLocal<bool> inside) => Task.Run(() =>
    {
        inside.Value = true;
        Caller.Cancel();
        inside.Value = false;
    });

    // A registration would hold the trigger, and that the options.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> RunAndLeaveAsync(bool asRun)
    {
        var options = Exactly with { Grace = Some.Seconds(31) };
        if (asRun)
        {
            await RunAsync(options);
        }
        else
        {
            await Client.CancelWhen(Caller.Token, "t", options).DisposeAsync();
        }

        return new WeakReference(options);
    }
}
