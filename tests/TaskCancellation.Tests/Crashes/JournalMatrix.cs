using System.Globalization;
using System.Text;

namespace TaskCancellation.Tests.Crashes;

/// <summary>Every fault of a journal that these fixtures have played, how often, what the library said, and what was wrong. It is printed when the last of them has ended, and written to journal-matrix.md beside the tests.</summary>
[SetUpFixture]
internal sealed class JournalMatrix
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Row> Rows = new(StringComparer.Ordinal);

    /// <summary>Counts a cell.</summary>
    /// <param name="fault">What was done to the journal.</param>
    /// <param name="said">How the run ended for its caller.</param>
    /// <param name="problems">What is wrong with that.</param>
    internal static void Count(string fault, string said, IReadOnlyCollection<string> problems)
    {
        lock (Gate)
        {
            var row = Rows.GetValueOrDefault(fault) ?? (Rows[fault] = new Row());
            row.Cells++;
            row.Violations += problems.Count > 0 ? 1 : 0;
            row.Said[said] = row.Said.GetValueOrDefault(said) + 1;
        }
    }

    /// <summary>Says of a fault that this machine cannot play it.</summary>
    internal static void Skip(string fault, string why)
    {
        lock (Gate)
        {
            Rows.TryAdd(fault, new Row());
            Rows[fault].Said[why] = 0;
        }
    }

    [OneTimeTearDown]
    public async Task PrintAsync()
    {
        if (Rows.Count == 0)
        {
            return;
        }

        var table = new StringBuilder("| fault | cells | what the library said | violations |\n| --- | --- | --- | --- |\n");
        foreach (var (fault, row) in Rows.OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            var said = row.Said.OrderByDescending(one => one.Value).Select(one => one.Value is 0 || row.Said.Count == 1 ? one.Key : string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value}"));
            table.Append(CultureInfo.InvariantCulture, $"| {fault} | {row.Cells} | {string.Join(", ", said)} | {row.Violations} |\n");
        }

        table.Append(CultureInfo.InvariantCulture, $"\njournal matrix {Rows.Values.Sum(row => row.Cells)} cells, violations {Rows.Values.Sum(row => row.Violations)}");
        Summary.Write("journal-matrix", table.ToString());
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "journal-matrix.md"), table.ToString());
    }

    private sealed class Row
    {
        internal int Cells { get; set; }

        internal int Violations { get; set; }

        internal Dictionary<string, int> Said { get; } = new(StringComparer.Ordinal);
    }
}
