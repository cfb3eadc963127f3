using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Model.Tests.Services;

/// <summary>Cloud Foundry: a canceled task is one that failed for that reason.</summary>
internal sealed class CloudFoundryModel : ServiceModel
{
    private const string Cancelled = "task was cancelled";
    private readonly CloudFoundryEmulator emulator;
    private readonly string otherApp;

    internal CloudFoundryModel(TimeProvider clock)
    {
        emulator = new CloudFoundryEmulator(clock);
        otherApp = emulator.AddApp(emulator.DefaultSpaceId);
    }

    internal override ServiceEmulator Emulator => emulator;

    internal override bool ReplyShowsTask => true;

    internal override bool HidesTasks => true;

    internal override TaskId UnknownId => Guid.Parse("00000000-1111-2222-3333-444444444444");

    internal override EmulatedReply Denied => EmulatedReply.Json(403, """{"errors":[{"detail":"You are not authorized to perform the requested action","title":"CF-NotAuthorized","code":10003}]}""");

    internal override EmulatedReply Rejected => EmulatedReply.Json(400, """{"errors":[{"detail":"Refused","title":"CF-BadQueryParameter","code":10005}]}""");

    internal override EmulatedReply Throttled => EmulatedReply.Text(429, """{"errors":[{"detail":"Rate Limit Exceeded","title":"CF-RateLimitExceeded","code":10013}]}""", "text/plain; charset=utf-8");

    internal override TaskClient CreateClient(HttpClient http, TimeProvider time) =>
        new CloudFoundryTaskClient(http, Configure(new CloudFoundryTaskClientOptions { Credential = CloudFoundryCredential.AccessToken(CloudFoundryEmulator.AdminToken) }, time));

    internal override TaskId? Add(SceneKind kind, bool other, TimeSpan time)
    {
        var task = new CloudFoundryTask { AppId = App(other) };
        switch (kind)
        {
            case SceneKind.Running:
                return emulator.Add(task);
            case SceneKind.Pending:
                return emulator.Add(task with { State = "PENDING", StartDelay = TimeSpan.FromHours(1) });
            case SceneKind.SlowToStop:
                return emulator.Add(task with { CancelDelay = time });
            case SceneKind.Stuck:
                return emulator.Add(task with { CancelEnding = CloudFoundryCancelEnding.Ignored });
            case SceneKind.OutrunsCancel:
                return emulator.Add(task with { CancelEnding = CloudFoundryCancelEnding.CompletesAnyway, CancelDelay = time });
            case SceneKind.Unrecorded:
                return emulator.Add(task with { CancelEnding = CloudFoundryCancelEnding.SyncLost });
            case SceneKind.RunsFor:
                return emulator.Add(task with { RunDuration = time });
            case SceneKind.FailsAfter:
                return emulator.Add(task with { RunDuration = time, Ending = CloudFoundryEnding.Failed });
            case SceneKind.Canceling:
                return emulator.Add(task with { State = "CANCELING" });
            case SceneKind.Unknown:
                return emulator.Add(task with { State = "HIBERNATING" });
            case SceneKind.Succeeded:
                return emulator.Add(task with { State = "SUCCEEDED" });
            case SceneKind.Failed:
                return emulator.Add(task with { State = "FAILED", Failure = "APP/TASK/report: Exited with status 1" });
            case SceneKind.Canceled:
                return emulator.Add(task with { State = "FAILED", Failure = Cancelled });
            case SceneKind.Gone:
                var id = emulator.Add(task);
                emulator.Remove(id);
                return id;
            default:
                return null;
        }
    }

    internal override TaskFilter FilterBy(bool other) => new() { Scopes = [App(other)] };

    internal override Mark ReadResult(TaskId id) => emulator.Find(id.Value) is not { } row ? Mark.Absent : (row.State, row.Failure) switch
    {
        ("PENDING", _) => Mark.Waiting,
        ("RUNNING", _) => Mark.Working,
        ("CANCELING", _) => Mark.Stopping,
        ("SUCCEEDED", _) => Mark.Done,
        ("FAILED", Cancelled) => Mark.Stopped,
        ("FAILED", "Unable to determine completion status") => Mark.Lost,
        ("FAILED", _) => Mark.Broken,
        _ => Mark.Odd,
    };

    internal override void Finish(TaskId id) => IfThere(id, () => emulator.Finish(id.Value));

    internal override void Fail(TaskId id) => IfThere(id, () => emulator.Fail(id.Value, "APP/TASK/report: Exited with status 1"));

    internal override void Remove(TaskId id) => IfThere(id, () => emulator.Remove(id.Value));

    internal override void CancelByOther(TaskId id)
    {
        if (ReadResult(id).IsOpen())
        {
            emulator.Fail(id.Value, Cancelled);
        }
    }

    internal override void OnCancel(Action before, Action after)
    {
        emulator.BeforeCancel = _ => before();
        emulator.AfterCancel = _ => after();
    }

    internal override bool IsCancel(EmulatedRequest request) => request.Method == "POST" && request.Path.EndsWith("/actions/cancel", StringComparison.Ordinal);

    internal override IReadOnlyCollection<string>? Names(EmulatedRequest request) => request.Path.Split('/') switch
    {
        [_, "v3", "tasks", var guid, ..] => [guid],
        _ => Values(request, "guids"),
    };

    internal override int PlaceIn(string body, TaskId id) => body.IndexOf($"\"guid\":\"{id.Value}\"", StringComparison.Ordinal);

    private string App(bool other) => other ? otherApp : emulator.DefaultAppId;

    private void IfThere(TaskId id, Action act)
    {
        if (emulator.Find(id.Value) is not null)
        {
            act();
        }
    }
}
