using System.CommandLine;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Output;

/// <summary>The options that choose the form of printed data.</summary>
internal sealed class FormatOptions
{
    private readonly Option<bool> json = new("--json") { Description = "Print JSON Lines: one object on each line." };
    private readonly Option<bool> csv = new("--csv") { Description = "Print CSV with a header." };

    internal void AddTo(Command command)
    {
        command.Add(json);
        command.Add(csv);
    }

    internal OutputFormat Read(ParseResult parsed) => (parsed.GetValue(json), parsed.GetValue(csv)) switch
    {
        (true, true) => throw new UsageException("--json and --csv do not go together."),
        (true, _) => OutputFormat.Json,
        (_, true) => OutputFormat.Csv,
        _ => OutputFormat.Table,
    };
}
