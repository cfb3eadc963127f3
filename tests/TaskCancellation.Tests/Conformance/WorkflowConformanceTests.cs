using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Conformance;

/// <summary>The sample's client of a sixth service, which is built on the public surface alone, keeps the promises of the others.</summary>
public sealed class WorkflowConformanceTests(int skewMinutes, bool scrambleInferred) : ConformanceTests(skewMinutes, scrambleInferred)
{
    protected override ServiceHarness CreateHarness(VirtualClock clock, bool scrambleInferred) => new WorkflowHarness(clock, scrambleInferred);
}
