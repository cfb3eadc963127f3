using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Sockets;

/// <summary>The conformance suite once more, with a real socket between client and emulator.</summary>
[ConformanceFixture("over a socket", 0, false, IsGiven = false)]
public abstract class SocketConformanceTests() : ConformanceTests(0, scrambleInferred: false)
{
    protected override async Task<HarnessTransport?> OpenTransportAsync(VirtualClock clock) => await SocketTransport.OpenAsync(clock);
}
