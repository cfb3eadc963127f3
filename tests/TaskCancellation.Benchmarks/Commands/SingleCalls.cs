using BenchmarkDotNet.Attributes;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>The scenarios as benchmarks of BenchmarkDotNet: one call each, in memory.</summary>
[MemoryDiagnoser]
public class SingleCalls : IDisposable
{
    private InMemory? memory;

    /// <summary>Gets the names of the scenarios.</summary>
    public static IEnumerable<string> Scenarios => AllScenarios.List.Select(scenario => scenario.Name);

    [ParamsSource(nameof(Scenarios))]
    public string Scenario { get; set; } = "";

    [GlobalSetup]
    public void SetUp() => memory = new InMemory(AllScenarios.Get(Scenario));

    [GlobalCleanup]
    public void Dispose()
    {
        memory?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public async Task<int> Floor() => (await memory!.Sides[0].CallAsync()).Taken;

    [Benchmark]
    public async Task<int> Library() => (await memory!.Sides[1].CallAsync()).Taken;
}
