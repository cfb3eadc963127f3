using System.IO.Enumeration;
using Spectre.Console;
using TaskCancellation;

namespace Quickstart;

/// <summary>The same job against a real server: list what the filter addresses, ask, cancel, wait, print.</summary>
internal static class RealRun
{
    /// <summary>Returns 0 when everything addressed is canceled, 1 when not, 2 when nothing could be begun.</summary>
    internal static async Task<int> RunAsync(Service service, Uri endpoint, TaskFilter filter, bool isConfirmed, CancellationToken cancellationToken)
    {
        try
        {
            var client = service.Connect(endpoint);
            var info = await client.GetServiceInfoAsync(cancellationToken);
            AnsiConsole.MarkupLineInterpolated($"[bold]{info.Product} {info.Version}[/] at {info.Endpoint}");
            var unfinished = filter with { States = client.Lifecycle.UnfinishedStates };
            var listed = await client.ListAsync(unfinished, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
            var tasks = listed.Where(task => !IsSpared(client, filter, task)).ToList();
            Print(tasks);
            if (tasks.Count == 0 || !(isConfirmed || Confirm($"Cancel these {tasks.Count} tasks?")))
            {
                return 0;
            }

            // By the ids that were shown: what came since is not canceled.
            var report = await client.CancelAndWaitAsync(new TaskFilter { Ids = [.. tasks.Select(task => task.Id)] }, cancellationToken: cancellationToken);
            Print(report);
            return report.AllCanceled ? 0 : 1;
        }
        catch (Exception error) when (error is TaskClientException or ArgumentException)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{error.Message}[/]");
            AnsiConsole.MarkupLineInterpolated($"The credential comes from {service.CredentialHelp}.");
            return 2;
        }
    }

    // As a cancel by filter does: kinds that are seldom meant must be named whole, or the task by its id.
    private static bool IsSpared(TaskClient client, TaskFilter filter, TaskSnapshot task) =>
        filter.Ids is null
        && filter.Kinds?.Contains(task.Kind) != true
        && client.Capabilities.ProtectedKinds.Any(kind => FileSystemName.MatchesSimpleExpression(kind, task.Kind, ignoreCase: false));

    private static bool Confirm(string question)
    {
        if (AnsiConsole.Profile.Capabilities.Interactive)
        {
            return AnsiConsole.Confirm(question, defaultValue: false);
        }

        AnsiConsole.MarkupLineInterpolated($"{question} Nobody is there to ask; pass --yes.");
        return false;
    }

    private static void Print(List<TaskSnapshot> tasks)
    {
        var table = Output.CreateTable("task", "state", "kind", "scope", "name", "since");
        foreach (var task in tasks)
        {
            table.AddRow([.. new[] { task.Id.Value, task.RawState, task.Kind, task.Scope, task.Name, task.EnqueuedAt?.ToString("u") }.Select(text => Markup.Escape(text ?? ""))]);
        }

        AnsiConsole.Write(table);
    }

    private static void Print(CancellationReport report)
    {
        var table = Output.CreateTable("task", "verdict", "state now", "error");
        foreach (var outcome in report.Outcomes)
        {
            table.AddRow([.. new[] { outcome.Target.Id.Value, outcome.Verdict.ToString(), outcome.Snapshot?.RawState, outcome.Error?.Message }.Select(text => Markup.Escape(text ?? ""))]);
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"{report.ToString()}");
    }
}
