using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>The ids of a file or of the input stream, one on each line. Blank lines and lines that begin with # are skipped.</summary>
internal sealed class IdSource : IDisposable
{
    private readonly TextReader reader;

    internal IdSource(ToolHost host, string path)
    {
        if (path == "-")
        {
            reader = host.In;
            return;
        }

        // What can be read only once, such as a pipe of the shell, is not counted.
        var file = new StreamReader(path);
        reader = file;
        if (file.BaseStream.CanSeek)
        {
            var count = 0;
            while (file.ReadLine() is { } line)
            {
                count += IsId(line) ? 1 : 0;
            }

            Count = count;
            file.BaseStream.Position = 0;
            file.DiscardBufferedData();
        }
    }

    /// <summary>How many there are; null where that is not known beforehand.</summary>
    internal int? Count { get; }

    internal async IAsyncEnumerable<string> ReadAsync()
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (IsId(line))
            {
                yield return line.Trim();
            }
        }
    }

    public void Dispose() => reader.Dispose();

    private static bool IsId(string line) => line.AsSpan().Trim() is { Length: > 0 } text && text[0] != '#';
}
