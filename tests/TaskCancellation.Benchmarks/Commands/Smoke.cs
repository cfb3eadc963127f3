using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>Every scenario once through every side: all must understand the same. Nothing is timed.</summary>
internal static class Smoke
{
    internal static async Task<int> RunAsync()
    {
        foreach (var scenario in AllScenarios.List)
        {
            using var memory = new InMemory(scenario);
            await memory.CompareAsync().ConfigureAwait(false); // A client may introduce itself before its first request.
            var requests = await memory.CompareAsync().ConfigureAwait(false);
            for (var at = 0; at < requests.Count; at++)
            {
                Console.WriteLine($"{scenario.Name}, {memory.Sides[at].Name}: {string.Join(" | ", requests[at])}");
                if (requests[at].Count != requests[0].Count)
                {
                    await Console.Error.WriteLineAsync($"{scenario.Name}: {memory.Sides[at].Name} sends another number of requests than the floor.").ConfigureAwait(false);
                    return 1;
                }
            }
        }

        return 0;
    }
}
