using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Sockets;

public sealed class VeevaVaultSocketTests : SocketConformanceTests
{
    protected override ServiceHarness CreateHarness(VirtualClock clock, bool scrambleInferred) => new VeevaVaultHarness(clock, scrambleInferred, Transport);
}
