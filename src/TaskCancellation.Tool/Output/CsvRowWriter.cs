namespace TaskCancellation.Tool.Output;

/// <summary>CSV as RFC 4180 has it, with a header. Control characters are written as in a table.</summary>
internal sealed class CsvRowWriter(TextWriter output) : RowWriter
{
    private bool hasHeader;

    internal override void Write(IReadOnlyList<Field> row)
    {
        if (!hasHeader)
        {
            hasHeader = true;
            output.WriteLine(string.Join(',', row.Select(field => field.Name)));
        }

        output.WriteLine(string.Join(',', row.Select(field => Quote(CellText.Of(field.Value)))));
    }

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
