using System.Globalization;
using TaskCancellation.Probes.Soak;

namespace TaskCancellation.Tests.Soak;

/// <summary>Whether what a process holds grows: by a line through the samples under load, and by what is left when the load is gone.</summary>
internal static class Growth
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>What may come and go: calls that are under way are alive.</summary>
    private const double Share = 0.1;

    internal static IEnumerable<string> Find(IReadOnlyList<SoakSample> samples, int callers)
    {
        var (before, after, disposed) = (Single(samples, "before"), Single(samples, "after"), Single(samples, "disposed"));

        // The first third is the start: pools fill, threads are added.
        SoakSample[] load = [.. samples.Where(sample => sample.Phase == "load")];
        load = load[(load.Length / 3)..];
        foreach (var (name, of, rise, rest) in ((string, Func<SoakSample, double>, double, double)[])
            [
                ("bytes of heap", sample => sample.Heap, 6 * Megabyte, 2 * Megabyte),
                ("handles", sample => sample.Handles, 24, 16),
                ("threads", sample => sample.Threads, 24, 16),
                ("timers", sample => sample.Timers, 64 + (callers / 4d), 10),
            ])
        {
            if (Rise(load, of) is var risen && risen > rise + (Share * load.Average(of)))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"grown: {name}, by {risen:F0} under load, from {load.Min(of):F0} to {load.Max(of):F0}");
            }

            if (of(after) > of(before) + rest + (Share * of(before)))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"grown: {name}, {of(before):F0} before and {of(after):F0} afterwards");
            }
        }

        if (load.Append(after).Max(sample => sample.Sockets) is var most && most > (callers * 2) + 64)
        {
            yield return $"grown: {most} sockets for {callers} callers";
        }

        if (disposed.Sockets > 64 || disposed.Timers > before.Timers + 16)
        {
            yield return $"grown: {disposed.Sockets} sockets and {disposed.Timers} timers are left of clients that were disposed of";
        }
    }

    /// <summary>How far the line of least squares rises from the first sample to the last.</summary>
    private static double Rise(SoakSample[] load, Func<SoakSample, double> of)
    {
        var (middle, mean) = (load.Average(sample => sample.Seconds), load.Average(of));
        var spread = load.Sum(sample => Math.Pow(sample.Seconds - middle, 2));
        return spread == 0 ? 0 : load.Sum(sample => (sample.Seconds - middle) * (of(sample) - mean)) / spread * (load[^1].Seconds - load[0].Seconds);
    }

    private static SoakSample Single(IReadOnlyList<SoakSample> samples, string phase) => samples.Single(sample => sample.Phase == phase);
}
