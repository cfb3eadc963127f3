using System.Globalization;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Output;

/// <summary>A plan, as it is shown before it is confirmed.</summary>
internal static class PlanView
{
    private const int MostLines = 10;
    private const int MostTargets = 50;

    /// <summary>Prints the plan as data.</summary>
    internal static void Write(ToolHost host, CancellationPlan plan, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            RowWriter.Create(host, format).Write([new("fingerprint", plan.Fingerprint), new("targets", plan.Targets.Count), new("plan", new RawJsonText(CancellationJson.Serialize(plan)))]);
            return;
        }

        var rows = RowWriter.Create(host, format);
        foreach (var task in plan.Targets)
        {
            rows.Write(TaskRows.Of(task));
        }

        rows.Complete();
        if (format == OutputFormat.Table)
        {
            foreach (var line in Facts(plan))
            {
                host.Out.WriteLine(Neutral.Of(line));
            }
        }
        else
        {
            host.Say($"fingerprint {plan.Fingerprint}");
        }
    }

    /// <summary>Shows the plan to whoever is about to confirm it; the data that follows stays clean.</summary>
    internal static void Show(ToolHost host, CancellationPlan plan)
    {
        if (plan.Targets.Count > 0)
        {
            host.ErrorConsole.Write(TableRowWriter.Create(host.ErrorConsole, [.. plan.Targets.Take(MostTargets).Select(TaskRows.Of)]));
            if (plan.Targets.Count > MostTargets)
            {
                host.Say(string.Create(CultureInfo.InvariantCulture, $"and {plan.Targets.Count - MostTargets} more"));
            }
        }

        foreach (var line in Facts(plan))
        {
            host.Say(line);
        }
    }

    private static IEnumerable<string> Facts(CancellationPlan plan)
    {
        yield return $"service      {plan.Service?.Product ?? plan.ServiceName} {plan.Service?.Version}".TrimEnd() + $" at {plan.Endpoint?.ToString() ?? "an unknown address"}";
        yield return $"filter       {plan.Filter}";
        yield return string.Create(CultureInfo.InvariantCulture, $"targets      {plan.Targets.Count}, in {plan.Requests.Count} {(plan.Requests.Count == 1 ? "request" : "requests")}");
        var lists = Some("would send", plan.Requests.Select(request => request.Description), plan.Requests.Count)
            .Concat(Some("disturbs", plan.Collateral.Select(task => task.ToString()), plan.Collateral.Count))
            .Concat(Some("left out", plan.Protected.Select(task => $"{task} (of a protected kind: name it to address it)"), plan.Protected.Count));
        foreach (var line in lists)
        {
            yield return line;
        }

        // That nothing matches is told with what the credential may not see.
        foreach (var warning in plan.Warnings.Where(warning => warning.Kind != PlanWarningKind.NothingMatches))
        {
            yield return $"to know      {warning.Text}";
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"valid until  {CellText.Of(plan.ExpiresAt)}");
        yield return $"fingerprint  {plan.Fingerprint}";
    }

    private static IEnumerable<string> Some(string title, IEnumerable<string> lines, int count) =>
        lines.Take(MostLines).Select(line => $"{title,-12} {line}")
            .Concat(count > MostLines ? [string.Create(CultureInfo.InvariantCulture, $"{"",-12} and {count - MostLines} more")] : []);
}
