using System.Globalization;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>Many callers at once, over real connections to another process.</summary>
internal static class LoopbackRatios
{
    private const int Callers = 32;
    private const int Rounds = 11;
    private const int RoundsOfSlow = 5;
    private const int CallsOfSlow = 100;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.5);
    private static readonly TimeProvider Clock = TimeProvider.System;

    internal static async Task RunAsync(IReadOnlyList<Scenario> scenarios, Verdicts verdicts)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            ## {Callers} callers, over loopback

            Each side has its own connections to a server in another process; the sides take turns of {Round.TotalSeconds} s. Throughput counts whole calls. The share is what the server took of all processor time.

            """));
        var table = new Table("scenario", "floor, calls/s", "library, calls/s", "throughput ratio", "peers: throughput ratio", "server's share", "must", "ok?");
        foreach (var scenario in scenarios)
        {
            await RunAsync(scenario, table, verdicts).ConfigureAwait(false);
        }
    }

    private static async Task RunAsync(Scenario scenario, Table table, Verdicts verdicts)
    {
        using var server = await ServerProcess.StartAsync(scenario.Name).ConfigureAwait(false);
        using var http = new HttpClient(new SocketsHttpHandler());
        Side[] sides = [new Side("floor", scenario.Floor(http, server.Root)), new Side("library", scenario.Library(null, server.Root)), .. scenario.Peers(null, server.Root)];
        var slowest = double.MaxValue;
        foreach (var side in sides)
        {
            slowest = Math.Min(slowest, await MeasureAsync(side, WarmUp).ConfigureAwait(false));
        }

        // Where a call takes long, its round waits for the last of all callers.
        var rounds = slowest < CallsOfSlow ? RoundsOfSlow : Rounds;
        var throughput = sides.Select(_ => new double[rounds]).ToArray();
        var (ownBefore, (_, serverBefore)) = (Environment.CpuUsage.TotalTime, await server.AskAsync().ConfigureAwait(false));
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < sides.Length; turn++)
            {
                var at = (round + turn) % sides.Length;
                throughput[at][round] = await MeasureAsync(sides[at], Round).ConfigureAwait(false);
            }
        }

        var (own, (_, serverAfter)) = (Environment.CpuUsage.TotalTime - ownBefore, await server.AskAsync().ConfigureAwait(false));
        double[] ratios = [.. throughput.Select(side => Measuring.Rounds.Median(side.Zip(throughput[0], (one, floor) => one / floor)))];
        var must = Budgets.Calls[scenario.Name].Throughput.Must;
        var ok = verdicts.AtLeast($"{scenario.Name}, throughput ratio at {Callers} callers", ratios[1], must);
        for (var at = 2; at < sides.Length; at++)
        {
            ok &= verdicts.AtLeast($"{scenario.Name}, throughput over that of {sides[at].Name}", ratios[1] / ratios[at], 1);
        }

        table.Row(
            scenario.Name,
            Table.Number(Measuring.Rounds.Median(throughput[0])),
            Table.Number(Measuring.Rounds.Median(throughput[1])),
            Table.Number(ratios[1]),
            sides.Length == 2 ? "none" : string.Join("; ", sides.Skip(2).Zip(ratios.Skip(2), (side, ratio) => $"{side.Name} {Table.Number(ratio)}")),
            ((serverAfter - serverBefore) / (own + serverAfter - serverBefore)).ToString("P0", CultureInfo.InvariantCulture),
            Table.Number(must),
            ok ? "yes" : "no");
    }

    private static async Task<double> MeasureAsync(Side side, TimeSpan time)
    {
        var calls = 0;
        var started = Clock.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync))).ConfigureAwait(false);
        return calls / Clock.GetElapsedTime(started).TotalSeconds;

        async Task CallAsync()
        {
            do
            {
                await side.CallAsync().ConfigureAwait(false);
                Interlocked.Increment(ref calls);
            }
            while (Clock.GetElapsedTime(started) < time);
        }
    }
}
