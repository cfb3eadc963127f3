using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Conformance;

[TestFixture(-10, false)]
[TestFixture(0, false)]
[TestFixture(10, false)]
[TestFixture(0, true)]
public sealed class CloudFoundryConformanceTests(int skewMinutes, bool scrambleInferred) : ConformanceTests(skewMinutes)
{
    protected override ServiceHarness CreateHarness(VirtualClock clock) => new CloudFoundryHarness(clock, scrambleInferred);
}
