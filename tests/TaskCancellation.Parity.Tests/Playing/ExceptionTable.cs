using System.Text.RegularExpressions;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Playing;

/// <summary>The differences that are meant, as <c>exceptions.md</c> lists them: which recordings, which steps, and why.</summary>
internal sealed partial class ExceptionTable
{
    private readonly List<Row> rows;

    private ExceptionTable(IEnumerable<Row> rows) => this.rows = [.. rows];

    /// <summary>The reviewed table.</summary>
    internal static ExceptionTable Reviewed { get; } = Parse(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "exceptions.md")));

    internal IReadOnlyList<Row> Rows => rows;

    /// <summary>Reads the rows of the table <c>| recording | section | request | reason |</c>; <c>*</c> stands for anything, <c>\*</c> for itself.</summary>
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
    /// <param name="Section">The section, or a step of it: <c>section/name</c>.</param>
    /// <param name="Request">Method and path.</param>
    /// <param name="Reason">Why.</param>
    internal sealed partial record Row(string Recording, string Section, string Request, string Reason)
    {
        internal bool Covers(Recording recording, RecordedStep step) =>
            Matches(Recording, recording.Name) && (Matches(Section, step.Section) || Matches(Section, $"{step.Section}/{step.Name}")) && Matches(Request, $"{step.Method} {step.Path}");

        private static bool Matches(string pattern, string text) =>
            Regex.IsMatch(text, $@"\A{Wildcard().Replace(pattern, part => part.Value switch { "*" => ".*", @"\*" => @"\*", _ => Regex.Escape(part.Value) })}\z", RegexOptions.Singleline | RegexOptions.CultureInvariant);

        /// <summary>An asterisk, one that stands for itself, or what is neither.</summary>
        [GeneratedRegex(@"\\?\*|[^*\\]+|\\")]
        private static partial Regex Wildcard();
    }
}
