using System.Runtime;

namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>
/// Times sides against each other: they take turns in one process, in rounds of some milliseconds each, and what counts is the median over the rounds.
/// Tiered compilation is as it comes, for all sides alike; the warm-up goes on until nothing more is compiled, which on a busy machine takes a while.
/// </summary>
internal static class Rounds
{
    private const int QuietTurns = 5;
    private const int MostWarmUp = 5;
    private static readonly TimeProvider Clock = TimeProvider.System;

    internal static async Task<IReadOnlyList<Timing>> RunAsync(IReadOnlyList<Side> sides, RoundSettings settings)
    {
        var counts = new int[sides.Count];
        for (var (turn, quiet) = (0, 0); (turn < settings.WarmUpTurns || quiet < QuietTurns) && turn < MostWarmUp * settings.WarmUpTurns; turn++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            for (var at = 0; at < sides.Count; at++)
            {
                counts[at] = await CountWithinAsync(sides[at], settings.WarmUp / settings.WarmUpTurns).ConfigureAwait(false);
            }

            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
        }

        var microseconds = sides.Select(_ => new double[settings.Rounds]).ToArray();
        GC.Collect();
        for (var round = 0; round < settings.Rounds; round++)
        {
            for (var turn = 0; turn < sides.Count; turn++)
            {
                // Who comes first changes, so that nobody always runs after the same one.
                var at = (round + turn) % sides.Count;
                var count = Math.Max(1, (int)(counts[at] * (settings.Round / (settings.WarmUp / settings.WarmUpTurns))));
                microseconds[at][round] = await TimeAsync(sides[at], count).ConfigureAwait(false) / count;
            }
        }

        var timings = new List<Timing>();
        for (var at = 0; at < sides.Count; at++)
        {
            var ratios = microseconds[at].Zip(microseconds[0], (own, floor) => own / floor);
            timings.Add(new Timing(sides[at].Name, Median(microseconds[at]), Median(ratios), await BytesAsync(sides[at], Math.Clamp(counts[at], 3, 2_000)).ConfigureAwait(false)));
        }

        return timings;
    }

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static async Task<int> CountWithinAsync(Side side, TimeSpan time)
    {
        var started = Clock.GetTimestamp();
        var count = 0;
        do
        {
            await side.CallAsync().ConfigureAwait(false);
            count++;
        }
        while (Clock.GetElapsedTime(started) < time);

        return (int)Math.Max(1, count * (time / Clock.GetElapsedTime(started)));
    }

    private static async Task<double> TimeAsync(Side side, int count)
    {
        var started = Clock.GetTimestamp();
        for (var call = 0; call < count; call++)
        {
            await side.CallAsync().ConfigureAwait(false);
        }

        return Clock.GetElapsedTime(started).TotalMicroseconds;
    }

    // The least of three: what the runtime itself allocates meanwhile, to compile or to count, only adds.
    private static async Task<double> BytesAsync(Side side, int count)
    {
        var least = double.MaxValue;
        for (var trial = 0; trial < 3; trial++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var call = 0; call < count; call++)
            {
                await side.CallAsync().ConfigureAwait(false);
            }

            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count);
        }

        return least;
    }
}

/// <summary>How long sides are measured.</summary>
/// <param name="WarmUp">Of each side, at least, all turns together.</param>
/// <param name="WarmUpTurns">In how many turns.</param>
/// <param name="Round">Of each side, in each round.</param>
/// <param name="Rounds">How many.</param>
internal sealed record RoundSettings(TimeSpan WarmUp, int WarmUpTurns, TimeSpan Round, int Rounds)
{
    internal static RoundSettings Default { get; } = new(TimeSpan.FromSeconds(2), 20, TimeSpan.FromMilliseconds(30), 21);
}

/// <param name="Side">Whose.</param>
/// <param name="Microseconds">Of one call, the median.</param>
/// <param name="Ratio">To the first side of the same round, the median.</param>
/// <param name="Bytes">That one call allocates.</param>
internal sealed record Timing(string Side, double Microseconds, double Ratio, double Bytes);
