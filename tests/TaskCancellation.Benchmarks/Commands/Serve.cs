using System.Globalization;
using TaskCancellation.Benchmarks.Serving;

namespace TaskCancellation.Benchmarks.Commands;

/// <summary>The other process of everything that goes over loopback. Says its port; for each line it is sent, how many requests it has had, and its processor time; and ends with its input.</summary>
internal static class Serve
{
    internal static async Task<int> RunAsync(string[] args)
    {
        using var server = new SocketServer(Services.Create(args));
        using var ended = new CancellationTokenSource();
        var serving = server.RunAsync(ended.Token);
        Console.WriteLine(server.Port.ToString(CultureInfo.InvariantCulture));
        while (await Console.In.ReadLineAsync(ended.Token).ConfigureAwait(false) is not null)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{server.Requests} {Environment.CpuUsage.TotalTime.TotalMilliseconds:F0}"));
        }

        await ended.CancelAsync().ConfigureAwait(false);
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }
}
