using System.Diagnostics;

namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>A file system of its own in memory, to be filled or made read-only. Only Linux makes one, and only for those who may mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Ballast = "ballast";

    private SmallDisk(string path) => Path = path;

    internal string Path { get; }

    /// <summary>Makes one; null where that is not possible.</summary>
    internal static SmallDisk? Mount()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var path = Directory.CreateTempSubdirectory("disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", "size=2m", "none", path))
        {
            return new SmallDisk(path);
        }

        Directory.Delete(path);
        return null;
    }

    /// <summary>Leaves no byte of room.</summary>
    internal void Fill()
    {
        using var file = new FileStream(System.IO.Path.Combine(Path, Ballast), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    internal void Empty() => File.Delete(System.IO.Path.Combine(Path, Ballast));

    internal void SetReadOnly(bool isReadOnly) => Assert.That(Run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Path));

    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(Path);
    }

    private static bool Run(string program, params string[] args)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
