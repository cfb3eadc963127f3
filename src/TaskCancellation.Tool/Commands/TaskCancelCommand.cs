using System.CommandLine;
using TaskCancellation.Tool.Help;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>The command line as a whole.</summary>
internal sealed class TaskCancelCommand : RootCommand
{
    internal TaskCancelCommand(ToolHost host)
        : base("Lists, plans, cancels and watches remote tasks on Meilisearch, Elasticsearch and OpenSearch, Cloud Foundry, the Topaz Image API and Veeva Vault, and tells canceled from accepted from finished first from not known.")
    {
        Command[] commands =
        [
            new ListCommand(host), new ShowCommand(host), new PlanCommand(host), new ApplyCommand(host), new CancelCommand(host), new WaitCommand(host), new WatchCommand(host),
            new BatchCommand(host, isResumed: false), new BatchCommand(host, isResumed: true), new InfoCommand(host), new ContextCommand(host), new EmulatorsCommand(host), new CompletionCommand(host),
        ];
        foreach (var command in commands)
        {
            Add(command);
        }

        ExamplesHelp.AddTo(this);
    }
}
