using System.CommandLine;
using TaskCancellation.Tool.Filters;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Waits for tasks to end.</summary>
internal sealed class WaitCommand : ServiceCommand
{
    private readonly Argument<string[]> ids = new("id") { Description = "The ids of the tasks.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> timeout = new("--timeout") { HelpName = "AGE", Description = "How long to wait, such as 90s or 10m. The default is the service's." };

    internal WaitCommand(ToolHost host)
        : base(host, "wait", "Waits until tasks have ended, and prints how. Reads only.")
    {
        Add(ids);
        Add(timeout);
        AddSharedOptions();
    }

    internal override IReadOnlyList<string> Examples => ["taskcancel wait 147 --timeout 10m && deploy", "taskcancel wait 147 148 --json | jq -r .state"];

    protected override void Check(ParseResult parsed) => _ = Wait(parsed);

    protected override async Task<ExitCode> RunAsync(ParseResult parsed, TaskClient client)
    {
        var rows = Rows(parsed);
        string[] named = [.. parsed.GetRequiredValue(ids).Distinct()];
        var codes = await ProgressBar.RunAsync(Host, "waiting", named.Length, rows, async tick =>
        {
            var progress = new EndedTasks(ended => tick(ended, "ended"));
            Task<TaskSnapshot>[] waits = [.. named.Select(id => client.WaitForCompletionAsync(id, Wait(parsed) with { Progress = Host.IsErrorTerminal ? progress : null }, Host.Stop))];
            return await Task.WhenAll(waits.Select(wait => EndAsync(wait, rows)));
        });
        rows.Complete();
        if (Host.Stop.IsCancellationRequested)
        {
            Host.Say("Stopped waiting.");
        }

        return ExitCodes.Combine(codes);
    }

    private async Task<ExitCode> EndAsync(Task<TaskSnapshot> wait, RowWriter rows)
    {
        try
        {
            Write(rows, await wait);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (Host.Stop.IsCancellationRequested)
        {
            return ExitCode.Partial;
        }
        catch (TaskWaitTimeoutException late)
        {
            Write(rows, late.LastSnapshot);
            return Failures.Report(Host, late);
        }
        catch (TaskNotFoundException missing)
        {
            Write(rows, missing.LastSnapshot);
            return Failures.Report(Host, missing);
        }
    }

    private static void Write(RowWriter rows, TaskSnapshot? task)
    {
        lock (rows)
        {
            if (task is not null)
            {
                rows.Write(TaskRows.Of(task));
            }
        }
    }

    private WaitOptions Wait(ParseResult parsed) => new() { Timeout = parsed.GetValue(timeout) is { } age ? Age.Parse(timeout.Name, age) : null };
}
