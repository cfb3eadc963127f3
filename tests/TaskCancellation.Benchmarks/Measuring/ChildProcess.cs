using System.Diagnostics;

namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>A process that is started to be measured.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program to its end, and returns what it printed.</summary>
    internal static async Task<string> RunAsync(string program, IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().ConfigureAwait(false);
        var printed = await output.ConfigureAwait(false);
        return process.ExitCode == 0 ? printed.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)} failed with {process.ExitCode}: {await error.ConfigureAwait(false)}{printed}");
    }
}
