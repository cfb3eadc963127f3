using System.Text.Json;
using TaskCancellation.Recordings;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Parity.Tests.Elasticsearch;

/// <content>Tasks that are flagged, and tasks that have ended, when a step is sent.</content>
internal sealed partial class World
{
    /// <summary>Which tasks a cancel reaches that stops itself is chance: those that are seen flagged afterwards.</summary>
    private void Flag(int index)
    {
        foreach (var seen in story.SeenIn(index).Where(seen => seen is { Symbol: not null, IsFlagged: true, HasEnded: false } && !Story.IsCancel(seen.Step)))
        {
            if (symbols.Find(seen.Symbol!) is { } id && Emulator.Find(id) is { FinishedAt: null, IsCanceled: false })
            {
                Emulator.CancelByServer(id, "by user request");
            }
        }
    }

    /// <summary>Lets canceled tasks end that the recording does not follow: a cancel by filter would show them again.</summary>
    private async Task EndWhatIsCanceledAsync(int index)
    {
        var shown = story.SeenIn(index).Count(seen => !seen.HasParent);
        if (Story.IsCancel(story.Steps[index]) && !story.Steps[index].Path.StartsWith("/_tasks/$", StringComparison.Ordinal)
            && Emulator.Rows.Count(row => row is { FinishedAt: null, ParentId: null }) > shown)
        {
            await PassUntilAsync(() => Task.FromResult(!Emulator.Rows.Any(row => row is { IsCanceled: true, FinishedAt: null, ParentId: null } && !symbolOf.ContainsKey(row.Id))), TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Lets tasks end that had ended when a step was sent: by their time, or by a cancel that is not recorded.</summary>
    private async Task EndWhatHasEndedAsync(int index)
    {
        var step = story.Steps[index];
        var raw = step.Json.GetRawText();
        foreach (var (id, symbol) in symbolOf.ToList())
        {
            if (Emulator.Find(id) is not { FinishedAt: null } row || story.RunsAt(symbol, index))
            {
                continue;
            }

            var isNamed = raw.Contains($"${{{symbol}}}", StringComparison.Ordinal) || raw.Contains($"${{{symbol}.", StringComparison.Ordinal);
            if (isNamed ? IsOver(index, symbol) : await IsListedAsync(step, id))
            {
                await EndAsync(row, isCanceled: story.Seen(symbol).Any(seen => seen.EndedCanceled) || story.Steps.Take(index).Any(Story.IsSelfCancel));
            }
        }
    }

    /// <summary>Tasks that the recording does not follow: no more run than are shown, and none that a cancel has reached before.</summary>
    private async Task EndUnfollowedAsync(int index)
    {
        var step = story.Steps[index];
        if (step.Status != 200 || story.IsUnderWay(index) || !(Story.IsCancel(step) || step.Path.StartsWith("/_tasks?", StringComparison.Ordinal)))
        {
            return;
        }

        var rows = Emulator.Rows.Where(row => row.FinishedAt is null && !symbolOf.ContainsKey(row.Id)).ToList();
        if (!step.Json.GetRawText().Contains("node_failures", StringComparison.Ordinal))
        {
            var isShown = story.SeenIn(index).Any(seen => seen is { Symbol: null, IsOwn: false, IsFlagged: true }) && !Story.IsCancel(step);
            foreach (var row in rows.Where(row => row.IsCanceled && !isShown))
            {
                await PassUntilAsync(() => Task.FromResult(Emulator.Find(row.Id) is not { FinishedAt: null }), LongestGap);
            }
        }

        foreach (var kind in story.SeenIn(index).Where(seen => seen is { Symbol: null, IsBulk: true, HasParent: false }).GroupBy(seen => seen.Action))
        {
            var running = Emulator.Rows.Where(row => row is { FinishedAt: null, ParentId: null, IsCanceled: false } && row.Action == kind.Key && !symbolOf.ContainsKey(row.Id)).ToList();
            foreach (var row in running.SkipLast(kind.Count()))
            {
                await CancelAsync(row.Id);
            }
        }
    }

    private async Task CancelAsync(string id)
    {
        using var response = await Client.PostAsync(new Uri($"/_tasks/{id}/_cancel?wait_for_completion=false", UriKind.Relative), null);
        await PassUntilAsync(() => Task.FromResult(Emulator.Find(id) is not { FinishedAt: null }), LongestGap);
    }

    private bool IsOver(int index, string symbol)
    {
        var step = story.Steps[index];
        return !story.IsUnderWay(index) && ElasticsearchSymbols.TasksIn(step.Path).Contains(symbol)
            && (step.Status == 404 || story.SeenIn(index).Any(seen => seen.Symbol == symbol && seen.HasEnded) || step.Json.GetRawText().Contains("is not found", StringComparison.Ordinal));
    }

    private async Task<bool> IsListedAsync(RecordedStep step, string id)
    {
        var isCancel = Story.IsCancel(step) && step.Path.StartsWith("/_tasks/_cancel", StringComparison.Ordinal);
        if (step.Status != 200 || !(isCancel || (step.Method == "GET" && step.Path.Split('?')[0] == "/_tasks" && !Story.Waits(step)))
            || step.Json.GetRawText().Contains("node_failures", StringComparison.Ordinal))
        {
            return false;
        }

        // A cancel shows what a list with its filter shows.
        var list = step.Path.Replace("/_cancel", "", StringComparison.Ordinal).Replace("wait_for_completion", "detailed", StringComparison.Ordinal);
        using var response = await Client.GetAsync(new Uri(symbols.Resolve(list), UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode && text.StartsWith('{') && Sighting.TasksIn(JsonElement.Parse(text)).Any(task => $"{task.GetProperty("node")}:{task.GetProperty("id")}" == id);
    }

    private async Task EndAsync(ElasticsearchRow row, bool isCanceled)
    {
        if (!row.IsCanceled && isCanceled)
        {
            await CancelAsync(row.Id);
        }

        await PassUntilAsync(() => Task.FromResult(Emulator.Find(row.Id) is not { FinishedAt: null }), LongestGap);
    }
}
