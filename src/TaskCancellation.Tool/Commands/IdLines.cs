namespace TaskCancellation.Tool.Commands;

/// <summary>The ids in lines of text.</summary>
internal static class IdLines
{
    internal static IEnumerable<string> Of(IEnumerable<string> lines) => lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');

    internal static async IAsyncEnumerable<string> ReadAsync(TextReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            foreach (var id in Of([line]))
            {
                yield return id;
            }
        }
    }
}
