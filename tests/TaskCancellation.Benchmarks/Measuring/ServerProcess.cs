using System.Diagnostics;
using System.Globalization;

namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>This program as a server, in a process of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, int port)
    {
        this.process = process;
        Root = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
    }

    internal Uri Root { get; }

    internal static async Task<ServerProcess> StartAsync(params string[] what)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve", .. what]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var port = await process.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        return new ServerProcess(process, int.Parse(port ?? throw new InvalidOperationException("The server did not start."), CultureInfo.InvariantCulture));
    }

    /// <summary>How many requests it has had, and what processor time it has taken.</summary>
    internal async Task<(long Requests, TimeSpan Processor)> AskAsync()
    {
        await process.StandardInput.WriteLineAsync().ConfigureAwait(false);
        await process.StandardInput.FlushAsync().ConfigureAwait(false);
        var words = (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false))!.Split(' ');
        return (long.Parse(words[0], CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(long.Parse(words[1], CultureInfo.InvariantCulture)));
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
