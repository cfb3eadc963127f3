using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Hostile;

/// <summary>A call to the emulator, with something hostile in between.</summary>
internal sealed class HostileTransport(VirtualClock clock, string service, int seed) : HarnessTransport(clock)
{
    internal HostileHandler? Between { get; private set; }

    public override HttpClient Connect(ServiceEmulator emulator)
    {
        Between = new HostileHandler(emulator, service, seed);
        return new HttpClient(Between, disposeHandler: false) { BaseAddress = emulator.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
    }
}
