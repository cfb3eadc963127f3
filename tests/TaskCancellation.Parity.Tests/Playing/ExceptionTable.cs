using System.Text.RegularExpressions;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Playing;

/// <summary>The differences that are meant, as <c>exceptions.md</c> lists them: which recordings, which steps, and why.</summary>
internal sealed class ExceptionTable
{
    private readonly List<Row> rows;

    private ExceptionTable(IEnumerable<Row> rows) => this.rows = [.. rows];

    /// <summary>The reviewed table.</summary>
    internal static ExceptionTable Reviewed { get; } = Parse(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "exceptions.md")));

    internal IReadOnlyList<Row> Rows => rows;

    /// <summary>Reads the rows of the table <c>| recording | section | request | reason |</c>; <c>*</c> stands for anything.</summary>
    internal static ExceptionTable Parse(IEnumerable<string> lines) => new(
        from line in lines
        where line.StartsWith('|')
        let cells = line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim().Trim('`')).ToArray()
        where cells.Length == 4 && cells[0] != "recording" && !cells[0].StartsWith("---", StringComparison.Ordinal)
        select new Row(cells[0], cells[1], cells[2], cells[3]));

    /// <summary>The row that says why this step may differ; null for none.</summary>
    internal Row? Find(Recording recording, RecordedStep step) => rows.Find(row => row.Covers(recording, step));

    /// <summary>A kind of steps that may differ.</summary>
    /// <param name="Recording">The recording's name.</param>
    /// <param name="Section">The section.</param>
    /// <param name="Request">Method and path, and where it matters a header: <c>GET /_tasks accept: text/html</c>.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Row(string Recording, string Section, string Request, string Reason)
    {
        internal bool Covers(Recording recording, RecordedStep step) =>
            Matches(Recording, recording.Name) && Matches(Section, step.Section) && Forms(step).Any(form => Matches(Request, form));

        private static IEnumerable<string> Forms(RecordedStep step)
        {
            var request = $"{step.Method} {step.Path}";
            return step.Sent.SelectMany(header => header.Value, (header, value) => $"{request} {header.Key}: {value}").Prepend(request);
        }

        private static bool Matches(string pattern, string text) =>
            Regex.IsMatch(text, $@"\A{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}\z", RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
