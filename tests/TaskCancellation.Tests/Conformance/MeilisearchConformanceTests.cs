using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Conformance;

[TestFixture(-10, false)]
[TestFixture(0, false)]
[TestFixture(10, false)]
[TestFixture(0, true)]
public sealed class MeilisearchConformanceTests(int skewMinutes, bool scrambleInferred) : ConformanceTests(skewMinutes)
{
    protected override ServiceHarness CreateHarness(VirtualClock clock) => new MeilisearchHarness(clock, scrambleInferred);
}
