using Spectre.Console;

namespace Quickstart;

/// <summary>How the sample prints: plain and wide when nobody watches.</summary>
internal static class Output
{
    private const int WidthOfFiles = 140;

    internal static void Prepare()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Width = WidthOfFiles;
        }
    }

    internal static Table CreateTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        return table;
    }
}
