using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Model.Tests.Services;

/// <summary>Elasticsearch: a cancel sets a flag, and what has ended is there only if its result was stored.</summary>
internal sealed class ElasticsearchModel(TimeProvider clock) : ServiceModel
{
    private readonly ElasticsearchEmulator emulator = new(clock);
    private readonly HashSet<string> heedless = [];

    internal override ServiceEmulator Emulator => emulator;

    internal override bool ReplyShowsTask => true;

    internal override bool RefusesVaguely => true;

    internal override bool CancelsByFilter => true;

    internal override bool ReplyNamesTasks => true;

    internal override TaskId UnknownId => $"{emulator.NodeIds[0]}:999999";

    internal override EmulatedReply Denied => EmulatedReply.Json(403, """{"error":{"root_cause":[],"type":"security_exception","reason":"not allowed"},"status":403}""");

    internal override EmulatedReply Rejected => EmulatedReply.Json(400, """{"error":{"root_cause":[],"type":"illegal_argument_exception","reason":"refused"},"status":400}""");

    internal override EmulatedReply Throttled => EmulatedReply.Json(429, """{"error":{"root_cause":[],"type":"es_rejected_execution_exception","reason":"rejected execution"},"status":429}""");

    internal override TaskClient CreateClient(HttpClient http, TimeProvider time) =>
        new ElasticsearchTaskClient(http, Configure(new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None }, time));

    internal override TaskId? Add(SceneKind kind, bool other, TimeSpan time)
    {
        var task = new ElasticsearchTask { Action = Action(other) };
        switch (kind)
        {
            case SceneKind.Running:
                return emulator.Add(task);
            case SceneKind.SlowToStop:
                return emulator.Add(task with { CancelDelay = time });
            case SceneKind.Stuck:
                return AddHeedless(task with { CancelEnding = ElasticsearchCancelEnding.Ignored });
            case SceneKind.OutrunsCancel:
                return AddHeedless(task with { CancelEnding = ElasticsearchCancelEnding.CompletesAnyway, CancelDelay = time });
            case SceneKind.RunsFor:
                return emulator.Add(task with { RunDuration = time });
            case SceneKind.FailsAfter:
                return emulator.Add(task with { RunDuration = time, Failure = new ElasticsearchError("illegal_state_exception", "emulated") });
            case SceneKind.Fixed:
                return emulator.Add(task with { IsCancelable = false });
            case SceneKind.Unrecorded:
                return emulator.Add(task with { StoresResult = false });
            case SceneKind.Canceling:
                var canceling = emulator.Add(task with { CancelDelay = time });
                emulator.CancelByServer(canceling, "by user request");
                return canceling;
            case SceneKind.Succeeded or SceneKind.Failed or SceneKind.Canceled or SceneKind.Gone:
                return AddEnded(task with { CancelDelay = TimeSpan.Zero }, kind);
            default:
                return null;
        }
    }

    internal override TaskFilter FilterBy(bool other) => new() { Kinds = [Action(other)] };

    internal override Mark ReadResult(TaskId id) => emulator.Find(id.Value) switch
    {
        null => Mark.Absent,
        { Ending: ElasticsearchEnding.None } row => row.IsCanceled ? Mark.Stopping : Mark.Working,
        { IsStored: false } => Mark.Absent,
        // Whoever has seen the flag says so in the result, however much was done by then.
        { Ending: ElasticsearchEnding.Completed } row => row.IsCanceled && !heedless.Contains(row.Id) ? Mark.Stopped : Mark.Done,
        { Ending: ElasticsearchEnding.Failed } => Mark.Broken,
        { Ending: ElasticsearchEnding.Canceled } => Mark.Stopped,
        _ => Mark.Absent,
    };

    internal override bool Resists(SceneKind kind, Mark mark) => kind == SceneKind.Fixed && mark == Mark.Working;

    internal override void Finish(TaskId id) => emulator.Finish(id.Value);

    internal override void Fail(TaskId id) => emulator.Fail(id.Value);

    internal override void Remove(TaskId id) => emulator.Remove(id.Value);

    internal override void CancelByOther(TaskId id)
    {
        if (ReadResult(id) is Mark.Working or Mark.Stopping && emulator.Find(id.Value)!.IsCancelable)
        {
            emulator.CancelByServer(id.Value, "by user request");
        }
    }

    internal override void OnCancel(Action before, Action after)
    {
        emulator.BeforeCancel = _ => before();
        emulator.AfterCancel = _ => after();
    }

    internal override bool IsCancel(EmulatedRequest request) => request.Method == "POST" && request.Path.EndsWith("/_cancel", StringComparison.Ordinal);

    internal override IReadOnlyCollection<string>? Names(EmulatedRequest request) => request.Path.Split('/') switch
    {
        [_, "_tasks", not "_cancel" and var id, ..] => [Uri.UnescapeDataString(id)],
        _ => null,
    };

    internal override int PlaceIn(string body, TaskId id) => body.IndexOf($"\"id\":{id.Value.Split(':')[1]},", StringComparison.Ordinal);

    private static string Action(bool other) => other ? "indices:data/write/update/byquery" : "indices:data/write/reindex";

    private string AddHeedless(ElasticsearchTask task)
    {
        var id = emulator.Add(task);
        heedless.Add(id);
        return id;
    }

    private string AddEnded(ElasticsearchTask task, SceneKind kind)
    {
        var id = emulator.Add(task);
        switch (kind)
        {
            case SceneKind.Succeeded:
                emulator.Finish(id);
                break;
            case SceneKind.Failed:
                emulator.Fail(id);
                break;
            case SceneKind.Canceled:
                emulator.CancelByServer(id, "by user request");
                break;
            default:
                emulator.Remove(id);
                break;
        }

        return id;
    }
}
