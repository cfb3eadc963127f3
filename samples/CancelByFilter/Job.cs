using Spectre.Console;
using TaskCancellation;

namespace CancelByFilter;

/// <summary>Plan, show, ask, apply. Returns 0 when all has ended or nothing was to be done, 1 when something runs on or is not known, 2 when nothing could be begun.</summary>
internal sealed class Job(Place place, CancelOptions options, DriftPolicy drift, bool isConfirmed)
{
    internal async Task<int> PlanAsync(TaskFilter filter, FileInfo? file, CancellationToken cancellationToken)
    {
        var meant = filter == TaskFilter.All ? place.Filter : filter;
        if (meant is null)
        {
            AnsiConsole.MarkupLine("[red]Say which tasks are meant: --id, --scope, --name or --kind.[/]");
            return 2;
        }

        // Reads only: nothing is sent that changes anything.
        var plan = await place.RunAsync(() => place.Client.PlanAsync(meant, options, cancellationToken));
        if (file is null)
        {
            return await ApplyAsync(plan, cancellationToken);
        }

        View.Show(plan, place.IsEmulated);
        await File.WriteAllTextAsync(file.FullName, CancellationJson.Serialize(plan), cancellationToken);
        AnsiConsole.MarkupLineInterpolated($"Saved to {file.Name}; nothing was canceled. Apply it with --plan {file.Name}.");
        return 0;
    }

    internal async Task<int> ApplyAsync(CancellationPlan plan, CancellationToken cancellationToken)
    {
        View.Show(plan, place.IsEmulated);
        TaskId[] missing = [.. (plan.Filter.Ids ?? []).Except(plan.Targets.Select(task => task.Id))];
        View.ShowMissing(plan, missing);
        if (plan.Targets.Count == 0 || !MayApply(plan))
        {
            return missing.Length == 0 ? 0 : 1;
        }

        // Checks first that the planned tasks are still those, still match, and that the rest has not drifted more than allowed.
        var report = await place.RunAsync(async () =>
        {
            var operation = await place.Client.ExecuteAsync(plan, drift, cancellationToken);
            return await operation.WaitForCompletionAsync(cancellationToken: cancellationToken);
        });
        var disagreements = View.Show(report, place);
        return report.Outcomes.All(HasEnded) && disagreements == 0 && missing.Length == 0 ? 0 : 1;
    }

    // One that ended by itself was not canceled, and needs no cancel any more.
    private static bool HasEnded(CancellationOutcome outcome) => outcome.Verdict is
        CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled or CancellationVerdict.CompletedFirst or CancellationVerdict.Ended;

    private bool MayApply(CancellationPlan plan)
    {
        if (isConfirmed)
        {
            return true;
        }

        if (Console.IsInputRedirected)
        {
            AnsiConsole.MarkupLine("Nobody is there to ask, so nothing was canceled. Pass --yes to cancel without asking.");
            return false;
        }

        return AnsiConsole.Confirm($"Cancel {plan.Targets.Count} tasks ({drift.ToString()})?", defaultValue: false);
    }
}
