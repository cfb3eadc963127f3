using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Output;

/// <summary>Prints rows of one shape. <see cref="Complete"/> prints what is still held back.</summary>
internal abstract class RowWriter
{
    internal static RowWriter Create(ToolHost host, OutputFormat format) => format switch
    {
        OutputFormat.Json => new JsonRowWriter(host.Out),
        OutputFormat.Csv => new CsvRowWriter(host.Out),
        _ => new TableRowWriter(host.OutConsole),
    };

    internal abstract void Write(IReadOnlyList<Field> row);

    internal virtual void Complete()
    {
    }
}
