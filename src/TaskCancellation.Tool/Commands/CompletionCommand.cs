using System.CommandLine;
using TaskCancellation.Tool.Help;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Prints the script that completes command lines in a shell.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private readonly Argument<string> shell = new Argument<string>("shell") { Description = "The shell." }.AcceptOnlyFromAmong([.. CompletionScripts.All.Keys]);

    internal CompletionCommand(ToolHost host)
        : base(host, "completion", "Prints the script that completes taskcancel's command lines in a shell.") => Add(shell);

    internal override IReadOnlyList<string> Examples =>
    [
        "source <(taskcancel completion bash)",
        "taskcancel completion zsh > ~/.zsh/completions/_taskcancel",
        "taskcancel completion fish > ~/.config/fish/completions/taskcancel.fish",
        "taskcancel completion pwsh | Out-String | Invoke-Expression",
    ];

    protected override Task<ExitCode> RunAsync(ParseResult parsed)
    {
        Host.Out.Write(CompletionScripts.All[parsed.GetRequiredValue(shell)]);
        return Task.FromResult(ExitCode.Done);
    }
}
