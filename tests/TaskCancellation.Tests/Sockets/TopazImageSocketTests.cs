using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Sockets;

public sealed class TopazImageSocketTests : SocketConformanceTests
{
    protected override ServiceHarness CreateHarness(VirtualClock clock, bool scrambleInferred) => new TopazImageHarness(clock, scrambleInferred, Transport);
}
