using Spectre.Console;
using TaskCancellation.Tool.Output;

namespace TaskCancellation.Tool.Running;

/// <summary>What surrounds a run of the tool: streams, terminal, environment, clock, network and signals. Tests bring their own.</summary>
internal sealed class ToolHost
{
    // Nothing is wrapped in a file: one task is one line.
    private const int WidthOfFiles = 4000;

    /// <summary>Data goes here, and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Messages, questions and progress go here.</summary>
    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    public bool IsInputTerminal { get; init; }

    public bool IsOutputTerminal { get; init; }

    public bool IsErrorTerminal { get; init; }

    public required Func<string, string?> GetVariable { get; init; }

    /// <summary>Reads a line that is not shown.</summary>
    public required Func<string> ReadHidden { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Makes the connection to an endpoint; null for the client's own.</summary>
    public Func<Uri, HttpClient?> Connect { get; init; } = _ => null;

    /// <summary>Fires when the user wants the tool to stop.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Whether a question would reach somebody.</summary>
    internal bool CanAsk => IsInputTerminal && IsErrorTerminal;

    internal IAnsiConsole OutConsole => field ??= CreateConsole(Out, IsOutputTerminal);

    internal IAnsiConsole ErrorConsole => field ??= CreateConsole(Error, IsErrorTerminal);

    /// <summary>Prints a message.</summary>
    internal void Say(string message) => Error.WriteLine(Neutral.Of(message));

    private IAnsiConsole CreateConsole(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal && GetVariable("TERM") != "dumb" ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && string.IsNullOrEmpty(GetVariable("NO_COLOR")) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = WidthOfFiles;
        }

        return console;
    }
}
