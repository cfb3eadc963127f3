using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Conformance;

public sealed class ElasticsearchConformanceTests(int skewMinutes, bool scrambleInferred) : ConformanceTests(skewMinutes, scrambleInferred)
{
    protected override ServiceHarness CreateHarness(VirtualClock clock, bool scrambleInferred) => new ElasticsearchHarness(clock, scrambleInferred);
}
