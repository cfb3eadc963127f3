using System.Diagnostics;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;

namespace TaskCancellation.Tests.Emulation;

/// <summary>A clock that moves by itself does not outrun real work that is under way.</summary>
[Category("Finding C15")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class VirtualClockQuietTests
{
    private static readonly TimeSpan Real = TimeSpan.FromMilliseconds(150);
    private readonly VirtualClock clock = new();

    [Test]
    public async Task The_test_of_the_readme_passes_with_a_credential_that_really_takes_its_time([Values(0, 1, 2, 5, 20, 100, 200)] int milliseconds, [Values] bool asThread)
    {
        using var server = new MeilisearchEmulator(clock);
        var uid = server.Add(new() { IndexUid = "movies", RunDuration = null });
        server.Faults.On("POST", "/tasks/cancel").Times(1).ResetAfterActing();
        var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.FromDelegate(AskAsync) };
        options.UseTimeProvider(clock);
        using var client = new MeilisearchTaskClient(server.CreateClient(), options);

        var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(uid));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled), $"{outcome.Error}");
        Assert.That(clock.GetUtcNow() - VirtualClock.DefaultStart, Is.LessThan(TimeSpan.FromSeconds(10)));

        async ValueTask<string> AskAsync(CancellationToken token)
        {
            var time = TimeSpan.FromMilliseconds(milliseconds);
            await (asThread ? Task.Run(() => Block(time), token) : Task.Delay(time, TimeProvider.System, token)).ConfigureAwait(false);
            return "key";
        }
    }

    [Test]
    [Explicit("takes minutes")]
    public async Task It_passes_a_thousand_times([Random(0, int.MaxValue, 1)] int seed)
    {
        var random = new Random(seed);
        for (var time = 0; time < 1000; time++)
        {
            await new VirtualClockQuietTests().The_test_of_the_readme_passes_with_a_credential_that_really_takes_its_time(random.Next(201), random.Next(2) == 0);
        }
    }

    [Test]
    public async Task A_time_limit_waits_for_what_is_really_under_way([Values("delay", "thread", "file", "process")] string kind)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), clock);

        var fired = await clock.RunAsync(async () =>
        {
            await WorkAsync(kind);
            return limit.IsCancellationRequested;
        });

        Assert.That((fired, clock.GetUtcNow()), Is.EqualTo((false, VirtualClock.DefaultStart)));
    }

    [Test]
    public async Task So_does_that_of_a_wait_for_a_task()
    {
        await clock.RunAsync(async () =>
        {
            await WorkAsync("delay").WaitAsync(TimeSpan.FromMinutes(1), clock);
            return 0;
        });

        Assert.That(clock.GetUtcNow(), Is.EqualTo(VirtualClock.DefaultStart));
    }

    [Test]
    public async Task Limits_that_end_at_one_instant_are_waited_out_together_and_pass_when_nothing_happens()
    {
        var limits = Enumerable.Range(0, 50).Select(_ => new CancellationTokenSource(TimeSpan.FromMinutes(1), clock)).ToList();
        var began = TimeProvider.System.GetTimestamp();

        await clock.AdvanceUntilCompletedAsync(Task.WhenAll(limits.Select(limit => EndOf(limit.Token))));

        Assert.That(clock.GetUtcNow(), Is.EqualTo(VirtualClock.DefaultStart.AddMinutes(1)));
        Assert.That(TimeProvider.System.GetElapsedTime(began), Is.InRange(clock.Patience, 10 * clock.Patience));
        limits.ForEach(limit => limit.Dispose());
    }

    [Test]
    public async Task What_takes_a_detour_over_a_lagging_thread_pool_comes_before_time_goes_on()
    {
        for (var round = 0; round < 100; round++)
        {
            var own = new VirtualClock();
            var seen = await own.RunAsync(async () =>
            {
                var hop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var first = own.CreateTimer(_ => hop.SetResult(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
                using var second = own.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1.001), TimeSpan.FromSeconds(1));
                foreach (var _ in Enumerable.Range(0, 4))
                {
                    ThreadPool.UnsafeQueueUserWorkItem(static _ => Block(TimeSpan.FromMilliseconds(2)), null);
                }

                await hop.Task.ConfigureAwait(false);
                return own.GetUtcNow();
            });

            Assert.That(seen, Is.EqualTo(VirtualClock.DefaultStart.AddSeconds(1)));
        }
    }

    [Test]
    public async Task Where_nothing_is_real_thousands_of_pauses_take_no_time()
    {
        var began = TimeProvider.System.GetTimestamp();

        await clock.RunAsync(async () =>
        {
            for (var pause = 0; pause < 20_000; pause++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock).ConfigureAwait(false);
            }

            return 0;
        });

        Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    [Category("Finding C16")]
    public void Disposed_timers_are_freed()
    {
        for (var at = 0; at < 20_000; at++)
        {
            clock.CreateTimer(_ => { }, new byte[100], TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan).Dispose();
        }

        Assert.That(clock.TimerCount, Is.Zero);
    }

    private static Task WorkAsync(string kind) => kind switch
    {
        "delay" => Task.Delay(Real, TimeProvider.System),
        "thread" => Task.Run(() => Block(Real)),
        "file" => ReadAsync(),
        _ => Process.Start(new ProcessStartInfo("sleep", "0.2"))!.WaitForExitAsync(),
    };

    private static void Block(TimeSpan time) => SpinWait.SpinUntil(static () => false, time);

    private static async Task ReadAsync()
    {
        for (var time = 0; time < 20; time++)
        {
            await File.ReadAllBytesAsync(typeof(VirtualClock).Assembly.Location);
        }
    }

    private static Task EndOf(CancellationToken token)
    {
        var end = new TaskCompletionSource();
        token.UnsafeRegister(static end => ((TaskCompletionSource)end!).SetResult(), end);
        return end.Task;
    }
}
