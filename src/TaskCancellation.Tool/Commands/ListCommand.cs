using System.CommandLine;
using TaskCancellation.Tool.Filters;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Lists tasks as they come.</summary>
internal sealed class ListCommand : ServiceCommand
{
    private readonly FilterOptions filter;
    private readonly Option<int?> max = new("--max") { HelpName = "N", Description = "List at most so many." };
    private readonly Option<bool> newestFirst = new("--newest-first") { Description = "Begin with the newest task, where the service can do that." };

    internal ListCommand(ToolHost host)
        : base(host, "list", "Lists the tasks that a filter selects; all of them without a filter.")
    {
        filter = new FilterOptions(host.Clock);
        filter.AddTo(this);
        Add(max);
        Add(newestFirst);
        AddSharedOptions();
    }

    internal override IReadOnlyList<string> Examples =>
    [
        "taskcancel list --state pending,running",
        "taskcancel list -c prod --scope movies --older-than 1h",
        "taskcancel list --service elasticsearch --endpoint http://localhost:9200 --kind '*reindex' --json | jq -r .id",
    ];

    protected override void Check(ParseResult parsed) => _ = (filter.Read(parsed), ReadHow(parsed));

    protected override async Task<ExitCode> RunAsync(ParseResult parsed, TaskClient client)
    {
        var wanted = filter.Read(parsed);
        var missing = wanted.Ids?.ToHashSet() ?? [];
        var rows = Rows(parsed);
        var count = 0;
        try
        {
            await foreach (var task in client.ListAsync(wanted, ReadHow(parsed), Host.Stop))
            {
                rows.Write(TaskRows.Of(task));
                missing.Remove(task.Id);
                count++;
            }
        }
        finally
        {
            // What was listed before a list broke off is right.
            rows.Complete();
        }

        foreach (var id in missing)
        {
            Host.Say(Visibility.NotListed(id));
        }

        if (count == 0)
        {
            Host.Say(Visibility.NothingMatches(client, null));
        }

        return missing.Count > 0 ? ExitCode.Partial : ExitCode.Done;
    }

    private ReadOptions ReadHow(ParseResult parsed) => new() { MaxTasks = parsed.GetValue(max), NewestFirst = parsed.GetValue(newestFirst) };
}
