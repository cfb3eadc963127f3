using System.Globalization;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>A hundred thousand ids, over real connections to another process.</summary>
internal static class BulkRatios
{
    private const int Ids = 100_000;
    private const int WarmUp = 20_000;
    private static readonly TimeProvider Clock = TimeProvider.System;

    internal static async Task RunAsync(IReadOnlyList<Scenario> scenarios, Verdicts verdicts)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            ## {Ids:N0} ids, over loopback

            Processor time is that of the client's process.

            """));
        var table = new Table("batch", "requests", "floor: s, CPU s, bytes an id", "library: s, CPU s, bytes an id", "time ratio", "CPU ratio", "must: time, CPU, bytes", "ok?");
        await RunAsync(Bulk.CloudFoundry, rounds: 3, table, verdicts).ConfigureAwait(false);
        await RunAsync(Bulk.Vault, rounds: 7, table, verdicts).ConfigureAwait(false);
    }

    private static async Task RunAsync(Bulk bulk, int rounds, Table table, Verdicts verdicts)
    {
        using var server = await ServerProcess.StartAsync(bulk.Service).ConfigureAwait(false);
        using var http = new HttpClient(new SocketsHttpHandler());
        await bulk.FloorAsync(http, server.Root, WarmUp).ConfigureAwait(false);
        await bulk.LibraryAsync(server.Root, WarmUp).ConfigureAwait(false);
        var (floor, library) = (new List<Run>(), new List<Run>());
        for (var round = 0; round < rounds; round++)
        {
            floor.Add(await MeasureAsync(server, () => bulk.FloorAsync(http, server.Root, Ids)).ConfigureAwait(false));
            library.Add(await MeasureAsync(server, () => bulk.LibraryAsync(server.Root, Ids)).ConfigureAwait(false));
        }

        var (time, processor) = (Ratio(floor, library, run => run.Seconds), Ratio(floor, library, run => run.Processor));
        var (bytes, budget) = (Rounds.Median(library.Select(run => run.Bytes)), Budgets.Bulks[bulk.Name]);
        var requests = library.Max(run => run.Requests);
        var ok = verdicts.Equal($"{bulk.Name}, requests", requests, Ids / bulk.IdsPerRequest);
        ok &= verdicts.AtMost($"{bulk.Name}, bytes an id", bytes, budget.BytesAnId.Must);
        ok &= budget.Time is not { } slow || verdicts.AtMost($"{bulk.Name}, time ratio", time, slow.Must);
        ok &= budget.Processor is not { } busy || verdicts.AtMost($"{bulk.Name}, processor time ratio", processor, busy.Must);
        table.Row(
            bulk.Name,
            requests.ToString("N0", CultureInfo.InvariantCulture),
            Describe(floor),
            Describe(library),
            Table.Number(time),
            Table.Number(processor),
            $"{Must(budget.Time)}, {Must(budget.Processor)}, {Must(budget.BytesAnId)}",
            ok ? "yes" : "no");
    }

    private static async Task<Run> MeasureAsync(ServerProcess server, Func<Task<int>> runAsync)
    {
        var (before, _) = await server.AskAsync().ConfigureAwait(false);
        var (allocated, processor, started) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime, Clock.GetTimestamp());
        var taken = await runAsync().ConfigureAwait(false);
        var run = new Run(Clock.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)Ids, 0);
        var (after, _) = await server.AskAsync().ConfigureAwait(false);
        return taken == Ids ? run with { Requests = after - before } : throw new InvalidOperationException($"Of {Ids} ids {taken} were taken.");
    }

    private static double Ratio(List<Run> floor, List<Run> library, Func<Run, double> figure) => Rounds.Median(library.Zip(floor, (own, other) => figure(own) / figure(other)));

    private static string Describe(List<Run> runs) =>
        string.Join(", ", new Func<Run, double>[] { run => run.Seconds, run => run.Processor, run => run.Bytes }.Select(figure => Table.Number(Rounds.Median(runs.Select(figure)))));

    private static string Must(Limit? limit) => limit is { Must: var must } ? Table.Number(must) : "none";

    private readonly record struct Run(double Seconds, double Processor, double Bytes, long Requests);
}
