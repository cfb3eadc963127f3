using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <content>When what happens. Lines do not say how much time lies between them, and stand where they were answered, not where they were sent: the replies tell.</content>
internal sealed partial class CloudFoundryPlayer
{
    /// <summary>What passes between two lines, so that what is made later has a later stamp.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);

    /// <summary>How long the recorder waited at most for something to happen by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<RecordedStep, Task<EmulatedAnswer>> underWay = [];

    /// <summary>The answer to a probe: to the request sent now, or to the one that is under way already.</summary>
    private async Task<EmulatedAnswer> AnswerAsync(RecordedStep step)
    {
        if (!underWay.Remove(step, out var answer))
        {
            PassTime(step);
            SendWhatShows(step);
            WaitForWhatShows(step);
            await CatchUpWithLimitsAsync(step);
            answer = SendAsync(step);
        }

        await ArriveAsync(step, answer);
        var arrived = await answer;
        Learn(step, arrived);
        return arrived;
    }

    /// <summary>Lets time pass until an answer is there, and sends meanwhile what was sent beside it.</summary>
    private async Task ArriveAsync(RecordedStep step, Task<EmulatedAnswer> answer)
    {
        if (answer.IsCompleted)
        {
            return;
        }

        if (CloudFoundryScript.IsCreate(step) && CloudFoundryScript.Guid(step.Reply) is { } made)
        {
            // The row is there before the answer is.
            Bind(made, LastTask());
        }

        foreach (var other in script.After(step).TakeWhile(other => other.Kind == StepKind.Probe && other.Section == section))
        {
            if (SentInto().Match(other.Text("note") ?? "") is { Success: true } sent)
            {
                clock.Advance(TimeSpan.FromSeconds(double.Parse(sent.Groups[1].Value, CultureInfo.InvariantCulture)));
                Start(other);
            }
            else if (CloudFoundryScript.IsCancel(other) && Latest(other) is { } second && second == Latest(step))
            {
                Start(other);
            }
        }

        await clock.AdvanceUntilCompletedAsync(answer);
    }

    /// <summary>The clock is where the youngest stamp of the reply is, or where what it made begins.</summary>
    private void PassTime(RecordedStep step)
    {
        if (!script.IsInWords && (CloudFoundryScript.IsCreate(step) ? Created(step) : Latest(step)) is { } seconds && origin.AddSeconds(seconds) is var instant && instant > clock.GetUtcNow())
        {
            clock.Advance(instant - clock.GetUtcNow());
        }
    }

    /// <summary>The youngest instant in a reply.</summary>
    private static int? Latest(RecordedStep step) => step.Reply is { } reply ? Latest(reply.GetRawText()) : null;

    private static int? Created(RecordedStep step) => step.Reply is { } reply && Text(reply, "created_at") is { } created ? Latest(created) : null;

    private static int? Latest(string text) => CloudFoundrySymbols.Syntax.Matches(text)
        .Select(match => CloudFoundrySymbols.TryInstant(match.Groups["name"].Value, out var seconds) ? seconds : (int?)null)
        .Max();

    /// <summary>A task that shows although it is not made yet, or as CANCELING although nobody cancelled it: the request is under way, and its line comes later. Where none comes, its caller gave up.</summary>
    private void SendWhatShows(RecordedStep step)
    {
        foreach (var task in CloudFoundryScript.IsCreate(step) ? [] : ShownTasks(step))
        {
            var name = CloudFoundryScript.Guid(task)!;
            if (Symbols.Find(name) is not { } guid)
            {
                // Made by a request whose answer did not name it.
                if (emulator.Rows.LastOrDefault(row => row.Name == Text(task, "name")) is { } row)
                {
                    Bind(name, row.Id);
                    continue;
                }

                var create = script.After(step).FirstOrDefault(later => CloudFoundryScript.IsCreate(later) && later.Member("body") is { } body && Text(body, "name") == Text(task, "name"));
                if (create is not null)
                {
                    Start(create);
                    Bind(name, emulator.Rows[^1].Id);
                }
            }
            else if (step.Method == "GET" && Text(task, "state") == "CANCELING" && emulator.Find(guid) is { State: "PENDING" or "RUNNING" })
            {
                var cancel = script.After(step).FirstOrDefault(later => CloudFoundryScript.IsCancel(later) && later.Path.Contains($"{{{name}}}", StringComparison.Ordinal));
                if (cancel is not null)
                {
                    Start(cancel);
                }
                else
                {
                    GiveUpCancel(guid);
                }
            }
        }
    }

    /// <summary>A task that shows as ended is waited for, as the recorder did, as long as it is not ended and something is about to happen.</summary>
    private void WaitForWhatShows(RecordedStep step)
    {
        foreach (var (guid, state, reason) in ShownEnds(step))
        {
            var end = clock.GetUtcNow() + Patience;
            while (emulator.Find(guid) is { State: "PENDING" or "RUNNING" or "CANCELING" } && emulator.NextDue is { } due && due <= end)
            {
                clock.Advance(due - clock.GetUtcNow());
            }

            // No line tells of a report that Diego made of its own accord.
            if (emulator.Find(guid) is { State: "RUNNING" } row && row.State != state && script.IsInWords)
            {
                Report(guid, state == "SUCCEEDED" ? null : reason ?? "");
            }
        }
    }

    private IEnumerable<(string Guid, string State, string? Reason)> ShownEnds(RecordedStep step)
    {
        foreach (var task in CloudFoundryScript.IsCancel(step) ? [] : ShownTasks(step))
        {
            if (Symbols.Find(CloudFoundryScript.Guid(task)!) is { } guid && Text(task, "state") is "SUCCEEDED" or "FAILED")
            {
                yield return (guid, Text(task, "state")!, Symbols.Resolve(Text(task.GetProperty("result"), "failure_reason") ?? ""));
            }
        }

        if (CloudFoundryScript.IsCancel(step) && step.Reply is { } reply && RefusedFor().Match(reply.GetRawText()) is { Success: true } refused)
        {
            yield return (Symbols.Resolve(step.Path).Split('/')[3], refused.Groups[1].Value, null);
        }
    }

    /// <summary>The tasks in a reply.</summary>
    private static IEnumerable<JsonElement> ShownTasks(RecordedStep step) => step.Reply is not { ValueKind: JsonValueKind.Object } reply ? []
        : (reply.TryGetProperty("resources", out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : Enumerable.Repeat(reply, 1))
            .Where(item => item.TryGetProperty("sequence_id", out _));

    private void Start(RecordedStep step) => underWay.TryAdd(step, SendAsync(step));

    private void GiveUpCancel(string guid)
    {
        using var patience = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v3/tasks/{guid}/actions/cancel");
        request.Headers.TryAddWithoutValidation("Authorization", $"bearer {users["admin"].Tokens[0]}");
        var sent = Client.SendAsync(request, patience.Token);
        patience.Cancel();
        _ = sent.ContinueWith(ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static string? Text(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"^sent (\d+(?:\.\d+)?) s into", RegexOptions.CultureInvariant)]
    private static partial Regex SentInto();

    [GeneratedRegex(@"Task state is (\w+) and therefore", RegexOptions.CultureInvariant)]
    private static partial Regex RefusedFor();
}
