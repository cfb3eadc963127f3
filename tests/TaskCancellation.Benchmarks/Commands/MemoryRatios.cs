using System.Globalization;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>Time and bytes of one call over canned bytes, of the library and of its peers, over the floor's.</summary>
internal static class MemoryRatios
{
    internal static async Task RunAsync(IReadOnlyList<Scenario> scenarios, Verdicts verdicts)
    {
        Console.WriteLine("""

            ## One call, in memory

            Ratios are medians of rounds in which the sides take turns. Musts of bytes are for each request. ok: the musts are met, and no peer is faster.

            """);
        var table = new Table("scenario", "requests", "floor us, bytes", "library us, bytes", "time ratio", "bytes a request", "peers: time ratio, bytes", "must: time, bytes", "ok?");
        foreach (var scenario in scenarios)
        {
            await RunAsync(scenario, table, verdicts).ConfigureAwait(false);
        }
    }

    private static async Task RunAsync(Scenario scenario, Table table, Verdicts verdicts)
    {
        using var memory = new InMemory(scenario);
        await memory.IntroduceAsync().ConfigureAwait(false);
        var calls = await memory.CallAllAsync().ConfigureAwait(false);
        var (floorSent, librarySent) = (calls[0].Requests.Count, calls[1].Requests.Count);
        verdicts.Equal($"{scenario.Name}, requests of the library", librarySent, floorSent);
        var timings = await Rounds.RunAsync(memory.Sides, RoundSettings.Default).ConfigureAwait(false);
        var (floor, library) = (timings[0], timings[1]);
        Timing[] peers = [.. timings.Skip(2)];
        var budget = Budgets.Calls[scenario.Name];
        var bytes = library.Bytes / librarySent;
        var ok = verdicts.AtMost($"{scenario.Name}, time ratio in memory", library.Ratio, budget.Time.Must);
        ok &= verdicts.AtMost($"{scenario.Name}, bytes a request", bytes, budget.Bytes.Must);
        foreach (var peer in peers)
        {
            ok &= verdicts.AtMost($"{scenario.Name}, time over that of {peer.Side}", library.Ratio / peer.Ratio, 1);
        }

        table.Row(
            scenario.Name,
            librarySent.ToString(CultureInfo.InvariantCulture),
            $"{Table.Number(floor.Microseconds)}, {Table.Number(floor.Bytes)}",
            $"{Table.Number(library.Microseconds)}, {Table.Number(library.Bytes)}",
            Table.Number(library.Ratio),
            Table.Number(bytes),
            peers.Length == 0 ? "none" : string.Join("; ", peers.Select(peer => $"{peer.Side} {Table.Number(peer.Ratio)}, {Table.Number(peer.Bytes)}")),
            $"{Table.Number(budget.Time.Must)}, {Table.Number(budget.Bytes.Must)}",
            ok ? "yes" : "no");
    }
}
