using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Sockets;

public sealed class ElasticsearchSocketTests : SocketConformanceTests
{
    protected override ServiceHarness CreateHarness(VirtualClock clock, bool scrambleInferred) => new ElasticsearchHarness(clock, scrambleInferred, Transport);
}
