using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Conformance;

/// <summary>How a harness's client reaches its emulator, and how time passes for both. Here: by a call, on the test's clock.</summary>
public class HarnessTransport(VirtualClock clock) : IAsyncDisposable
{
    /// <summary>The clock to make the emulator with.</summary>
    public virtual TimeProvider ServerClock => clock;

    /// <summary>The clock to make clients with.</summary>
    public virtual TimeProvider ClientClock => clock;

    /// <summary>The address to make the emulator with; null for its own default.</summary>
    public virtual Uri? Address => null;

    protected VirtualClock Clock => clock;

    public virtual HttpClient Connect(ServiceEmulator emulator) => emulator.CreateClient();

    /// <summary>Lets time pass until that has ended.</summary>
    public virtual Task RunAsync(Task task) => clock.AdvanceUntilCompletedAsync(task);

    /// <summary>Lets that much time pass.</summary>
    public virtual Task PassAsync(TimeSpan time)
    {
        clock.Advance(time);
        return Task.CompletedTask;
    }

    /// <summary>From now on nobody answers at the address.</summary>
    public virtual Task RefuseConnectionsAsync(ServiceEmulator emulator)
    {
        emulator.Faults.Always().Refuse();
        return Task.CompletedTask;
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
