using Quickstart;
using Spectre.Console;
using TaskCancellation;

namespace CancelByFilter;

/// <summary>How plans and reports are shown.</summary>
internal static class View
{
    internal static void Show(CancellationPlan plan, bool isEmulated)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{plan.Service?.Product ?? plan.ServiceName} {plan.Service?.Version}[/] at {plan.Endpoint?.ToString() ?? "an unknown address"}{(isEmulated ? " (emulated)" : "")}");
        AnsiConsole.MarkupLineInterpolated($"  filter: {plan.Filter.ToString()}");
        AnsiConsole.MarkupLineInterpolated($"  planned {plan.CreatedAt:u}, good until {plan.ExpiresAt:u}");

        var targets = Output.CreateTable("task", "state", "kind", "scope", "name", "since");
        foreach (var task in plan.Targets)
        {
            Add(targets, task.Id.Value, task.RawState, task.Kind, task.Scope, task.Name, (task.StartedAt ?? task.EnqueuedAt)?.ToString("u"));
        }

        AnsiConsole.Write(targets);
        List("would be sent", plan.Requests.Select(request => request.Description));
        List("would be disturbed", plan.Collateral.Select(task => $"{task.Id}: {task.Kind} {task.Scope}"));
        List("left out, protected", plan.Protected.Select(task => $"{task.Id}: {task.Kind}"));
        List("to know", plan.Warnings.Select(warning => $"{warning.Kind}: {warning.Text}"));
        AnsiConsole.WriteLine();
    }

    /// <summary>Shows what was asked for and is not in the plan. That nothing matches is not that nothing is there: a credential may see a part only.</summary>
    internal static void ShowMissing(CancellationPlan plan, IReadOnlyCollection<TaskId> missing)
    {
        foreach (var id in missing)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{id.Value}: no task with this id that matches is visible to you.[/]");
        }

        if (plan.Targets.Count == 0)
        {
            AnsiConsole.MarkupLine("Nothing visible to you matches, so nothing was canceled.");
        }
    }

    /// <summary>Shows what became of each task. Returns how many verdicts the emulator's record does not confirm.</summary>
    internal static int Show(CancellationReport report, Place place)
    {
        var disagreements = 0;
        var table = Output.CreateTable(place.IsEmulated ? ["task", "our verdict", "the service's record", ""] : ["task", "our verdict", "state now", "error"]);
        foreach (var outcome in report.Outcomes)
        {
            if (place.Check(outcome) is not var (record, agrees))
            {
                Add(table, outcome.Target.Id.Value, outcome.Verdict.ToString(), outcome.Snapshot?.RawState, outcome.Error?.Message);
                continue;
            }

            disagreements += agrees ? 0 : 1;
            Add(table, outcome.Target.Id.Value, outcome.Verdict.ToString(), record, agrees ? "agrees" : "DISAGREES");
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"{report.ToString()}");
        return disagreements;
    }

    private static void Add(Table table, params string?[] cells) => table.AddRow([.. cells.Select(cell => Markup.Escape(cell ?? ""))]);

    private static void List(string title, IEnumerable<string> lines)
    {
        var first = true;
        foreach (var line in lines)
        {
            AnsiConsole.MarkupLineInterpolated($"  {(first ? title + ":" : ""),-20} {line}");
            first = false;
        }
    }
}
