using System.CommandLine;
using Spectre.Console;
using TaskCancellation.Tool.Filters;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Follows tasks until they end: a live table in a terminal, a line for each change elsewhere.</summary>
internal sealed class WatchCommand : ServiceCommand
{
    // A table that is higher than the terminal cannot be redrawn.
    private const int RoomForFrame = 6;
    private readonly FilterOptions filter;
    private readonly Option<string?> timeout = new("--timeout") { HelpName = "AGE", Description = "How long to watch, such as 90s or 10m. The default is the service's." };

    internal WatchCommand(ToolHost host)
        : base(host, "watch", "Follows the unfinished tasks that a filter selects until all of them have ended. Reads only.")
    {
        filter = new FilterOptions(host.Clock);
        filter.AddTo(this);
        Add(timeout);
        AddSharedOptions();
    }

    internal override IReadOnlyList<string> Examples => ["taskcancel watch --scope movies", "taskcancel watch --kind '*reindex' --json"];

    protected override void Check(ParseResult parsed) => _ = (filter.Read(parsed), Wait(parsed));

    protected override async Task<ExitCode> RunAsync(ParseResult parsed, TaskClient client)
    {
        var format = Format(parsed);
        var latest = new Dictionary<TaskId, TaskSnapshot>();
        var changes = client.WatchAsync(filter.Read(parsed), Wait(parsed), Host.Stop);
        try
        {
            if (format == OutputFormat.Table && Host.IsOutputTerminal && Host.OutConsole.Profile.Capabilities.Ansi)
            {
                await ShowLiveAsync(changes, latest);
            }
            else
            {
                await WriteLinesAsync(changes, latest, format);
            }
        }
        catch (Exception end) when (end is TaskWaitTimeoutException || (end is OperationCanceledException && Host.Stop.IsCancellationRequested))
        {
            var running = latest.Values.Count(task => !task.IsTerminal);
            Host.Say($"{(end is TaskWaitTimeoutException ? "The time is up" : "Stopped")}: of {latest.Count} tasks seen, {running} had not ended.");
            return running > 0 || end is TaskWaitTimeoutException ? ExitCode.Partial : ExitCode.Done;
        }

        Host.Say(latest.Count == 0 ? Visibility.NothingMatches(client, null) : $"All {latest.Count} tasks seen have ended.");
        return ExitCode.Done;
    }

    private async Task WriteLinesAsync(IAsyncEnumerable<TaskSnapshot> changes, Dictionary<TaskId, TaskSnapshot> latest, OutputFormat format)
    {
        var rows = RowWriter.Create(Host, format);
        await foreach (var task in changes)
        {
            latest[task.Id] = task;
            if (format == OutputFormat.Table)
            {
                Host.Out.WriteLine($"{CellText.Of(Host.Clock.GetUtcNow())} {Neutral.Of(task.ToString())}");
            }
            else
            {
                rows.Write([new("seenAt", Host.Clock.GetUtcNow()), .. TaskRows.Of(task)]);
            }
        }
    }

    private Task ShowLiveAsync(IAsyncEnumerable<TaskSnapshot> changes, Dictionary<TaskId, TaskSnapshot> latest) =>
        Host.OutConsole.Live(new Text("Looking …")).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            await foreach (var task in changes)
            {
                latest[task.Id] = task;
                live.UpdateTarget(Draw(latest));
                live.Refresh();
            }
        });

    private Table Draw(Dictionary<TaskId, TaskSnapshot> latest)
    {
        var room = Math.Max(1, Host.OutConsole.Profile.Height - RoomForFrame);
        TaskSnapshot[] shown = [.. latest.Values.OrderBy(task => task.IsTerminal).Take(room)];
        var table = TableRowWriter.Create(Host.OutConsole, [.. shown.Select(TaskRows.Of)]);
        var running = latest.Values.Count(task => !task.IsTerminal);
        return table.Caption(new TableTitle($"{running} unfinished, {latest.Count - running} ended{(shown.Length < latest.Count ? $", {latest.Count - shown.Length} not shown" : "")}; Ctrl+C stops watching, not the tasks"));
    }

    private WaitOptions Wait(ParseResult parsed) => new() { Timeout = parsed.GetValue(timeout) is { } age ? Age.Parse(timeout.Name, age) : null };
}
