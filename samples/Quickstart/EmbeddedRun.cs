using Spectre.Console;
using TaskCancellation;
using TaskCancellation.Testing;

namespace Quickstart;

/// <summary>The main job on every emulator: cancel by filter, cancel by id, wait, compare with the emulator's own record.</summary>
internal static class EmbeddedRun
{
    private const double Speed = 100;

    /// <summary>Runs all services. Returns 1 if any verdict disagrees with the record, else 0.</summary>
    internal static async Task<int> RunAllAsync(CancellationToken cancellationToken)
    {
        var clock = VirtualClock.Scaled(Speed);
        var disagreements = 0;
        foreach (var service in Service.All)
        {
            using var scene = service.CreateScene(clock);
            disagreements += await RunAsync(scene, cancellationToken);
        }

        AnsiConsole.MarkupLineInterpolated(disagreements == 0
            ? (FormattableString)$"[green]{Service.All.Count} services, no disagreement.[/]"
            : $"[red]{disagreements} verdicts disagree with the record.[/]");
        return disagreements == 0 ? 0 : 1;
    }

    private static async Task<int> RunAsync(Scene scene, CancellationToken cancellationToken)
    {
        var client = scene.Client;
        var info = await client.GetServiceInfoAsync(cancellationToken);
        AnsiConsole.MarkupLineInterpolated($"[bold]{info.Product} {info.Version}[/] at {info.Endpoint} (emulated)");
        AnsiConsole.MarkupLineInterpolated($"  cancel by filter: {scene.Filter.ToString()}");

        var report = await client.CancelAndWaitAsync(scene.Filter, cancellationToken: cancellationToken);
        var outcomes = report.Outcomes.ToDictionary(outcome => outcome.Target.Id);
        foreach (var actor in scene.Actors.Where(actor => actor.Part != Part.ByFilter))
        {
            if (actor.Part == Part.Racer)
            {
                scene.FinishAsTheCancelLands(actor.Id);
            }

            outcomes[actor.Id] = await client.CancelAndWaitAsync(actor.Id, cancellationToken: cancellationToken);
        }

        return Print(scene, report, outcomes);
    }

    private static int Print(Scene scene, CancellationReport report, Dictionary<TaskId, CancellationOutcome> outcomes)
    {
        var disagreements = 0;
        var table = Output.CreateTable("task", "what it is", "canceled by", "our verdict", "the service's record", "");
        foreach (var actor in scene.Actors)
        {
            var verdict = outcomes.TryGetValue(actor.Id, out var outcome) ? outcome.Verdict : CancellationVerdict.NotAttempted;
            var record = scene.Record(actor.Id);
            var agrees = scene.Agrees(verdict, record);
            disagreements += agrees ? 0 : 1;
            table.AddRow(
                Markup.Escape(Shorten(actor.Id.Value)), Markup.Escape(actor.Story), actor.Part == Part.ByFilter ? "filter" : "id",
                verdict.ToString(), Markup.Escape(record ?? "(no such task)"), agrees ? "[green]agrees[/]" : "[red]DISAGREES[/]");
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"  by filter: {report.ToString()}, selection {report.Selection.ToString()}, unlisted {report.UnlistedCount ?? 0}");
        AnsiConsole.WriteLine();
        return disagreements + (outcomes.Count == scene.Actors.Count ? 0 : 1);
    }

    private static string Shorten(string id) => id.Length > 12 ? $"{id[..4]}…{id[^7..]}" : id;
}
