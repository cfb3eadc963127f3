using System.Text.Json;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <summary>The lines that make up the world of a section.</summary>
/// <param name="Lines">The section's lines, and the set-up and events of the section whose organization it uses where it has none of its own, in order.</param>
/// <param name="IsInWords">Whether set-up and events are told in words (<c>what</c>); otherwise they are requests and things done (<c>do</c>).</param>
internal sealed record CloudFoundryScript(IReadOnlyList<RecordedStep> Lines, bool IsInWords)
{
    internal static CloudFoundryScript Of(Recording recording, string section)
    {
        var own = recording.Steps.Where(step => step.Section == section).ToList();
        var host = own.Exists(MakesOrganization) ? section : recording.Steps.LastOrDefault(step => MakesOrganization(step) && step.Line < own[0].Line)?.Section;
        return new(
            [.. recording.Steps.Where(step => step.Section == section || (step.Section == host && step.Kind != StepKind.Probe && step.Line < own[^1].Line))],
            recording.Steps.Any(step => step.Text("what") is not null));
    }

    /// <summary>The lines of another section that come before a line of this one.</summary>
    internal IEnumerable<RecordedStep> Between(int previous, RecordedStep step) =>
        Lines.Where(line => line.Section != step.Section && line.Line > previous && line.Line < step.Line);

    /// <summary>The lines after one.</summary>
    internal IEnumerable<RecordedStep> After(RecordedStep step) => Lines.SkipWhile(line => line.Line <= step.Line);

    /// <summary>The names of symbols and of texts written short, in order of appearance.</summary>
    internal IEnumerable<string> Names() => Lines
        .SelectMany(step => CloudFoundrySymbols.Syntax.Matches(step.Json.GetRawText()))
        .Select(match => match.Groups["name"].Value)
        .Distinct(StringComparer.Ordinal);

    /// <summary>The names that only a reply can give a value: of tasks that were made by a request.</summary>
    internal IReadOnlySet<string> MadeByRequest() =>
        Lines.Where(step => IsCreate(step) || step.Text("what")?.Contains("made by POST", StringComparison.Ordinal) == true)
            .Select(step => Guid(step.Reply))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The names of tasks that are asked for and that no line sets up, in order.</summary>
    internal IEnumerable<string> Untold()
    {
        var told = MadeByRequest().Concat(Lines.Select(line => line.Member("task") is { ValueKind: JsonValueKind.Object } task ? task.GetProperty("Id").GetString()!.Trim('{', '}') : null)).ToHashSet();
        return Lines.Where(line => line.Kind == StepKind.Probe)
            .SelectMany(line => CloudFoundrySymbols.Syntax.Matches(line.Path))
            .Select(match => match.Groups["name"].Value)
            .Where(name => name.Split(':') is ["task", _] && !told.Contains(name))
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>The next task that is asked for without having been made by then, and never is by a request that says so; null for none.</summary>
    internal string? NextUnnamed(RecordedStep step, Func<string, bool> isUnknown)
    {
        var made = MadeByRequest();
        return After(step).TakeWhile(line => !IsCreate(line))
            .SelectMany(line => line.Text("path") is { } path ? CloudFoundrySymbols.Syntax.Matches(path).Select(match => match.Groups["name"].Value) : [])
            .FirstOrDefault(name => name.StartsWith("task:", StringComparison.Ordinal) && !made.Contains(name) && isUnknown(name));
    }

    /// <summary>Whether all steps that ask for a task come before a step.</summary>
    internal bool IsPast(string name, RecordedStep step) =>
        Lines.Any(line => line.Line < step.Line && line.Text("path")?.Contains($"{{{name}}}", StringComparison.Ordinal) == true);

    /// <summary>Whether the step makes a task.</summary>
    internal static bool IsCreate(RecordedStep step) => step.Method == "POST" && step.Text("path")!.EndsWith("/tasks", StringComparison.Ordinal);

    /// <summary>Whether the step cancels a task.</summary>
    internal static bool IsCancel(RecordedStep step) =>
        step.Text("path") is { } path && path.StartsWith("/v3/tasks/", StringComparison.Ordinal)
        && ((step.Method == "POST" && path.EndsWith("/actions/cancel", StringComparison.Ordinal)) || (step.Method == "PUT" && path.EndsWith("/cancel", StringComparison.Ordinal)));

    /// <summary>The name in the guid of a reply.</summary>
    internal static string? Guid(JsonElement? reply) =>
        reply is { ValueKind: JsonValueKind.Object } shown && shown.TryGetProperty("guid", out var guid) ? guid.GetString()!.Trim('{', '}') : null;

    private static bool MakesOrganization(RecordedStep step) =>
        step.Kind == StepKind.Setup && (step.Text("what")?.StartsWith("org ", StringComparison.Ordinal) == true || step.Text("path") == "/v3/organizations");
}
