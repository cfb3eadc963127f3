using System.Globalization;
using TaskCancellation.Benchmarks.Growth;
using TaskCancellation.Benchmarks.Measuring;
using TaskCancellation.Benchmarks.Scenarios;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>What an item costs among one, ten, and up to a million: the same, or something grows faster than the work.</summary>
internal static class GrowthTables
{
    private const int Most = 1_000_000;
    private const int FirstHeld = 1_000;
    private const double MostGrowth = 2;
    private const int Repetitions = 3;
    private static readonly TimeProvider Clock = TimeProvider.System;
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    // Ten times as many would take longer than anyone waits.
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(15);

    internal static async Task RunAsync(IReadOnlyList<Scenario> scenarios, Verdicts verdicts)
    {
        Console.WriteLine("""

            ## Growth, in memory

            Microseconds and bytes of an item, the service in memory included: the best of several runs. Bold where, from 1,000 on, an item takes more than twice the time it takes among a tenth as many. A series ends where a run takes more than 15 s.

            """);
        var table = new Table(["series", .. Sizes().Select(size => size.ToString("N0", CultureInfo.InvariantCulture))]);
        foreach (var series in Series.All)
        {
            await RunAsync(series, table, verdicts).ConfigureAwait(false);
        }
    }

    private static IEnumerable<int> Sizes()
    {
        for (var size = 1; size <= Most; size *= 10)
        {
            yield return size;
        }
    }

    private static async Task RunAsync(Series series, Table table, Verdicts verdicts)
    {
        await MeasureAsync(series, FirstHeld).ConfigureAwait(false); // Compiled by then.
        var (cells, before, isTooLong) = (new List<string>(), double.MaxValue, false);
        foreach (var size in Sizes())
        {
            if (isTooLong || size > series.Most)
            {
                cells.Add("");
                continue;
            }

            var (microseconds, bytes) = await MeasureAsync(series, size).ConfigureAwait(false);
            for (var again = 0; again < Repetitions && size >= FirstHeld && microseconds > before * MostGrowth; again++)
            {
                // What a busy machine has slowed down is faster the next time; what is superlinear is not.
                before = Math.Min(before, (await MeasureAsync(series, size / 10).ConfigureAwait(false)).Microseconds);
                microseconds = Math.Min(microseconds, (await MeasureAsync(series, size).ConfigureAwait(false)).Microseconds);
            }

            var isLinear = size < FirstHeld || verdicts.AtMost(string.Create(CultureInfo.InvariantCulture, $"{series.Name}, growth of the time of an item at {size:N0}"), microseconds / before, MostGrowth);
            var cell = $"{Table.Number(microseconds)}, {Table.Number(bytes)}";
            cells.Add(isLinear ? cell : $"**{cell}**");
            (before, isTooLong) = (microseconds, microseconds * size > TooLong.TotalMicroseconds);
        }

        table.Row([series.Name, .. cells]);
    }

    private static async Task<(double Microseconds, double Bytes)> MeasureAsync(Series series, int size)
    {
        var runAsync = series.Prepare(size);
        var (microseconds, bytes, began) = (double.MaxValue, double.MaxValue, Clock.GetTimestamp());
        for (var trial = 0; trial < 2 || Clock.GetElapsedTime(began) < Least; trial++)
        {
            GC.Collect();
            var (allocated, started) = (GC.GetTotalAllocatedBytes(precise: true), Clock.GetTimestamp());
            var met = await runAsync().ConfigureAwait(false);
            var elapsed = Clock.GetElapsedTime(started);
            microseconds = Math.Min(microseconds, elapsed.TotalMicroseconds / size);
            bytes = Math.Min(bytes, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)size);
            if (met != size)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{series.Name}: of {size} items {met} were met."));
            }

            if (elapsed > TooLong)
            {
                break;
            }
        }

        return (microseconds, bytes);
    }
}
