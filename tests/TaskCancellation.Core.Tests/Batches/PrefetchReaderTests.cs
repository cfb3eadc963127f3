using TaskCancellation.Testing;

namespace TaskCancellation.Core.Tests.Batches;

/// <summary>The parts a batch reads and waits with.</summary>
public sealed class PrefetchReaderTests
{
    private readonly VirtualClock clock = TestClock.Create();

    [Test]
    public async Task What_is_ready_is_read_at_once_and_the_end_is_seen()
    {
        await using var reader = new PrefetchReader<int>(new[] { 1, 2 }.ToAsyncEnumerable(), CancellationToken.None);

        Assert.That((await reader.TryReadAsync(), reader.Current), Is.EqualTo((true, 1)));
        Assert.That((await reader.TryReadAsync(), reader.Current), Is.EqualTo((true, 2)));
        Assert.That((await reader.TryReadAsync(), reader.HasEnded, reader.Pending), Is.EqualTo((false, true, default(Task))));
        Assert.That((await reader.TryReadAsync(), reader.HasEnded), Is.EqualTo((false, true)));
        reader.ThrowIfFailed();
    }

    [Test]
    public async Task What_is_not_ready_is_not_waited_for_and_asked_for_once()
    {
        var hold = new TaskCompletionSource();
        var asked = 0;
        async IAsyncEnumerable<int> Slow()
        {
            asked++;
            await hold.Task;
            yield return 1;
        }

        await using var reader = new PrefetchReader<int>(Slow(), CancellationToken.None);

        Assert.That((await reader.TryReadAsync(), await reader.TryReadAsync(), asked), Is.EqualTo((false, false, 1)));
        hold.SetResult();
        await reader.Pending!;
        Assert.That((await reader.TryReadAsync(), reader.Current), Is.EqualTo((true, 1)));
    }

    [Test]
    public async Task A_failure_ends_the_stream_and_is_kept_until_it_is_asked_for()
    {
        await using var reader = new PrefetchReader<int>(new Broken(), CancellationToken.None);

        Assert.That((await reader.TryReadAsync(), reader.HasEnded), Is.EqualTo((false, true)));
        Assert.That(reader.ThrowIfFailed, Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void A_timer_elapses_when_it_is_time_and_once()
    {
        var elapsed = 0;
        using var timer = new ReusableTimer(clock, () => elapsed++);
        timer.Start(Some.Seconds(1));
        timer.Start(Some.Seconds(2));

        clock.Advance(Some.Seconds(1.5));
        Assert.That(elapsed, Is.Zero, "the first was replaced");
        clock.Advance(Some.Seconds(5));
        Assert.That(elapsed, Is.EqualTo(1));
    }

    [Test]
    public async Task A_signal_wakes_the_wait_that_follows_it_and_only_that()
    {
        var signal = new WakeSignal();
        signal.Set();
        signal.Set();

        Assert.That(Wait(signal).IsCompleted, Is.True);
        var second = Wait(signal);
        Assert.That(second.IsCompleted, Is.False);
        signal.Set();
        await second;
        Assert.That(Wait(signal).IsCompleted, Is.False);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_signal_is_set_by_a_task_however_it_ends(bool succeeds)
    {
        var signal = new WakeSignal();
        var source = new TaskCompletionSource();
        signal.SetBy(source.Task);
        var wait = Wait(signal);

        Assert.That(wait.IsCompleted, Is.False);
        _ = succeeds ? source.TrySetResult() : source.TrySetException(new FormatException());
        await wait;
        signal.SetBy(Task.CompletedTask);
        Assert.That(Wait(signal).IsCompleted, Is.True);
    }

    [Test]
    public void Firing_a_token_does_not_run_what_waits_for_it()
    {
        using var source = new CancellationTokenSource();
        using var signal = new CancellationTokenTaskSource(source.Token);
        var here = Environment.CurrentManagedThreadId;
        var isFiring = true;
        var waiting = WaitAsync();

        source.Cancel();
        isFiring = false;

        Assert.That(signal.Task.IsCompleted, Is.True);
        Assert.That(async () => await waiting, Is.False);

        // True only for what ran inside the firing.
        async Task<bool> WaitAsync()
        {
            await signal.Task.ConfigureAwait(false);
            return isFiring && Environment.CurrentManagedThreadId == here;
        }
    }

    [Test]
    public void A_source_is_waited_for_while_it_has_nothing_ready_and_not_while_its_reader_is_elsewhere()
    {
        var wait = new InputWaitTime(clock);
        wait.Begin();
        wait.NotReady();
        clock.Advance(Some.Seconds(1));
        wait.Waited();
        wait.Ready();
        clock.Advance(Some.Seconds(2));
        wait.NotReady();
        clock.Advance(Some.Seconds(4));
        wait.NotReady();
        clock.Advance(Some.Seconds(8));
        wait.Ready();

        Assert.That(wait.Total, Is.EqualTo(Some.Seconds(5)));
        wait.Begin();
        Assert.That(wait.Total, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_window_yields_in_order_and_forgets_what_has_left()
    {
        var window = new BatchWindow(2, new ScriptedTaskClient());
        var (a, b) = (window.Add("a"), window.Add("b"));

        Assert.That((window.IsFull, window.TryTake(out _)), Is.EqualTo((true, false)));
        b!.Outcome = Some.Outcome(CancellationVerdict.Denied, "b");
        Assert.That(window.TryTake(out _), Is.False, "the oldest has no outcome");
        a!.Outcome = Some.Outcome(CancellationVerdict.Accepted, "a");
        Assert.That((window.TryTake(out var first), first!.Target.Id.Value), Is.EqualTo((true, "a")));
        Assert.That(window.Add("a"), Is.Not.Null, "it is anew");
        Assert.That(window.Add("b"), Is.Null, "the one in the window will do");
    }

    [Test]
    public void A_window_shows_the_outcome_of_an_equal_target_at_each_of_its_positions_and_uses_places_again()
    {
        var window = new BatchWindow(100, new ScriptedTaskClient());
        for (var round = 0; round < 3; round++)
        {
            BatchItem[] items = [.. Enumerable.Range(0, 40).Select(at => window.Add($"{round}-{at}")!)];
            Assert.That(Enumerable.Range(0, 40).Select(at => window.Add($"{round}-{at}")), Is.All.Null);
            foreach (var item in items)
            {
                item.Outcome = Some.Outcome(CancellationVerdict.Accepted, item.Target.Id.Value);
            }

            var taken = new List<string>();
            while (window.TryTake(out var outcome))
            {
                taken.Add(outcome.Target.Id.Value);
            }

            Assert.That(taken, Is.EqualTo(Enumerable.Range(0, 80).Select(at => $"{round}-{at % 40}")));
            Assert.That(window.IsEmpty, Is.True);
        }
    }

    private static Task Wait(WakeSignal signal) => signal.WaitAsync().AsTask();

    // A source that fails before it makes anything.
    private sealed class Broken : IAsyncEnumerable<int>
    {
        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => throw new FormatException("broken");
    }
}
