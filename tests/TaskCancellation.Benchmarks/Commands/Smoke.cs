using System.Globalization;
using TaskCancellation.Benchmarks.Growth;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>Everything once, through every side, in memory and over loopback: all must understand the same, by the same sorts of requests. Nothing is timed.</summary>
internal static class Smoke
{
    private const int Ids = 2_000;
    private const int Items = 10;
    private static int compared;

    internal static async Task<int> RunAsync()
    {
        var isFine = true;
        foreach (var scenario in AllScenarios.List)
        {
            isFine &= await CompareInMemoryAsync(scenario).ConfigureAwait(false);
            isFine &= await CompareOverLoopbackAsync(scenario).ConfigureAwait(false);
        }

        isFine &= await CompareAsync(Bulk.CloudFoundry).ConfigureAwait(false);
        isFine &= await CompareAsync(Bulk.Vault).ConfigureAwait(false);
        foreach (var series in Series.All)
        {
            isFine &= Expect($"{series.Name}, items", await series.Prepare(Items)().ConfigureAwait(false), Items);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{compared} answers and counts compared{(isFine ? "" : "; not all are as expected")}"));
        return isFine ? 0 : 1;
    }

    private static async Task<bool> CompareInMemoryAsync(Scenario scenario)
    {
        using var memory = new InMemory(scenario);
        await memory.IntroduceAsync().ConfigureAwait(false);
        var sides = await memory.CallAllAsync().ConfigureAwait(false);
        var isFine = true;
        foreach (var (side, answer, requests) in sides)
        {
            isFine &= Expect($"{scenario.Name}, {side}", answer, sides[0].Answer);
            isFine &= Expect($"{scenario.Name}, {side}, requests", string.Join(", ", requests), string.Join(", ", sides[0].Requests));
        }

        return isFine;
    }

    private static async Task<bool> CompareOverLoopbackAsync(Scenario scenario)
    {
        using var server = await ServerProcess.StartAsync(scenario.Name).ConfigureAwait(false);
        using var http = new HttpClient(new SocketsHttpHandler());
        var expected = await scenario.Floor(http, server.Root)().ConfigureAwait(false);
        var isFine = true;
        foreach (var side in (Side[])[new Side("library", scenario.Library(null, server.Root)), .. scenario.Peers(null, server.Root)])
        {
            isFine &= Expect($"{scenario.Name}, {side.Name} over loopback", await side.CallAsync().ConfigureAwait(false), expected);
        }

        return isFine;
    }

    private static async Task<bool> CompareAsync(Bulk bulk)
    {
        using var server = await ServerProcess.StartAsync(bulk.Service).ConfigureAwait(false);
        using var http = new HttpClient(new SocketsHttpHandler());
        var isFine = Expect($"{bulk.Name}, by hand", await bulk.FloorAsync(http, server.Root, Ids).ConfigureAwait(false), Ids);
        isFine &= Expect($"{bulk.Name}, library", await bulk.LibraryAsync(server.Root, Ids).ConfigureAwait(false), Ids);
        var (requests, _) = await server.AskAsync().ConfigureAwait(false);
        return isFine & Expect($"{bulk.Name}, requests of both", requests, 2L * Ids / bulk.IdsPerRequest);
    }

    private static bool Expect<T>(string what, T actual, T expected)
        where T : notnull
    {
        compared++;
        if (actual.Equals(expected))
        {
            return true;
        }

        Console.Error.WriteLine($"{what}: {actual}, expected {expected}");
        return false;
    }
}
