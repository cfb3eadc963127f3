using System.Diagnostics;

namespace TaskCancellation.Probes.Soak;

/// <summary>Measures what this process holds.</summary>
internal sealed class SoakMeter
{
    private const string Open = "/proc/self/fd";

    private readonly Process self = Process.GetCurrentProcess();

    internal List<SoakSample> Samples { get; } = [];

    internal void Measure(string phase, double seconds, long calls)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        self.Refresh();
        var (handles, sockets) = CountHandles();
        Samples.Add(new SoakSample(phase, Math.Round(seconds, 1), calls, GC.GetTotalMemory(forceFullCollection: true), self.WorkingSet64, handles, sockets, self.Threads.Count, Timer.ActiveCount));
    }

    private (int Handles, int Sockets) CountHandles()
    {
        if (!Directory.Exists(Open))
        {
            return (self.HandleCount, 0);
        }

        var (handles, sockets) = (0, 0);
        foreach (var file in Directory.EnumerateFileSystemEntries(Open))
        {
            if (new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true)
            {
                sockets++;
            }
            else
            {
                handles++;
            }
        }

        return (handles, sockets);
    }
}
