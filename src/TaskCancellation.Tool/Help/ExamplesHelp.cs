using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using TaskCancellation.Tool.Commands;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Help;

/// <summary>The usual help, followed by examples and the exit codes.</summary>
internal sealed class ExamplesHelp(HelpAction usual) : SynchronousCommandLineAction
{
    internal static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new ExamplesHelp((HelpAction)option.Action!);
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        IReadOnlyList<string> examples = command is ToolCommand tool ? tool.Examples
            : [.. command.Subcommands.OfType<ToolCommand>().Select(one => one.Examples[0])];
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  {example}");
        }

        output.WriteLine();
        output.WriteLine("Exit codes:");
        foreach (var line in ExitCodes.Describe())
        {
            output.WriteLine(line);
        }

        return code;
    }
}
