using System.CommandLine;
using TaskCancellation.Tool.Filters;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>The options of every command that cancels: whether to ask, to wait, and how long.</summary>
internal sealed class CancelSwitches
{
    private readonly Option<bool> yes = new("--yes", "-y") { Description = "Do not ask. Without a terminal, nothing is canceled unless this is given." };
    private readonly Option<bool> noWait = new("--no-wait") { Description = "Do not wait for the tasks to end: an acknowledged cancellation is then 'Accepted', exit code 2." };
    private readonly Option<string?> timeout = new("--timeout") { HelpName = "AGE", Description = "How long to wait for the tasks to end, such as 90s or 10m. The default is the service's." };
    private readonly Option<bool> allowEmpty = new("--allow-empty") { Description = "Exit with 0, not 4, when nothing visible matches." };

    internal void AddTo(Command command, bool withAllowEmpty = true)
    {
        command.Add(yes);
        command.Add(noWait);
        command.Add(timeout);
        if (withAllowEmpty)
        {
            command.Add(allowEmpty);
        }
    }

    internal bool IsConfirmed(ParseResult parsed) => parsed.GetValue(yes);

    internal bool AllowsEmpty(ParseResult parsed) => parsed.GetValue(allowEmpty);

    /// <summary>How to wait; null for not at all.</summary>
    internal WaitOptions? Wait(ParseResult parsed)
    {
        var given = parsed.GetValue(timeout);
        return !parsed.GetValue(noWait) ? new WaitOptions { Timeout = given is null ? null : Age.Parse(timeout.Name, given) }
            : given is null ? null
            : throw new UsageException("--no-wait and --timeout do not go together.");
    }
}
