using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Conformance;

[TestFixture(-10)]
[TestFixture(0)]
[TestFixture(10)]
public sealed class MeilisearchConformanceTests(int skewMinutes) : ConformanceTests(skewMinutes)
{
    protected override ServiceHarness CreateHarness(VirtualClock clock) => new MeilisearchHarness(clock);
}
