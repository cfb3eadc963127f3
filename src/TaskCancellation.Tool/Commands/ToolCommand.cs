using System.CommandLine;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>A command: whatever ends it is told as a sentence and an exit code.</summary>
internal abstract class ToolCommand : Command
{
    protected ToolCommand(ToolHost host, string name, string description)
        : base(name, description)
    {
        Host = host;
        SetAction(async (parsed, _) =>
        {
            try
            {
                return (int)await RunAsync(parsed);
            }
            catch (Exception failure)
            {
                return (int)Failures.Report(Host, failure);
            }
        });
    }

    /// <summary>Examples for the help.</summary>
    internal abstract IReadOnlyList<string> Examples { get; }

    protected ToolHost Host { get; }

    protected abstract Task<ExitCode> RunAsync(ParseResult parsed);
}
