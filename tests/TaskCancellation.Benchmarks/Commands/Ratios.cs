using System.Globalization;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>The library over the floor, in tables. <c>ratios [--check] [part …] [scenario …]</c>: all parts and all scenarios, unless some are named.</summary>
internal static class Ratios
{
    private const string Check = "--check";

    private static readonly Dictionary<string, Func<IReadOnlyList<Scenario>, Verdicts, Task>> Parts = new(StringComparer.Ordinal)
    {
        ["memory"] = MemoryRatios.RunAsync,
        ["loopback"] = LoopbackRatios.RunAsync,
        ["bulk"] = BulkRatios.RunAsync,
        ["heap"] = MemoryLimits.RunAsync,
        ["startup"] = StartUpRatios.RunAsync,
        ["growth"] = GrowthTables.RunAsync,
    };

    internal static async Task<int> RunAsync(string[] args)
    {
        string[] names = [.. args.Where(name => name != Check)];
        Scenario[] scenarios = [.. AllScenarios.List.Where(scenario => names.Contains(scenario.Name, StringComparer.Ordinal))];
        string[] parts = [.. Parts.Keys.Where(part => names.Contains(part, StringComparer.Ordinal))];
        if (names.Length != scenarios.Length + parts.Length)
        {
            await Console.Error.WriteLineAsync($"Parts are {string.Join(", ", Parts.Keys)}; scenarios are {string.Join(", ", AllScenarios.List)}.").ConfigureAwait(false);
            return 2;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $".NET {Environment.Version}, {Environment.ProcessorCount} processors, {Machine.Load}"));
        var verdicts = new Verdicts();
        foreach (var part in parts.Length > 0 ? parts : [.. Parts.Keys])
        {
            await Parts[part](scenarios.Length > 0 ? scenarios : AllScenarios.List, verdicts).ConfigureAwait(false);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{verdicts.Held - verdicts.Missed.Count} of {verdicts.Held} musts met; {Machine.Load}"));
        foreach (var missed in verdicts.Missed)
        {
            Console.WriteLine($"- missed: {missed}");
        }

        return args.Contains(Check, StringComparer.Ordinal) && verdicts.Missed.Count > 0 ? 1 : 0;
    }
}
