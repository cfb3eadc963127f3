using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Conformance;

/// <summary>What every service promises alike. Run for each, with the server's clock behind, level and ahead, and with every text that is only inferred scrambled.</summary>
[ConformanceFixture("by call", -10, false)]
[ConformanceFixture("by call", 0, false)]
[ConformanceFixture("by call", 10, false)]
[ConformanceFixture("by call", 0, true)]
public abstract partial class ConformanceTests(int skewMinutes, bool scrambleInferred)
{
    private ServiceHarness service = null!;

    protected abstract ServiceHarness CreateHarness(VirtualClock clock, bool scrambleInferred);

    /// <summary>How the client of this test reaches the emulator; null for a plain call.</summary>
    protected HarnessTransport? Transport { get; private set; }

    [SetUp]
    public async Task SetUp()
    {
        var clock = TestClock.Create();
        Transport = await OpenTransportAsync(clock);
        service = CreateHarness(clock, scrambleInferred);
        service.Emulator.Skew = TimeSpan.FromMinutes(skewMinutes);
    }

    [TearDown]
    public ValueTask TearDown() => service.DisposeAsync();

    protected virtual Task<HarnessTransport?> OpenTransportAsync(VirtualClock clock) => Task.FromResult<HarnessTransport?>(null);

    private TaskClient Client => service.Client;

    private static WaitOptions Patient { get; } = new() { Timeout = TimeSpan.FromMinutes(5), Jitter = 0 };

    private IEnumerable<LoggedRequest> Cancels => service.Emulator.Requests.Where(line => service.IsCancel(line.Request));

    private async Task<T> Run<T>(Task<T> task)
    {
        await service.RunAsync(task);
        return await task;
    }

    private Task<CancellationOutcome> CancelAndWait(TaskTarget target, WaitOptions? wait = null) => Run(Client.CancelAndWaitAsync(target, wait ?? Patient));

    private async Task<CancellationReport> CancelAndWait(TaskFilter filter, CancelOptions? options = null) =>
        await Run(Client.CancelAndWaitAsync(filter, options, Patient));

    private void AgreesWithTruth(CancellationOutcome outcome)
    {
        var truth = service.Truth(outcome.Target.Id);
        var expected = outcome.Verdict switch
        {
            CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => (TaskState?[])[TaskState.Canceled],
            CancellationVerdict.CompletedFirst => [TaskState.Succeeded, TaskState.Failed],
            CancellationVerdict.StillRunning or CancellationVerdict.Accepted => [TaskState.Pending, TaskState.Running, TaskState.Canceling, TaskState.Unknown],
            CancellationVerdict.NotFound => [null],
            CancellationVerdict.Ended => [null, TaskState.Failed],
            _ => [truth],
        };
        Assert.That(expected, Does.Contain(truth), $"{outcome} against the record {truth}");
    }
}
