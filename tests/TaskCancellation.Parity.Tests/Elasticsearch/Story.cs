using System.Text.RegularExpressions;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Elasticsearch;

/// <summary>What the lines of a section tell beside their replies: which tasks there were, how far they were and how they ended, and which requests were under way when others were sent.</summary>
internal sealed partial class Story
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(0.1);

    private readonly Dictionary<string, int> captured = new(StringComparer.Ordinal);
    private readonly ILookup<int, Sighting> byStep;
    private readonly ILookup<string, Sighting> bySymbol;
    private readonly ILookup<int, int> underWay;

    internal Story(IReadOnlyList<RecordedStep> steps)
    {
        Steps = steps;
        var sightings = (
            from pair in steps.Index()
            where pair.Item.Reply is not null && !pair.Item.Path.StartsWith("/.tasks", StringComparison.Ordinal)
            from task in Sighting.TasksIn(pair.Item.Reply!.Value)
            select new Sighting(pair.Index, pair.Item, task)).ToList();
        byStep = sightings.ToLookup(sighting => sighting.Index);
        bySymbol = sightings.Where(sighting => sighting.Symbol is not null).ToLookup(sighting => sighting.Symbol!);
        Records = [.. from pair in steps.Index()
                      where pair.Item.Reply is not null && pair.Item.Path.StartsWith("/.tasks", StringComparison.Ordinal)
                      from record in Sighting.RecordsIn(pair.Item.Reply!.Value)
                      select new Sighting(pair.Index, pair.Item, record.GetProperty("task")) { Record = record } into sighting
                      where sighting.Symbol is null
                      select sighting];
        foreach (var (index, step) in steps.Index().Where(pair => pair.Item.Captures is not null))
        {
            captured.TryAdd(step.Captures!, index);
        }

        underWay = steps.Index().Where(pair => IsUnderWay(pair.Index)).ToLookup(pair => SentBefore(pair.Index), pair => pair.Index);
    }

    internal IReadOnlyList<RecordedStep> Steps { get; }

    /// <summary>The records of tasks that no step is about: what had ended before the first line.</summary>
    internal IReadOnlyList<Sighting> Records { get; }

    [GeneratedRegex(@"\[([^\[\]]+)\]\[\$\{address:[^}]*\}\]\[[^\]]*(?:\[n\])?\] disconnected")]
    private static partial Regex Disconnected { get; }

    [GeneratedRegex(@"\[([^\[\]]+)\]\[\$\{address:[^}]*\}\]\[[^\]]*(?:\[n\])?\] request_id")]
    private static partial Regex TimedOut { get; }

    /// <summary>The requests that were sent just before this step and answered later.</summary>
    internal IEnumerable<int> SentJustBefore(int index) => underWay[index].Where(sent => sent != index);

    /// <summary>Whether other steps were played while this one was under way.</summary>
    internal bool IsUnderWay(int index)
    {
        var step = Steps[index];
        return step.IsWhile
            || FirstOfTogether(index) is not null
            || (step.Took > Noticeable && FirstMention(index) is not null)
            || (Waits(step) && byStep[index].Any(task => task.HasEnded && !task.IsRecord));
    }

    internal IEnumerable<Sighting> SeenIn(int index) => byStep[index];

    internal IEnumerable<Sighting> Seen(string symbol) => bySymbol[symbol];

    /// <summary>The task as it is seen next with how far it is.</summary>
    internal Sighting? NextProgress(string symbol, int index) => bySymbol[symbol].FirstOrDefault(seen => seen.Index >= index && seen.Status is not null);

    /// <summary>Whether it is seen running at that step or later.</summary>
    internal bool RunsAt(string symbol, int index) => bySymbol[symbol].Any(seen => seen.Index >= index && !seen.HasEnded);

    /// <summary>Whether a step sends that X-Opaque-Id.</summary>
    internal bool IsSent(string? opaqueId) => Steps.Any(step => step.Sent.TryGetValue("x-opaque-id", out var sent) && sent.Contains(opaqueId));

    /// <summary>Whether a task is one that no step has started.</summary>
    internal bool IsGiven(string symbol) => !captured.ContainsKey(symbol);

    /// <summary>The node that dies while a request is under way, by its name; null for none.</summary>
    internal static string? DeadIn(RecordedStep step) => Disconnected.Match(step.Json.GetRawText()) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The nodes that do not answer a request that does not wait for tasks.</summary>
    internal static IEnumerable<string> SilentIn(RecordedStep step)
    {
        var raw = step.Json.GetRawText();
        var silent = Waits(step) || step.Took < Noticeable ? [] : TimedOut.Matches(raw).Select(match => match.Groups[1].Value);
        return silent.Concat(Disconnected.Matches(raw).Select(match => match.Groups[1].Value));
    }

    internal static bool Waits(RecordedStep step) => step.Path.Contains("wait_for_completion", StringComparison.Ordinal) && !step.Path.Contains("wait_for_completion=false", StringComparison.Ordinal);

    internal static bool IsCancel(RecordedStep step) => step.Method == "POST" && step.Path.Contains("/_cancel", StringComparison.Ordinal) && step.Path.StartsWith("/_tasks", StringComparison.Ordinal);

    /// <summary>Whether a cancel has stopped itself.</summary>
    internal static bool IsSelfCancel(RecordedStep step) => IsCancel(step) && step.Json.GetRawText().Contains("\"task cancelled [by user request]\"", StringComparison.Ordinal);

    /// <summary>When a request that was under way was sent: before the first step that shows it, or before the cancel that ended what it waited for; else where it stands.</summary>
    private int SentBefore(int index)
    {
        if (FirstOfTogether(index) is { } first)
        {
            return first;
        }

        if (FirstMention(index) is { } mention)
        {
            return mention;
        }

        var before = Enumerable.Range(0, index).Reverse().FirstOrDefault(other => !Steps[other].IsWhile, -1);
        if (!Steps[index].IsWhile)
        {
            before = Enumerable.Range(0, index).Reverse().FirstOrDefault(other => IsCancel(Steps[other]), -1);
        }

        return before >= 0 && Ends(before, index) && Steps[index].Took > Noticeable ? before : index;
    }

    /// <summary>Cancels of one task that wait, side by side, and all show it, were sent together: the first of them; null for a request that is none.</summary>
    private int? FirstOfTogether(int index)
    {
        bool IsSame(int other) => other >= 0 && other < Steps.Count && IsCancel(Steps[other]) && Waits(Steps[other]) && Steps[other].Path == Steps[index].Path && byStep[other].Any();
        if (!IsSame(index) || !(IsSame(index - 1) || IsSame(index + 1)))
        {
            return null;
        }

        var first = index;
        while (IsSame(first - 1))
        {
            first--;
        }

        return first;
    }

    /// <summary>Whether the step after it is the cancel that ends what a request has started.</summary>
    internal bool IsEndedNext(int index) =>
        index + 1 < Steps.Count && Steps[index].Method == "POST" && IsCancel(Steps[index + 1])
        && byStep[index + 1].Any(task => task.Symbol is null && task.Action.EndsWith(ActionOf(Steps[index]), StringComparison.Ordinal));

    /// <summary>Whether a cancel ends what a request waits for: the task that it names, or the work that it is.</summary>
    private bool Ends(int cancel, int index)
    {
        var (step, waiting) = (Steps[cancel], Steps[index]);
        if (!IsCancel(step))
        {
            return false;
        }

        var hit = byStep[cancel].Where(task => !task.HasParent).ToList();
        if (waiting.Method == "GET")
        {
            return ElasticsearchSymbols.TasksIn(waiting.Path).All(symbol => symbol.StartsWith("node", StringComparison.Ordinal) || byStep[cancel].Any(task => task.Symbol == symbol));
        }

        // What was started by a request that waits has no symbol; each cancel takes as many as it shows.
        var rivals = Enumerable.Range(cancel + 1, index - cancel - 1).Count(other => Steps[other] is { IsWhile: true, Method: "POST" } && Steps[other].Took > Noticeable)
            + (cancel > 0 && Steps[cancel - 1].IsWhile && SentBefore(cancel - 1) == cancel - 1 && IsEndedNext(cancel - 1) ? 1 : 0);
        return hit.Count(task => task.Symbol is null && task.Action.EndsWith(ActionOf(waiting), StringComparison.Ordinal)) > rivals;
    }

    private static string ActionOf(RecordedStep start) =>
        start.Path.Contains("_update_by_query", StringComparison.Ordinal) ? "update/byquery"
        : start.Path.Contains("_delete_by_query", StringComparison.Ordinal) ? "delete/byquery"
        : start.Path.Contains("_search", StringComparison.Ordinal) ? "search"
        : "reindex";

    /// <summary>The first step since the last request with the same X-Opaque-Id that shows a task of this one.</summary>
    private int? FirstMention(int index)
    {
        if (!Steps[index].Sent.TryGetValue("x-opaque-id", out var sent) || sent is not [{ Length: > 0 } opaqueId])
        {
            return null;
        }

        bool IsSame(int other) => Steps[other].Sent.TryGetValue("x-opaque-id", out var values) && values.Contains(opaqueId);
        var last = Enumerable.Range(0, index).Reverse().FirstOrDefault(IsSame, -1);
        bool Shows(int other) => byStep[other].Any(task => task.OpaqueId == opaqueId && (task.Symbol is not { } symbol || bySymbol[symbol].First().Index > last));
        var first = Enumerable.Range(last + 1, index - last - 1).FirstOrDefault(Shows, -1);
        return first < 0 ? null : first;
    }
}
