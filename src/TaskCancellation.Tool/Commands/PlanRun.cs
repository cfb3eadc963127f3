using System.Globalization;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Shows a plan, asks, executes it, waits, and prints what became of each task.</summary>
internal sealed class PlanRun(ToolHost host, TaskClient client, RowWriter rows)
{
    /// <summary>Whether the command line has agreed.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Whether a plan without tasks is all right.</summary>
    public bool AllowsEmpty { get; init; }

    /// <summary>How to wait; null for not at all.</summary>
    public WaitOptions? Wait { get; init; }

    public ExecuteOptions Execute { get; init; } = ExecuteOptions.Default;

    /// <summary>Names the ids that the filter has and the plan lacks, and says so when there is no task at all. Returns how many are missing.</summary>
    internal static int SayMissing(ToolHost host, TaskClient client, CancellationPlan plan)
    {
        TaskId[] missing = [.. (plan.Filter.Ids ?? []).Except(plan.Targets.Select(task => task.Id))];
        foreach (var id in missing)
        {
            host.Say(Visibility.NotListed(id));
        }

        if (plan.Targets.Count == 0)
        {
            host.Say(Visibility.NothingMatches(client, plan.Service));
        }

        return missing.Length;
    }

    internal async Task<ExitCode> RunAsync(CancellationPlan plan)
    {
        PlanView.Show(host, plan);
        var missing = SayMissing(host, client, plan);
        if (plan.Targets.Count == 0)
        {
            host.Say("Nothing was canceled.");
            return missing > 0 ? ExitCode.Partial : AllowsEmpty ? ExitCode.Done : ExitCode.Refused;
        }

        await Confirmation.RequireAsync(host, Question(plan.Targets.Count, plan.Service?.Product ?? plan.ServiceName, plan.Endpoint), IsConfirmed);
        CancellationOperation operation;
        try
        {
            operation = await client.ExecuteAsync(plan, Execute, host.Stop);
        }
        catch (OperationCanceledException) when (host.Stop.IsCancellationRequested)
        {
            return await ReadBackAsync(plan);
        }

        try
        {
            return await FinishAsync(operation, plan.Targets.Count, missing);
        }
        catch (Exception failure)
        {
            return Failures.Report(host, failure, mayHaveSent: true);
        }
    }

    /// <summary>The question that is asked before tasks are canceled.</summary>
    internal static string Question(int? count, string product, Uri? endpoint) =>
        string.Create(CultureInfo.InvariantCulture, $"Cancel {(count is null ? "an unknown number of" : count)} {(count == 1 ? "task" : "tasks")} on {product} at {endpoint?.ToString() ?? "an unknown address"}");

    private async Task<ExitCode> FinishAsync(CancellationOperation operation, int count, int missing)
    {
        var report = await WaitAsync(operation, count);
        foreach (var outcome in report.Outcomes)
        {
            rows.Write(TaskRows.Of(outcome));
        }

        rows.Complete();
        host.Say(report.ToString());
        return ExitCodes.Combine(missing > 0 ? [ExitCodes.Of(report), ExitCode.Partial] : [ExitCodes.Of(report)]);
    }

    private async Task<CancellationReport> WaitAsync(CancellationOperation operation, int count)
    {
        if (Wait is null)
        {
            return operation.Accepted;
        }

        try
        {
            return await ProgressBar.RunAsync(host, "waiting", count, rows, tick =>
            {
                var progress = new EndedTasks(ended => tick(ended, "ended"));
                return operation.WaitForCompletionAsync(Wait with { Progress = host.IsErrorTerminal ? progress : null }, host.Stop);
            });
        }
        catch (OperationCanceledException) when (host.Stop.IsCancellationRequested)
        {
            host.Say("Stopped while waiting. Every request had been sent; the ends that are not listed below were not seen.");
            return operation.Accepted;
        }
    }

    // What had been sent is known to the service alone: it is asked, once for each task.
    private async Task<ExitCode> ReadBackAsync(CancellationPlan plan)
    {
        host.Say("Stopped while canceling: some requests were sent, others were not. Reading back what became of the tasks.");
        var (reached, untouched, unread) = (0, 0, 0);
        foreach (var planned in plan.Targets)
        {
            try
            {
                var task = await client.FindAsync(planned.Id, cancellationToken: CancellationToken.None);
                rows.Write(TaskRows.Of(task ?? planned));
                (reached, untouched) = task is null || task.IsTerminal || task.State == TaskState.Canceling ? (reached + 1, untouched) : (reached, untouched + 1);
            }
            catch (TaskRequestException failure)
            {
                unread++;
                host.Say($"{planned.Id}: not read: {Wording.Of(failure.Message)}");
            }
        }

        rows.Complete();
        host.Say(string.Create(CultureInfo.InvariantCulture, $"{reached} of {plan.Targets.Count} are canceled, being canceled or ended; {untouched} run on, and were not reached or have not heeded it yet; {unread} could not be read."));
        return ExitCode.Indeterminate;
    }
}
