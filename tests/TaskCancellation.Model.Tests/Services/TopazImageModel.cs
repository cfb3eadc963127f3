using System.Globalization;
using System.Text.RegularExpressions;
using TaskCancellation.Testing;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Model.Tests.Services;

/// <summary>Topaz: a cancel that is taken is the end, and a refusal gives no reason.</summary>
internal sealed partial class TopazImageModel(TimeProvider clock) : ServiceModel
{
    private readonly TopazImageEmulator emulator = new(clock);

    internal override ServiceEmulator Emulator => emulator;

    internal override bool CancelIsTheEnd => true;

    internal override TimeSpan? EndsAfter(string body) => Eta().Matches(body) is { Count: > 0 } etas
        ? DateTimeOffset.FromUnixTimeSeconds(etas.Max(eta => long.Parse(eta.Groups[1].Value, CultureInfo.InvariantCulture))) - Emulator.ServerNow
        : null;

    internal override TaskId UnknownId => Guid.Parse("00000000-1111-2222-3333-444444444444");

    internal override EmulatedReply Denied => emulator.ErrorReply(403);

    internal override EmulatedReply Rejected => emulator.ErrorReply(400);

    internal override EmulatedReply Throttled => emulator.ErrorReply(429);

    internal override TaskClient CreateClient(HttpClient http, TimeProvider time) =>
        new TopazImageTaskClient(http, Configure(new TopazImageTaskClientOptions { ApiKey = TopazImageEmulator.ApiKey }, time));

    internal override TaskId? Add(SceneKind kind, bool other, TimeSpan time)
    {
        var job = new TopazImageTask { SourceId = Source(other) };
        switch (kind)
        {
            case SceneKind.Running:
                return emulator.Add(job);
            case SceneKind.Pending:
                return emulator.Add(job with { State = "Pending" });
            case SceneKind.Fixed:
                return emulator.Add(job with { CancelEnding = TopazImageCancelEnding.Refused });
            case SceneKind.RunsFor:
                return emulator.Add(job with { RunDuration = time });
            case SceneKind.FailsAfter:
                return emulator.Add(job with { RunDuration = time, Ending = "Failed" });
            case SceneKind.Unknown:
                return emulator.Add(job with { State = "Hibernating" });
            case SceneKind.Succeeded:
                return emulator.Add(job with { State = "Completed" });
            case SceneKind.Failed:
                return emulator.Add(job with { State = "Failed" });
            case SceneKind.Canceled:
                return emulator.Add(job with { State = "Cancelled" });
            case SceneKind.Gone:
                var id = emulator.Add(job);
                emulator.Remove(id);
                return id;
            default:
                return null;
        }
    }

    internal override TaskFilter FilterBy(bool other) => new() { Scopes = [Source(other)] };

    internal override Mark ReadResult(TaskId id) => emulator.Find(id.Value)?.State switch
    {
        null => Mark.Absent,
        "Pending" => Mark.Waiting,
        "Processing" => Mark.Working,
        "Completed" => Mark.Done,
        "Failed" => Mark.Broken,
        "Cancelled" => Mark.Stopped,
        _ => Mark.Odd,
    };

    internal override bool Resists(SceneKind kind, Mark mark) => mark == Mark.Odd || (kind == SceneKind.Fixed && mark.IsOpen());

    internal override void Finish(TaskId id) => IfThere(id, () => emulator.Finish(id.Value));

    internal override void Fail(TaskId id) => IfThere(id, () => emulator.Fail(id.Value));

    internal override void Remove(TaskId id) => IfThere(id, () => emulator.Remove(id.Value));

    internal override void CancelByOther(TaskId id)
    {
        if (ReadResult(id).IsOpen())
        {
            emulator.SetState(id.Value, "Cancelled");
        }
    }

    internal override void OnCancel(Action before, Action after)
    {
        emulator.BeforeCancel = _ => before();
        emulator.AfterCancel = _ => after();
    }

    internal override bool IsCancel(EmulatedRequest request) => request.Method == "DELETE" && request.Path.Contains("/cancel/", StringComparison.Ordinal);

    internal override IReadOnlyCollection<string>? Names(EmulatedRequest request) =>
        request.Path.Split('/')[^1] is { Length: 36 } id ? [id] : null;

    private static string Source(bool other) => other ? "aaaaaaaa-0000-4000-8000-000000000002" : "aaaaaaaa-0000-4000-8000-000000000001";

    private void IfThere(TaskId id, Action act)
    {
        if (emulator.Find(id.Value) is not null)
        {
            act();
        }
    }

    [GeneratedRegex(@"""eta"":\s*(\d+)")]
    private static partial Regex Eta();
}
