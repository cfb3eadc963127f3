using System.Diagnostics;
using System.Globalization;

namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>Another process, which keeps others from writing to a database.</summary>
internal sealed class LockHolder : IDisposable
{
    private readonly Process process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Program("tests/TaskCancellation.Probes"), "journal-lock"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>Has the file locked, until it is freed or for a time.</summary>
    internal void Lock(string path, int? milliseconds = null) => Tell($"lock {milliseconds?.ToString(CultureInfo.InvariantCulture) ?? "-"} {path}");

    internal void Free(string path) => Tell($"free - {path}");

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private void Tell(string command)
    {
        process.StandardInput.WriteLine(command);
        Assert.That(process.StandardOutput.ReadLine(), Is.EqualTo("done"));
    }
}
