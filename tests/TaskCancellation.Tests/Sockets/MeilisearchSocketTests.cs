using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Sockets;

public sealed class MeilisearchSocketTests : SocketConformanceTests
{
    protected override ServiceHarness CreateHarness(VirtualClock clock, bool scrambleInferred) => new MeilisearchHarness(clock, scrambleInferred, Transport);
}
