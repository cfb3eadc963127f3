using System.CommandLine;
using System.CommandLine.Invocation;
using TaskCancellation.Tool.Commands;

namespace TaskCancellation.Tool.Running;

/// <summary>One run of the tool, from its arguments to its exit code.</summary>
internal static class ToolRun
{
    private const int MostErrors = 3;

    internal static async Task<int> InvokeAsync(ToolHost host, params IReadOnlyList<string> arguments)
    {
        if (FindEmpty(arguments) is { } empty)
        {
            host.Say(empty);
            return (int)ExitCode.Usage;
        }

        // An id may begin with @: no argument is taken for a file of arguments.
        var parsed = new TaskCancelCommand(host).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            // An unknown command makes every option after it unknown too.
            foreach (var message in parsed.Errors.Select(error => error.Message).Distinct().Take(MostErrors))
            {
                host.Say(message);
            }

            host.Say($"'{Path(parsed.CommandResult.Command)} --help' shows how it is used.");
            return (int)ExitCode.Usage;
        }

        // Signals are the host's; what ends a command is told by the command.
        return await parsed.InvokeAsync(new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>An unset variable of a shell leaves an empty argument, or nothing after the equals sign. It is refused, not ignored.</summary>
    private static string? FindEmpty(IReadOnlyList<string> arguments)
    {
        for (var at = 0; at < arguments.Count; at++)
        {
            var argument = arguments[at];
            var isSuggestion = at > 0 && arguments[0].StartsWith("[suggest", StringComparison.Ordinal);
            if (isSuggestion)
            {
                continue;
            }

            if (string.IsNullOrWhiteSpace(argument))
            {
                return $"Argument {at + 1}{(at > 0 ? $", after {arguments[at - 1]}," : "")} is empty: is a variable not set?";
            }

            if (argument.StartsWith("--", StringComparison.Ordinal) && argument.EndsWith('='))
            {
                return $"{argument} has no value: is a variable not set?";
            }
        }

        return null;
    }

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : command.Name;
}
