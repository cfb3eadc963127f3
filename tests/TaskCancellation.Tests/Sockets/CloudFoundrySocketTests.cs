using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Sockets;

public sealed class CloudFoundrySocketTests : SocketConformanceTests
{
    protected override ServiceHarness CreateHarness(VirtualClock clock, bool scrambleInferred) => new CloudFoundryHarness(clock, scrambleInferred, Transport);
}
