namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>How busy the machine is: figures of a busy one are to be read with care.</summary>
internal static class Machine
{
    private const string LoadFile = "/proc/loadavg";

    internal static string Load => File.Exists(LoadFile) ? $"load {string.Join(' ', File.ReadAllText(LoadFile).Split(' ')[..3])}" : "load unknown";
}
