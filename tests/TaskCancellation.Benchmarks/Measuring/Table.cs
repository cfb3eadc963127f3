using System.Globalization;

namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>A table in Markdown, printed row by row: a long run shows what it has.</summary>
internal sealed class Table
{
    private readonly int columns;

    internal Table(params string[] columns)
    {
        this.columns = columns.Length;
        Write(columns);
        Write([.. columns.Select((_, at) => at == 0 ? "---" : "---:")]);
    }

    internal void Row(params string[] cells) =>
        Write(cells.Length == columns ? cells : throw new ArgumentException("A row has as many cells as there are columns.", nameof(cells)));

    internal static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("N1", CultureInfo.InvariantCulture),
        _ => value.ToString("N2", CultureInfo.InvariantCulture),
    };

    private static void Write(string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}
