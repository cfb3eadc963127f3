using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Emulation;

public sealed class VirtualClockTests
{
    private VirtualClock clock = null!;
    private readonly List<string> fired = [];

    [SetUp]
    public void SetUp()
    {
        clock = new VirtualClock();
        fired.Clear();
    }

    [Test]
    public void Time_stands_still_until_it_is_moved()
    {
        var own = new VirtualClock();
        Assert.That(own.GetUtcNow(), Is.EqualTo(VirtualClock.DefaultStart));
        own.Advance(TimeSpan.FromMinutes(3));
        Assert.That(own.GetUtcNow(), Is.EqualTo(VirtualClock.DefaultStart.AddMinutes(3)));
        Assert.That(own.GetElapsedTime(VirtualClock.DefaultStart.UtcTicks), Is.EqualTo(TimeSpan.FromMinutes(3)));
        Assert.That(() => own.Advance(TimeSpan.FromTicks(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Timers_fire_in_the_order_they_are_due_each_at_its_instant()
    {
        using var late = Timer("late", 20);
        using var early = Timer("early", 10);
        using var alsoLate = Timer("also late", 20);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(fired, Is.EqualTo(new[] { "early at 10", "late at 20", "also late at 20" }));
    }

    [Test]
    public void A_timer_that_was_changed_or_disposed_does_not_fire_as_it_was()
    {
        var moved = Timer("moved", 10);
        var gone = Timer("gone", 10);
        moved.Change(TimeSpan.FromSeconds(15), Timeout.InfiniteTimeSpan);
        gone.Dispose();
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.That(fired, Is.EqualTo(new[] { "moved at 15" }));
    }

    [Test]
    public async Task A_periodic_timer_fires_until_it_is_disposed()
    {
        var ticking = clock.CreateTimer(_ => Note("tick"), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
        clock.Advance(TimeSpan.FromSeconds(30));
        await ticking.DisposeAsync();
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(fired, Is.EqualTo(new[] { "tick at 5", "tick at 15", "tick at 25" }));
    }

    [Test]
    public async Task What_awaits_the_clock_runs_before_time_goes_on()
    {
        var steps = CountAsync();
        await clock.AdvanceUntilCompletedAsync(steps);
        Assert.That(await steps, Is.EqualTo(new[] { 10, 20, 30, 40, 50 }));

        async Task<int[]> CountAsync()
        {
            var seen = new List<int>();
            for (var round = 0; round < 5; round++)
            {
                await ClockDelay.WaitAsync(clock, TimeSpan.FromSeconds(10), CancellationToken.None).ConfigureAwait(false);
                seen.Add(Seconds());
            }

            return [.. seen];
        }
    }

    [Test]
    public void A_task_that_never_completes_is_given_up_at_the_limit()
    {
        clock = new VirtualClock { Patience = TimeSpan.FromMilliseconds(20) };
        using var ticking = clock.CreateTimer(_ => Note("tick"), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        Assert.ThrowsAsync<TimeoutException>(() => clock.AdvanceUntilCompletedAsync(new TaskCompletionSource().Task, TimeSpan.FromSeconds(5)));
        Assert.That((Seconds(), fired.Count), Is.EqualTo((5, 2)));
    }

    [Test]
    public async Task Work_that_it_runs_is_not_sent_elsewhere_by_the_context_of_a_test_runner()
    {
        var runners = new SynchronizationContext(); // posts to the thread pool
        SynchronizationContext.SetSynchronizationContext(runners);
        var running = clock.RunAsync(async () =>
        {
            var before = SynchronizationContext.Current;
            await Task.Delay(TimeSpan.FromSeconds(5), clock);
            return (before, SynchronizationContext.Current, Seconds());
        });
        var restored = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);

        Assert.That(await running, Is.EqualTo(((SynchronizationContext?)null, (SynchronizationContext?)null, 5)));
        Assert.That(restored, Is.SameAs(runners));
    }

    [Test]
    public void Work_that_fails_or_never_ends_says_so()
    {
        Assert.ThrowsAsync<InvalidOperationException>(() => clock.RunAsync<int>(() => throw new InvalidOperationException()));
        clock = new VirtualClock { Patience = TimeSpan.FromMilliseconds(20) };
        Assert.ThrowsAsync<TimeoutException>(() => clock.RunAsync(() => new TaskCompletionSource<int>().Task, TimeSpan.FromSeconds(5)));
        Assert.That(Seconds(), Is.EqualTo(5));
    }

    [Test]
    public void A_scaled_clock_begins_where_it_is_told_and_only_goes_forward()
    {
        var start = new DateTimeOffset(2030, 5, 5, 0, 0, 0, TimeSpan.Zero);
        var scaled = VirtualClock.Scaled(1000, start);
        var first = scaled.GetUtcNow();
        var second = scaled.GetUtcNow();
        Assert.That(first, Is.GreaterThanOrEqualTo(start));
        Assert.That(second, Is.GreaterThanOrEqualTo(first));
        Assert.That(() => VirtualClock.Scaled(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task A_timer_of_a_scaled_clock_comes_sooner_than_in_real_time()
    {
        var scaled = VirtualClock.Scaled(100_000);
        var start = scaled.GetUtcNow();
        await ClockDelay.WaitAsync(scaled, TimeSpan.FromMinutes(10), CancellationToken.None);
        Assert.That(scaled.GetUtcNow() - start, Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(9)));
    }

    [Test]
    public async Task So_does_one_that_is_set_anew()
    {
        var fires = new TaskCompletionSource();
        await using var timer = VirtualClock.Scaled(100_000).CreateTimer(_ => fires.TrySetResult(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        timer.Change(TimeSpan.FromHours(10), Timeout.InfiniteTimeSpan);

        Assert.That(() => fires.Task.WaitAsync(TimeSpan.FromMinutes(1)), Throws.Nothing);
    }

    private ITimer Timer(string name, int seconds) =>
        clock.CreateTimer(_ => Note(name), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);

    private void Note(string name) => fired.Add($"{name} at {Seconds()}");

    private int Seconds() => (int)(clock.GetUtcNow() - VirtualClock.DefaultStart).TotalSeconds;
}
