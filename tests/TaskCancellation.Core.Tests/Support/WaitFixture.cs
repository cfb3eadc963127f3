using TaskCancellation.Testing;

namespace TaskCancellation.Core.Tests;

/// <summary>A scripted client on a virtual clock, and the waits on it.</summary>
public abstract class WaitFixture
{
    private protected WaitFixture()
    {
        Timers = new CountedClock(Clock);
        Client = new ScriptedTaskClient(Timers);
    }

    private protected VirtualClock Clock { get; } = TestClock.Create();

    /// <summary>The same clock as the client sees it, to tell whether timers are left.</summary>
    private protected CountedClock Timers { get; }

    private protected ScriptedTaskClient Client { get; }

    private protected double Now => (Clock.GetUtcNow() - VirtualClock.DefaultStart).TotalSeconds;

    private protected void PaceIs(double firstDelay = 1, double maxDelay = 4, double timeout = 60, double minInterval = 0) => Client.Can = Client.Can with
    {
        Polling = new PollingDefaults(Some.Seconds(firstDelay), Some.Seconds(maxDelay), Some.Seconds(timeout)) { MinInterval = Some.Seconds(minInterval) },
    };

    /// <summary>Runs something that waits for the clock.</summary>
    private protected Task<T> OnClockAsync<T>(Func<Task<T>> start, TimeSpan? limit = null) => Clock.RunAsync(start, limit);

    private protected Task<TaskSnapshot> WaitAsync(WaitOptions? options = null, CancellationToken token = default) =>
        OnClockAsync(() => Client.WaitForCompletionAsync("t", options ?? Scripted.Exactly, token));

    private protected Task<CancellationOutcome> CancelAndWaitAsync(WaitOptions? options = null, CancellationToken token = default) =>
        OnClockAsync(() => Client.CancelAndWaitAsync("t", options ?? Scripted.Exactly, token));

    private protected static WaitOptions Within(double seconds) => Scripted.Exactly with { Timeout = Some.Seconds(seconds) };
}
