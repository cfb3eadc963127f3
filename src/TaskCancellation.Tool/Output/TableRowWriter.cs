using Spectre.Console;

namespace TaskCancellation.Tool.Output;

/// <summary>Tables, without the columns that would be empty. After many rows a table is printed and the next one begins, so that memory stays flat.</summary>
internal sealed class TableRowWriter(IAnsiConsole console) : RowWriter
{
    private const int MostRows = 1000;
    private readonly List<IReadOnlyList<Field>> rows = [];

    internal override void Write(IReadOnlyList<Field> row)
    {
        rows.Add([.. row]);
        if (rows.Count == MostRows)
        {
            Complete();
        }
    }

    internal override void Complete()
    {
        if (rows.Count > 0)
        {
            console.Write(Create(console, rows));
            rows.Clear();
        }
    }

    /// <summary>Makes a table of rows, without lines outside of a terminal. Their text is shown as it is, never read as markup.</summary>
    internal static Table Create(IAnsiConsole console, IReadOnlyList<IReadOnlyList<Field>> rows)
    {
        var table = new Table { Border = console.Profile.Out.IsTerminal ? TableBorder.Simple : TableBorder.None, BorderStyle = Style.Plain };
        var names = rows[0].Where(field => field.Column is not null && rows.Any(row => CellText.Of(Find(row, field.Name).Value).Length > 0)).Select(field => field.Name).ToArray();
        foreach (var name in names)
        {
            table.AddColumn(new TableColumn(new Text(Find(rows[0], name).Column!, new Style(decoration: Decoration.Bold))) { NoWrap = name is "id" });
        }

        foreach (var row in rows)
        {
            table.AddRow(names.Select(name => Cell(Find(row, name))));
        }

        return table;
    }

    private static Field Find(IReadOnlyList<Field> row, string name) => row.FirstOrDefault(field => field.Name == name);

    private static Text Cell(Field field) => new(field.Value is DateTimeOffset instant ? CellText.Short(instant) : CellText.Of(field.Value), field.Name is "verdict" or "state" ? new Style(ColorOf(field.Value)) : Style.Plain);

    private static Color ColorOf(object? value) => value?.ToString() switch
    {
        "Canceled" or "AlreadyCanceled" or "CompletedFirst" or "Ended" or "Succeeded" => Color.Green,
        "Accepted" or "StillRunning" or "NotAttempted" or "NotCancelable" or "Canceling" => Color.Yellow,
        "Denied" or "Rejected" or "Indeterminate" or "NotFound" or "Failed" => Color.Red,
        _ => Color.Default,
    };
}
